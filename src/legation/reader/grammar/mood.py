"""What one word of a sentence says of an event that hangs from it: the force of a verb or noun, then the verb's form.

Verbs and nouns that plan, weigh or deny are looked up in ``status.toml``; the form is read by ``tense``. A word that
leaves the answer to what stands above it says ``open``.
"""

from typing import Any, Final

from legation.reader.grammar.clause import children, words_for
from legation.reader.grammar.tense import (
    OPEN,
    Sign,
    auxiliaries,
    entries,
    is_infinitive,
    is_not_until,
    negation_of,
    of_modal,
    tense_of,
)
from legation.reader.lexicon import load

# what a verb plans, weighs or denies hangs from it by one of these; its subject and its asides do not
_GOVERNED: Final = frozenset(
    {"xcomp", "ccomp", "dobj", "obj", "prep", "nsubjpass", "oprd", "pobj", "dative", "attr", "acl", "csubjpass"}
)
_GOVERNED_BY_NOUN: Final = frozenset({"acl", "prep", "relcl", "amod", "compound", "poss", "ccomp"})
_CIRCUMSTANCE: Final = frozenset({"after", "since", "following", "despite", "because", "over", "in", "at", "by", "on"})
_MAYBE: Final = frozenset(load("status")["maybe"]["words"])
_LIKELY: Final = frozenset(load("status")["maybe"]["likely"])
_TELLING: Final = frozenset(load("status")["telling"]["verbs"])
_MATERIAL: Final = frozenset(load("status")["material"]["verbs"])


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
    negation = negation_of(verb, child)
    lexical = _force(verb, child, kind)
    if lexical in ("planned", "possible", "denied"):
        return _forceful(verb, lexical, negation)
    if negation:
        done = is_not_until(verb)
        return Sign("done", "not until", verb.text) if done else Sign("denied", "negated", f"{negation} {verb.text}")
    if any(one.lower_ in _MAYBE for one in verb.children):
        return Sign("possible", "adverb", verb.text)
    sign = tense_of(verb, child, kind)
    if sign.status == "planned" and any(one.lower_ in _LIKELY for one in verb.children):
        return Sign("possible", "adverb", sign.words)
    return sign


def _forceful(verb: Any, force: str, negation: str | None) -> Sign:
    """Read a verb that plans, weighs or denies, with what negates or weakens it."""
    if negation:
        return Sign("possible" if force == "denied" else "denied", "negated verb", f"{negation} {verb.text}")
    if force == "planned" and of_modal([one.lower_ for one in auxiliaries(verb)]) == "possible":
        return Sign("possible", "modal", verb.text)
    return Sign(force, "verb", verb.lemma_.lower())


def _force(verb: Any, child: Any, kind: str) -> str | None:
    """Give what the verb's own meaning makes of what hangs from it; of itself where it is no word for the event."""
    lemma = verb.lemma_.lower()
    if child is not None and lemma in _TELLING and child.dep_ in ("xcomp", "ccomp", "advcl") and _is_bare(child):
        return "planned"
    found = entries("verbs").get(lemma)
    if found is None or not _has_its_particle(verb, lemma, child):
        return None
    if child is None:
        itself = lemma not in words_for(kind) and (lemma not in _MATERIAL or _is_of_plan(verb))
        return found if itself else None
    return found if _governs(found, child) else None


def _has_its_particle(verb: Any, lemma: str, child: Any) -> bool:
    """Whether "rule" has its "out", and "shrink" what one shrinks from."""
    if lemma == "rule":
        return any(one.lower_ == "out" for one in verb.children)
    return lemma != "shrink" or (child is not None and any(inner.dep_ == "pcomp" for inner in child.children))


def _governs(force: str, child: Any) -> bool:
    """Whether a verb of this force bears on what hangs from it by this word."""
    if child.dep_ in ("csubj", "advcl"):
        whether = force == "possible" and any(one.lower_ == "whether" for one in child.children)
        return whether or (child.dep_ == "advcl" and force != "denied" and _is_bare(child))
    return child.dep_ in _GOVERNED and not (child.dep_ == "prep" and child.lower_ in _CIRCUMSTANCE)


def _is_of_plan(verb: Any) -> bool:
    """Whether what is dropped or scrapped is a plan and not a mission."""
    objects = children(verb, "dobj", "nsubjpass")
    return any(entries("nouns").get(one.lemma_.lower()) in ("planned", "possible") for one in objects)


def _is_bare(verb: Any) -> bool:
    return verb.tag_ == "VB" and is_infinitive(verb)


def _noun(noun: Any, child: Any) -> Sign:
    found = None if child is None else _force_of_noun(noun, child)
    negation = next((one.text for one in children(noun, "det", "neg") if one.lower_ in ("no", "neither")), None)
    if negation:
        return Sign("possible" if found == "denied" else "denied", "negated noun", f"{negation} {noun.text}")
    if found:
        return Sign(found, "noun", noun.text)
    described = (one for one in children(noun, "amod") if one.lower_ in entries("adjectives"))
    adjective = next(described, None)
    return OPEN if adjective is None else Sign(entries("adjectives")[adjective.lower_], "adjective", adjective.text)


def _force_of_noun(noun: Any, child: Any) -> str | None:
    """Give what "plan", "decision", "likely" make of what hangs from them; "in order to" is no order."""
    if noun.pos_ == "ADJ":
        return entries("adjectives").get(noun.lower_)
    if child.dep_ not in _GOVERNED_BY_NOUN or (noun.lower_ == "order" and noun.head.lower_ == "in"):
        return None
    return entries("nouns").get(noun.lemma_.lower())
