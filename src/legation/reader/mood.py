"""What one word of a sentence says of an event that hangs from it: the tense and modality of a verb, the force of a noun.

Verbs and nouns that plan, weigh or deny are looked up in ``status.toml``; tense, auxiliaries and negation are read from
the parse. A word that leaves the answer to what stands above it says ``open``.
"""

import functools
from dataclasses import dataclass
from typing import Any, Final

from legation.reader.clause import children, words_for
from legation.reader.lexicon import load

_STATUSES: Final = ("denied", "possible", "planned", "done")
_PAST: Final = frozenset({"was", "were", "had", "did", "been", "has", "have", "having", "'ve"})
_PRESENT_AUX: Final = frozenset({"is", "are", "'s", "'re", "am", "does", "do"})
_COPULAR: Final = frozenset({"be", "seem", "remain", "look", "become", "appear", "stay"})
_NOBODY: Final = frozenset({"nobody", "none", "nothing", "neither", "no-one"})
# what a verb plans, weighs or denies hangs from it by one of these; its subject and its asides do not
_GOVERNED: Final = frozenset(
    {
        "xcomp",
        "ccomp",
        "dobj",
        "obj",
        "prep",
        "nsubjpass",
        "oprd",
        "pobj",
        "dative",
        "attr",
        "acl",
        "csubjpass",
        "advcl",
    }
)
_MATERIAL: Final = frozenset(
    {"drop", "abandon", "scrap", "cancel", "avoid", "shelve", "exclude"}
)  # of a mission as well as of a plan
_TELLING: Final = frozenset(
    {"tell", "ask", "warn", "urge"}
)  # "was told to leave" is an order, "told the House that" is none
_SLOW: Final = frozenset({"opened", "closed", "resumed", "moved", "level_changed"})  # "is closing" is still to come
_MAYBE: Final = frozenset({"perhaps", "maybe", "possibly", "conceivably"})


@dataclass(frozen=True, slots=True)
class Sign:
    """What a word says: a status or ``open``; ``present`` where a time still to come would make a plan of it."""

    status: str
    rule: str
    words: str
    present: bool = False


OPEN: Final = Sign("open", "default", "")


@functools.cache
def _lists(form: str) -> dict[str, str]:
    """Map each entry of a form ("verbs", "nouns", "adjectives", "modals") to the status it stands for."""
    words = load("status")
    return {entry: status for status in _STATUSES for entry in words[status].get(form, ())}


def sign_of(node: Any, child: Any, kind: str) -> Sign:
    """Read one word; ``child`` is the word below it on the way from the trigger, None at the trigger itself."""
    if node.pos_ in ("VERB", "AUX") or node.tag_ == "MD":
        return _verb(node, child, kind)
    if node.pos_ in ("NOUN", "PROPN", "ADJ", "PRON", "NUM"):
        return _noun(node, child)
    if child is not None and node.lower_ in ("without", "than"):
        return Sign("denied", "preposition", node.text)
    return OPEN


def _verb(verb: Any, child: Any, kind: str) -> Sign:
    auxes = [one.lower_ for one in _auxes(verb)]
    negation = _negation(verb, child)
    lexical = _lexical(verb, child, kind)
    if lexical in ("planned", "possible", "denied"):
        if negation or ({"cannot", "can", "could"} & set(auxes) and _negated_modal(verb)):
            return Sign("possible" if lexical == "denied" else "denied", "negated verb", f"{negation} {verb.text}")
        if lexical == "planned" and _of_modal(auxes) == "possible":
            return Sign("possible", "modal", verb.text)
        return Sign(lexical, "verb", verb.lemma_.lower())
    if negation:
        if _until(verb):
            return Sign("done", "not until", verb.text)
        return Sign("denied", "negated", f"{negation} {verb.text}")
    if any(one.lower_ in _MAYBE for one in verb.children):
        return Sign("possible", "adverb", verb.text)
    if child is None and any(
        one.lower_ in ("if", "whether", "unless") and one.dep_ in ("mark", "advmod") for one in verb.children
    ):
        return Sign("possible", "condition", verb.text)
    return _complement(verb, auxes) or _tense(verb, auxes, child, kind)


def _lexical(verb: Any, child: Any, kind: str) -> str | None:
    """Give what the verb's own meaning makes of what hangs from it; of itself where it is no word for the event."""
    lemma = verb.lemma_.lower()
    found = _lists("verbs").get(lemma)
    if (
        child is not None
        and lemma in _TELLING
        and child.dep_ in ("xcomp", "ccomp", "advcl")
        and _infinitive_like(child)
    ):
        return "planned"
    if found is None or (lemma == "rule" and not any(one.lower_ == "out" for one in verb.children)):
        return None
    if lemma == "shrink" and (child is None or not any(inner.dep_ == "pcomp" for inner in child.children)):
        return None
    if child is None:
        if lemma in words_for(kind) or (lemma in _MATERIAL and not _of_plan(verb)):
            return None
        return found
    if (
        child.dep_ in ("csubj", "advcl")
        and found == "possible"
        and any(one.lower_ == "whether" for one in child.children)
    ):
        return found
    if found == "denied" and child.dep_ == "advcl":
        return None
    if child.dep_ not in _GOVERNED or (child.dep_ == "advcl" and not _infinitive_like(child)):
        return None
    if child.dep_ == "prep" and child.lower_ in (
        "after",
        "since",
        "following",
        "despite",
        "because",
        "over",
        "in",
        "at",
        "by",
        "on",
    ):
        return None
    return found


def _of_plan(verb: Any) -> bool:
    """Whether what is dropped or scrapped is a plan and not a mission."""
    return any(
        _lists("nouns").get(one.lemma_.lower()) in ("planned", "possible")
        for one in children(verb, "dobj", "nsubjpass")
    )


def _until(verb: Any) -> bool:
    """Whether "not" goes with "until" and a time that is over, which says that it happened then."""
    if not any(
        one.tag_ == "VBD" or one.lower_ in ("did", "was", "were", "had")
        for one in (verb, *children(verb, "aux", "auxpass"))
    ):
        return False
    return any(one.lower_ == "until" for one in children(verb, "prep", "mark", "advcl"))


def _infinitive_like(verb: Any) -> bool:
    return verb.tag_ == "VB" and is_infinitive(verb)


def _negated_modal(verb: Any) -> bool:
    return any(one.lower_ == "not" or one.dep_ == "neg" for one in verb.children)


def _of_modal(auxes: list[str]) -> str | None:
    return next((found for one in auxes if (found := _lists("modals").get(one))), None)


def _tense(verb: Any, auxes: list[str], child: Any, kind: str) -> Sign:
    words = [*auxes, verb.lower_] if verb.tag_ == "MD" else auxes
    modal = _of_modal(words)
    if modal:
        if modal == "planned" and _conditional(verb):
            return Sign("possible", "condition", "if")
        return Sign(modal, "modal", next(one for one in words if one in _lists("modals")))
    if {"would", "should", "'d"} & set(words):
        if _conditional(verb) or "have" in auxes:
            return Sign("possible", "condition", "would")
        return Sign("planned", "modal", "would")
    if "to" in auxes and "have" in auxes and verb.head.lower_ in ("was", "were"):
        return Sign("denied", "counterfactual", f"to have {verb.text}")
    if "to" in auxes:
        if verb.dep_ == "ROOT" or _is_to(verb.head):
            return Sign("planned", "infinitive", f"to {verb.text}")
        return OPEN
    if any(one.lower_ == "?" for one in verb.children) and verb.dep_ == "ROOT":
        return Sign("possible", "question", verb.text)
    if set(auxes) & _PAST or (verb.tag_ == "VBD" and not auxes):
        return Sign("done", "past", " ".join([*auxes, verb.text]))
    if not auxes and verb.tag_ in ("VBG", "VB"):
        return OPEN
    if not auxes and verb.tag_ == "VBN":
        if child is not None or verb.dep_ in ("ccomp", "xcomp", "oprd", "acomp", "dobj"):
            return OPEN
        return Sign("done", "participle", verb.text)
    if verb.tag_ == "VBG" and child is None and kind in _SLOW and "been" not in auxes and "being" not in auxes:
        return Sign("planned", "progressive", verb.text)
    if verb.tag_ in ("VBZ", "VBP") or set(auxes) & _PRESENT_AUX:
        return Sign("done", "present", verb.text, present=True)
    return OPEN


def _complement(verb: Any, auxes: list[str]) -> Sign | None:
    """Read "is due to", "is likely", "is unthinkable", "was one of the options": what follows a form of be."""
    if verb.lemma_ not in _COPULAR:
        return None
    for child in children(verb, "acomp", "attr", "oprd", "advmod", "prep"):
        for one in (child, *(inner for prep in children(child, "prep") for inner in children(prep, "pobj"))):
            found = _lists("adjectives").get(one.lower_) or _lists("nouns").get(one.lemma_.lower())
            if found:
                if any(inner.lower_ == "no" and inner.dep_ in ("det", "neg") for inner in one.children):
                    found = "denied"
                elif found == "planned" and _of_modal(auxes) == "possible":
                    found = "possible"
                return Sign(found, "complement", one.text)
    return None


def _noun(noun: Any, child: Any) -> Sign:
    found = None
    if child is not None:
        found = (
            _lists("adjectives").get(noun.lower_) if noun.pos_ == "ADJ" else _lists("nouns").get(noun.lemma_.lower())
        )
        if (
            found
            and noun.pos_ != "ADJ"
            and child.dep_ not in ("acl", "prep", "relcl", "amod", "compound", "poss", "ccomp")
        ):
            found = None
        if noun.lower_ == "order" and noun.head.lower_ == "in":
            found = None  # "in order to"
    negation = next(
        (one.text for one in noun.children if one.dep_ in ("det", "neg") and one.lower_ in ("no", "neither")), None
    )
    if negation:
        return Sign("possible" if found == "denied" else "denied", "negated noun", f"{negation} {noun.text}")
    if found:
        return Sign(found, "noun", noun.text)
    for one in children(noun, "amod"):
        if adjective := _lists("adjectives").get(one.lower_):
            return Sign(adjective, "adjective", one.text)
    return OPEN


def _auxes(verb: Any) -> list[Any]:
    """List a verb's auxiliaries; a bare conjunct has those of the verb it is joined to."""
    own, node = children(verb, "aux", "auxpass"), verb
    for _ in range(4):
        if own or node.dep_ != "conj" or node.head.pos_ not in ("VERB", "AUX") or verb.tag_ not in ("VB", "VBN", "VBG"):
            break
        if children(node, "nsubj") or (children(node, "nsubjpass") and verb.tag_ != "VBN"):
            break
        node = node.head
        own = children(node, "aux", "auxpass")
    return own


def _negation(verb: Any, child: Any) -> str | None:
    """Give the word that negates a verb: not, never, nor, or a subject or object with "no"."""
    after = verb.nbor(1) if verb.i + 1 < len(verb.doc) else None
    if verb.tag_ == "MD" and after is not None and after.lower_ in ("not", "n't"):
        return str(after.text)
    for one in verb.children:
        if one.dep_ == "neg" or (one.lower_ in ("never", "nor") and one.i < verb.i):
            return str(one.text)
        if one.lower_ == "longer" and any(inner.lower_ == "no" for inner in one.children):
            return "no longer"
        if one.dep_ in ("nsubj", "nsubjpass", "dobj", "attr"):
            if child is not None and child.dep_ in ("nsubj", "nsubjpass") and one.i != child.i:
                continue  # "the attack produced no breach" denies the breach
            if one.lower_ in _NOBODY:
                return str(one.text)
            if any(_denies(inner) for inner in one.children):
                return str(one.text)
    return None


def _denies(token: Any) -> bool:
    """Whether a determiner leaves nothing of its noun: "no embassy", but not "no fewer than 30"."""
    if token.lower_ not in ("no", "neither") or token.dep_ not in ("det", "neg"):
        return False
    return token.i + 1 >= len(token.doc) or token.nbor(1).lower_ not in ("fewer", "less", "more", "longer", "later")


def _conditional(verb: Any) -> bool:
    """Whether a clause with "if" or "unless", or an inverted "should", hangs from the verb."""
    for clause in children(verb, "advcl"):
        if clause.pos_ not in ("VERB", "AUX"):
            continue  # "if possible"
        marks = {one.lower_ for one in clause.children if one.dep_ in ("mark", "advmod", "aux")}
        if marks & {"if", "unless", "provided"} or ("should" in marks and clause.i != verb.i):
            return True
    return False


def _is_to(head: Any) -> bool:
    """Whether an infinitive hangs from a bare form of be: "is to close"."""
    return bool(head.lemma_ == "be" and not children(head, "acomp", "attr"))


def is_infinitive(verb: Any) -> bool:
    """Whether the verb has its "to"."""
    return any(child.lower_ == "to" and child.dep_ == "aux" for child in verb.children)
