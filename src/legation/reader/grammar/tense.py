"""Read a verb's form: tense, auxiliaries, negation, condition, the infinitive, what follows a form of "be"."""

import functools
from dataclasses import dataclass
from typing import Any, Final

from legation.reader.grammar.clause import children
from legation.reader.lexicon import load

_STATUSES: Final = ("denied", "possible", "planned", "done")
_PAST: Final = frozenset({"was", "were", "had", "did", "been", "has", "have", "having", "'ve"})
_PRESENT: Final = frozenset({"is", "are", "'s", "'re", "am", "does", "do"})
_COPULAR: Final = frozenset({"be", "seem", "remain", "look", "become", "appear", "stay"})
_NOBODY: Final = frozenset({"nobody", "none", "nothing", "neither", "no-one"})
_LESS: Final = frozenset({"fewer", "less", "more", "longer", "later"})
_OBJECT: Final = frozenset({"ccomp", "xcomp", "oprd", "acomp", "dobj"})
_ANSWERS: Final = frozenset({"answer", "reply", "response", "reaction", "retort", "revenge", "act", "step", "move"})
_SLOW: Final = frozenset({"opened", "closed", "resumed", "moved", "level_changed"})  # "is closing" is still to come


@dataclass(frozen=True, slots=True)
class Sign:
    """What a word says: a status or ``open``; ``present`` where a time still to come would make a plan of it."""

    status: str
    rule: str
    words: str
    present: bool = False


OPEN: Final = Sign("open", "default", "")


@functools.cache
def entries(form: str) -> dict[str, str]:
    """Map each entry of a form ("verbs", "nouns", "adjectives", "modals") to the status it stands for."""
    words = load("status")
    return {entry: status for status in _STATUSES for entry in words[status].get(form, ())}


def tense_of(verb: Any, child: Any, kind: str) -> Sign:
    """Read what a verb's form says of the event; ``child`` is the word below it on the way from the trigger."""
    auxes = [one.lower_ for one in auxiliaries(verb)]
    return (
        _conditional_clause(verb, child)
        or _complement(verb, auxes)
        or _modal(verb, auxes)
        or _infinitive(verb, auxes)
        or _question(verb)
        or _finite(verb, auxes, child, kind)
    )


def _conditional_clause(verb: Any, child: Any) -> Sign | None:
    marks = {one.lower_ for one in children(verb, "mark", "advmod")}
    if child is None and marks & {"if", "whether", "unless"}:
        return Sign("possible", "condition", verb.text)
    return None


def _complement(verb: Any, auxes: list[str]) -> Sign | None:
    """Read "is due to", "is likely", "is unthinkable", "was one of the options": what follows a form of be."""
    if verb.lemma_ not in _COPULAR:
        return None
    for child in children(verb, "acomp", "attr", "oprd", "advmod", "prep"):
        for one in (child, *(inner for prep in children(child, "prep") for inner in children(prep, "pobj"))):
            found = entries("adjectives").get(one.lower_) or entries("nouns").get(one.lemma_.lower())
            if found is None:
                continue
            if any(inner.lower_ == "no" and inner.dep_ in ("det", "neg") for inner in one.children):
                found = "denied"
            elif found == "planned" and of_modal(auxes) == "possible":
                found = "possible"
            return Sign(found, "complement", one.text)
    return None


def _modal(verb: Any, auxes: list[str]) -> Sign | None:
    words = [*auxes, verb.lower_] if verb.tag_ == "MD" else auxes
    conditional = _has_condition(verb)
    if (modal := of_modal(words)) is not None:
        if modal == "planned" and conditional:
            return Sign("possible", "condition", "if")
        return Sign(modal, "modal", next(one for one in words if one in entries("modals")))
    if {"would", "should", "'d"} & set(words):
        return (
            Sign("possible", "condition", "would")
            if conditional or "have" in auxes
            else Sign("planned", "modal", "would")
        )
    return None


def of_modal(auxes: list[str]) -> str | None:
    """Give the status that the first modal among some auxiliaries stands for."""
    return next((found for one in auxes if (found := entries("modals").get(one))), None)


def _infinitive(verb: Any, auxes: list[str]) -> Sign | None:
    if "to" not in auxes:
        return None
    if "have" in auxes and verb.head.lower_ in ("was", "were"):
        return Sign("denied", "counterfactual", f"to have {verb.text}")
    if _is_answer(verb):
        return Sign("done", "past", f"{verb.head.text} to {verb.text}")
    if _is_aside(verb):
        return Sign("planned", "infinitive", f"to be {verb.text}")
    bare_be = verb.head.lemma_ == "be" and not children(verb.head, "acomp", "attr")
    stated = (
        verb.dep_ == "ccomp" and verb.i < verb.head.i and children(verb, "nsubj")
    )  # "X to close Y, ministry confirms"
    return Sign("planned", "infinitive", f"to {verb.text}") if verb.dep_ == "ROOT" or bare_be or stated else OPEN


def _is_answer(verb: Any) -> bool:
    """Whether "was to" names what was done: "its answer was to close", "what they did was to expel", not "it was to close"."""
    being = verb.head.lower_
    if being not in ("was", "were", "is") or any(one.lower_ == "be" for one in verb.children):
        return False
    subject = next(iter(children(verb.head, "nsubj", "csubj")), None)
    if subject is None:
        return False
    did = subject.lower_ in ("did", "done") or any(one.lower_ in ("did", "done") for one in children(subject, "relcl"))
    return did or (being == "was" and subject.lemma_.lower() in _ANSWERS)


def _is_aside(verb: Any) -> bool:
    """Whether "to be" goes on after a comma: "an office in Graz, to be opened in May", not "…, only to be closed in June"."""
    if not children(verb, "auxpass") or children(verb, "nsubjpass"):
        return False
    if any(one.lower_ in ("only", "except") for one in verb.children):
        return False
    return bool(verb.left_edge.i and verb.doc[verb.left_edge.i - 1].text == ",")


def _question(verb: Any) -> Sign | None:
    asked = verb.dep_ == "ROOT" and any(one.lower_ == "?" for one in verb.children)
    return Sign("possible", "question", verb.text) if asked else None


def _finite(verb: Any, auxes: list[str], child: Any, kind: str) -> Sign:
    if set(auxes) & _PAST or (verb.tag_ == "VBD" and not auxes):
        return Sign("done", "past", " ".join([*auxes, verb.text]))
    if not auxes and verb.tag_ == "VBN" and child is None and verb.dep_ not in _OBJECT:
        return Sign("done", "participle", verb.text)
    if not auxes and verb.tag_ in ("VBN", "VBG", "VB"):
        return OPEN
    if verb.tag_ == "VBG" and child is None and kind in _SLOW and "being" not in auxes:
        return Sign("planned", "progressive", verb.text)
    present = verb.tag_ in ("VBZ", "VBP") or set(auxes) & _PRESENT
    return Sign("done", "present", verb.text, present=True) if present else OPEN


def auxiliaries(verb: Any) -> list[Any]:
    """List a verb's auxiliaries; a bare conjunct has those of the verb it is joined to."""
    own, node = children(verb, "aux", "auxpass"), verb
    for _ in range(4):
        if own or node.dep_ != "conj" or node.head.pos_ not in ("VERB", "AUX") or not _is_bare_form(verb):
            break
        if children(node, "nsubj") or (children(node, "nsubjpass") and verb.tag_ != "VBN"):
            break
        node = node.head
        own = children(node, "aux", "auxpass")
    return own


def _is_bare_form(verb: Any) -> bool:
    """Whether a verb's form needs an auxiliary, or may have one: of "will leave and shut it" the last looks like a past."""
    return verb.tag_ in ("VB", "VBN", "VBG") or (verb.tag_ == "VBD" and verb.lower_ == verb.lemma_)


def negation_of(verb: Any, child: Any) -> str | None:
    """Give the word that negates a verb: not, never, nor, or a subject or object with "no"."""
    after = verb.nbor(1) if verb.i + 1 < len(verb.doc) else None
    if verb.tag_ == "MD" and after is not None and after.lower_ in ("not", "n't"):
        return str(after.text)
    for one in verb.children:
        if one.dep_ == "neg" or (one.lower_ in ("never", "nor") and one.i < verb.i):
            return str(one.text)
        if one.lower_ == "longer" and any(inner.lower_ == "no" for inner in one.children):
            return "no longer"
        if one.dep_ in ("nsubj", "nsubjpass", "dobj", "attr") and _is_nobody(one, child):
            return str(one.text)
    return _nor(verb)


def _nor(verb: Any) -> str | None:
    """Give the "nor" that stands before a clause: "…, nor break with Lima", "Nor, said the ministry, will it close"."""
    head = verb.head
    joined = verb.dep_ == "conj" and any(
        head.i < one.i < verb.i and one.lower_ == "nor" for one in children(head, "cc")
    )
    first = verb.doc[verb.sent.start]
    led = first.lower_ == "nor" and (verb.dep_ == "ROOT" or (head.dep_ == "ROOT" and verb.dep_ == "ccomp"))
    return "nor" if joined or led else None


def _is_nobody(noun: Any, child: Any) -> bool:
    """Whether a subject or object leaves nothing: "nobody", "no embassy"; "the attack produced no breach" denies no attack."""
    if child is not None and child.dep_ in ("nsubj", "nsubjpass") and noun.i != child.i:
        return False
    return noun.lower_ in _NOBODY or any(_leaves_nothing(inner) for inner in noun.children)


def _leaves_nothing(token: Any) -> bool:
    """Whether a determiner denies its noun: "no embassy", but not "no fewer than 30"."""
    if token.lower_ not in ("no", "neither") or token.dep_ not in ("det", "neg"):
        return False
    return token.i + 1 >= len(token.doc) or token.nbor(1).lower_ not in _LESS


def is_not_until(verb: Any) -> bool:
    """Whether "not" goes with "until" and a time that is over, which says that it happened then."""
    forms = (verb, *children(verb, "aux", "auxpass"))
    past = any(one.tag_ == "VBD" or one.lower_ in ("did", "was", "were", "had") for one in forms)
    return past and any(one.lower_ == "until" for one in children(verb, "prep", "mark", "advcl"))


def _has_condition(verb: Any) -> bool:
    """Whether a clause with "if" or "unless", or an inverted "should", hangs from the verb."""
    for clause in children(verb, "advcl"):
        if clause.pos_ not in ("VERB", "AUX"):
            continue  # "if possible"
        marks = {one.lower_ for one in children(clause, "mark", "advmod", "aux")}
        if marks & {"if", "unless", "provided", "should"}:
            return True
    return False


def is_infinitive(verb: Any) -> bool:
    """Whether the verb has its "to"."""
    return any(child.lower_ == "to" and child.dep_ == "aux" for child in verb.children)
