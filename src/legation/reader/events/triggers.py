"""Find the words that say what happened: a verb with its particle, a noun, a verb whose object says what stops.

A word may trigger more than one kind ("open": a mission or relations; "withdraw": a mission or an ambassador). Which it
is depends on what fills its roles, and that is decided where the frames are read. The forms are the lexicon's tables:

    verbs       with their particles ("wind up")
    nouns       "closure"
    doors       the mission acts and the object says what stops ("resume operations")
    flags       the state acts and the mission goes without saying ("lower its flag over Banjul")
    proposals   what is done with a mission that does not exist yet ("consider a consulate in Lae")
    standing    what a mission does that began at some time ("has had an embassy there since 1976")
"""

import functools
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final, Literal

from legation.model.vocabulary import KINDS
from legation.reader.lexicon import load

LEXICON: Final = "triggers"
Form = Literal["verb", "noun", "door", "flag", "proposal", "standing"]
Table = dict[str, tuple[tuple[str, tuple[str, ...]], ...]]
_OBJECTS: Final = frozenset({"dobj", "obj", "oprd", "nsubjpass", "attr", "xcomp", "nsubj"})
_UP: Final = 5  # steps up the tree in which a word of wanting is looked for
_SPAN: Final = 14  # tokens between a verb and its particle at most: "wind the mission in … up"


@dataclass(frozen=True, slots=True)
class Trigger:
    """A word that may tell of an event of a kind; ``last`` is its particle's or object's token."""

    kind: str
    form: Form
    token: Any
    last: int
    entry: str


@functools.cache
def _table(form: str) -> Table:
    table: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
    for kind, entries in load(LEXICON).items():
        if kind not in KINDS:
            continue
        for entry in entries.get(form, ()):
            first, *rest = entry.split()
            table.setdefault(first, []).append((kind, tuple(rest)))
    return {word: tuple(sorted(kinds, key=lambda one: -len(one[1]))) for word, kinds in table.items()}


def triggers(tokens: Any) -> Iterator[Trigger]:
    """Find the triggers among the tokens of one sentence, in order."""
    for token in tokens:
        lemma = _lemma(token)
        if token.pos_ in ("VERB", "AUX") or token.tag_.startswith("VB"):
            yield from _verbal(token, lemma)
        elif token.pos_ in ("NOUN", "PROPN", "ADJ", "ADV"):
            yield from _nominal(token, lemma)


def _lemma(token: Any) -> str:
    """Give the lemma; the tagger's lemmatiser knows no "re-established" and leaves an "e" behind."""
    lemma = str(token.lemma_).lower()
    shorter = lemma.removesuffix("e")
    return shorter if lemma.startswith("re-") and lemma not in _table("verbs") and shorter in _table("verbs") else lemma


def _nominal(token: Any, lemma: str) -> Iterator[Trigger]:
    lower, nouns, proposals = token.lower_, _table("nouns"), _table("proposal_nouns")
    word = lemma if lemma in nouns else lower
    if word in nouns:
        for kind, _ in nouns[word]:
            yield Trigger(kind, "noun", token, token.i, word)
    elif base := _headline_verb(token, lower):
        yield from _verbal(token, base)
    if lemma in proposals:
        for kind, _ in proposals[lemma]:
            yield Trigger(kind, "proposal", token, token.i, lemma)


def _headline_verb(token: Any, lower: str) -> str | None:
    """Recognise a verb that a headline's style made the tagger take for a noun or adjective."""
    if token.pos_ == "ADV":
        return None
    forms = load(LEXICON)["headline"]
    if lower in forms["forms"]:
        return str(forms["forms"][lower])
    verbs = _table("verbs")
    for end in ("s", "es", "ed", "d"):
        base = lower.removesuffix(end)
        if base != lower and len(base) > 3 and base in verbs and base not in forms["nouns_too"]:
            return base
    return None


def _verbal(token: Any, lemma: str) -> Iterator[Trigger]:
    heads = [child for child in token.children if child.dep_ in _OBJECTS]
    objects = {one.lemma_.lower(): one.i for child in heads for one in (child, *child.conjuncts)}
    doored = set()
    for form, table in (("door", _table("doors")), ("flag", _table("flags"))):
        for kind, rest in table.get(lemma, ()):
            at = _last_word(token, rest, objects)
            if at is not None:
                doored.add(kind)
                yield Trigger(kind, form, token, at, " ".join((lemma, *rest)))  # type: ignore[arg-type]
    if doored:
        return
    seen: set[str] = set()
    for kind, rest in _table("verbs").get(lemma, ()):
        last = _particles(token, rest) if kind not in seen else None
        if last is not None:
            seen.add(kind)
            yield Trigger(kind, "verb", token, last, " ".join((lemma, *rest)))
    for form in ("proposal", "standing"):
        for kind, rest in _table(f"{form}_verbs").get(lemma, ()):
            last = _particles(token, rest) if kind not in seen else None
            if last is not None:
                seen.add(kind)
                yield Trigger(kind, form, token, last, " ".join((lemma, *rest)))  # type: ignore[arg-type]


def _last_word(token: Any, rest: tuple[str, ...], objects: dict[str, int]) -> int | None:
    """Check that the last word is the verb's object and those before it stand beside the verb."""
    if not rest or rest[-1] not in objects:
        return None
    beside = {child.lower_ for child in token.children} | {one.lower_ for one in token.doc[token.i + 1 : token.i + 3]}
    return max(int(token.i), objects[rest[-1]]) if all(word in beside for word in rest[:-1]) else None


def _particles(token: Any, rest: tuple[str, ...]) -> int | None:
    """Check that the particles follow the verb, at once or after its object: "wind the mission up"."""
    last = int(token.i)
    for word in rest:
        after = [child.i for child in token.children if child.lower_ == word and last < child.i < token.i + _SPAN]
        near = _SPAN if word in load(LEXICON)["conditions"]["loose_ends"] else 2
        found = after or [one.i for one in token.doc[last + 1 : last + 1 + near] if one.lower_ == word]
        if not found:
            return None
        last = int(found[0])
    return last


def wanted(trigger: Trigger) -> bool:
    """Whether the words only say what somebody wants done: "calls to expel", "urged the states to recall", "close it!"."""
    token = trigger.token
    if any(child.lower_ in ("should", "ought") for child in token.children):
        return True
    for _ in range(_UP):
        head = token.head
        verdict = _wants(token, head)
        if verdict is not None or head.i == token.i:
            return bool(verdict)
        if token.dep_ in ("relcl", "advcl") or head.pos_ == "VERB":
            return False
        token = head
    return False


def _wants(token: Any, head: Any) -> bool | None:
    """Say whether the word above wants what depends on it; None where it is no word of wanting."""
    words, lemma = load(LEXICON)["calls"], head.lemma_.lower()
    if lemma in words["demanding"] and _by_citizens(head):
        return token.dep_ in ("ccomp", "xcomp", "dobj", "pobj")
    if head.pos_ in ("VERB", "AUX") and lemma in words["wanting"]:
        return token.dep_ in ("xcomp", "ccomp", "pcomp", "pobj", "dobj", "prep") and not _calls_home(head)
    if head.pos_ == "NOUN" and head.lower_ in words["cries"]:
        return token.dep_ in ("acl", "prep", "relcl")
    return None


def _calls_home(verb: Any) -> bool:
    return any(child.lower_ in ("home", "back", "off") for child in verb.children)


def _by_citizens(verb: Any) -> bool:
    """Whether those who demand it are no state: "trade unions demanded that …"."""
    citizens = load(LEXICON)["calls"]["citizens"]
    return any(child.dep_ == "nsubj" and child.lemma_.lower() in citizens for child in verb.children)
