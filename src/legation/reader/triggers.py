"""Find the words that say what happened: a verb with its particle, a noun, or a verb whose object says what stops.

A word may trigger more than one kind ("open": a mission or relations; "withdraw": a mission or an ambassador). Which it
is depends on what fills its roles, and that is decided where the frames are read.
"""

import functools
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final, Literal

from legation.reader.lexicon import load

LEXICON: Final = "triggers"
Form = Literal["verb", "noun", "door"]
_VERB_ENDS: Final = ("s", "es", "ed", "d", "ing", "")


@dataclass(frozen=True, slots=True)
class Trigger:
    """A word that may tell of an event of a kind; ``last`` is its particle's or object's token."""

    kind: str
    form: Form
    token: Any
    last: int
    entry: str


@functools.cache
def _verbs() -> dict[str, tuple[tuple[str, tuple[str, ...]], ...]]:
    return _index("verbs")


@functools.cache
def _doors() -> dict[str, tuple[tuple[str, tuple[str, ...]], ...]]:
    return _index("doors")


@functools.cache
def _nouns() -> dict[str, tuple[tuple[str, tuple[str, ...]], ...]]:
    return _index("nouns")


def _index(form: str) -> dict[str, tuple[tuple[str, tuple[str, ...]], ...]]:
    table: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
    for kind, entries in load(LEXICON).items():
        for entry in entries.get(form, ()):
            first, *rest = entry.split()
            table.setdefault(first, []).append((kind, tuple(rest)))
    return {word: tuple(sorted(kinds, key=lambda one: -len(one[1]))) for word, kinds in table.items()}


def triggers(tokens: Any) -> Iterator[Trigger]:
    """Find the triggers among the tokens of one sentence, in order."""
    for token in tokens:
        lemma = token.lemma_.lower()
        if token.pos_ in ("VERB", "AUX") or token.tag_.startswith("VB"):
            yield from _verbal(token, lemma)
        elif token.pos_ in ("NOUN", "PROPN", "ADJ", "ADV"):
            lower = token.lower_
            if lemma in _nouns() or lower in _nouns():
                for kind, _ in _nouns().get(lemma) or _nouns()[lower]:
                    yield Trigger(kind, "noun", token, token.i, lemma)
            elif base := _verb_base(lower, token):
                yield from _verbal(token, base)


def _verb_base(lower: str, token: Any) -> str | None:
    """Recognise a verb that a headline's style made the tagger take for a noun or adjective."""
    if token.pos_ == "ADV":
        return None
    for end in ("s", "es", "ed", "d"):
        base = lower.removesuffix(end)
        if base != lower and base in _verbs() and len(base) > 3 and base not in ("open", "close", "attack", "move", "break", "raid", "pull", "order", "turn", "fire", "stone"):
            return base
    if lower in ("shut", "closed", "shuttered", "reopened", "opened", "closes", "reopens", "opens"):
        return {"shut": "shut", "closed": "close", "shuttered": "shutter", "reopened": "reopen", "opened": "open", "closes": "close", "reopens": "reopen", "opens": "open"}[lower]
    return None


def _verbal(token: Any, lemma: str) -> Iterator[Trigger]:
    objects = {
        child.lemma_.lower(): child.i for child in token.children if child.dep_ in ("dobj", "obj", "oprd", "nsubjpass", "attr", "xcomp")
    }
    doored = set()
    for kind, rest in _doors().get(lemma, ()):
        if rest and rest[0] in objects:
            doored.add(kind)
            yield Trigger(kind, "door", token, max(token.i, objects[rest[0]]), " ".join((lemma, *rest)))
    if doored:
        return
    seen: set[str] = set()
    for kind, rest in _verbs().get(lemma, ()):
        if kind in seen:
            continue
        last = _particles(token, rest)
        if last is not None:
            seen.add(kind)
            yield Trigger(kind, "verb", token, last, " ".join((lemma, *rest)))


def _particles(token: Any, rest: tuple[str, ...]) -> int | None:
    """Check that the particles follow the verb, at once or after its object: "wind the mission up"."""
    last = token.i
    for word in rest:
        after = [child.i for child in token.children if child.lower_ == word and child.i > token.i and child.i - token.i < 14]
        following = [one.i for one in token.doc[last + 1 : last + 3] if one.lower_ == word]
        found = after or following
        if not found:
            return None
        last = found[0]
    return last
