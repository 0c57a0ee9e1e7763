"""Name the one who says it: the shortest words that identify a person, an organ of a state, an outlet, an anonymous official.

What a phrase says itself comes first; what it goes back to ("he", "it", "the ministry") is looked up among those named
before. ``persons`` names people, ``organs`` what is described by a common noun.
"""

import itertools
import re
from dataclasses import dataclass, replace
from typing import Any, Final

from legation.gazetteer import Place, region_words
from legation.reader.grammar.clause import children
from legation.reader.lexicon import load
from legation.reader.types import Page

_LIMIT: Final = 40  # tokens of a noun phrase looked at
_NOUNS: Final[dict[str, str]] = {noun: kind for kind, nouns in load("holder")["nouns"].items() for noun in nouns}
OFFICES: Final = frozenset(load("holder")["offices"]["words"])
CAPITAL: Final = re.compile(r"[^\W\d_a-zß-öø-ÿ]")
_CALENDAR: Final = frozenset({*load("when")["weekdays"], *load("when")["months"]})
_SOME: Final = frozenset({"one", "two", "some", "several", "many", "most", "none", "another"})
_SHOWN: Final = frozenset(
    {"put", "seen", "obtained", "issued", "published", "released", "reviewed", "signed", "leaked", "circulated"}
)
_ASIDES: Final = ("relcl", "acl", "appos", "advcl", "punct", "parataxis", "cc", "conj")


@dataclass(frozen=True, slots=True)
class Source:
    """One who says something: name, the state whose organ it is, and what sort of source (as in ``holder.toml``)."""

    name: str
    organ: str | None
    sort: str
    start: int
    nouns: frozenset[str] = frozenset()  # the common nouns of the phrase ("minister"), for what goes back to it
    plural: bool = False
    titled: bool = False  # a person named with a title or an office
    stateless: bool = False  # an organ or official whose state neither the phrase nor one before it tells

    @property
    def human(self) -> bool:
        """Whether "he" or "she" may stand for it."""
        return not self.plural and (self.sort in ("person", "crowd") or bool(self.nouns & OFFICES))


def sort_of(token: Any) -> str | None:
    """Give the sort of source a noun is: organ, person, outlet, document, crowd; None for any other noun."""
    return _NOUNS.get(token.lemma_.lower()) or _NOUNS.get(token.lower_)


def place_at(page: Page, offset: int) -> Place | None:
    """Give the place of whose name a word begins at this character."""
    cache = page.parse.user_data
    if "legation.places" not in cache:
        cache["legation.places"] = {
            place.start + word.start(): place for place in page.places for word in re.finditer(r"[\w.'’-]+", place.text)
        }
    found: dict[int, Place] = cache["legation.places"]
    return found.get(offset)


def places_of(page: Page, tokens: list[Any]) -> list[Place]:
    """List the places that some tokens name."""
    return [place for one in tokens if (place := place_at(page, one.idx)) is not None]


def phrase_of(token: Any) -> list[Any]:
    """List the tokens of a noun phrase without what only comments on it: clauses, appositions, later prepositions."""
    dropped: set[int] = set()
    for child in children(token, *_ASIDES):
        if child.i > token.i:
            dropped.update(one.i for one in itertools.islice(child.subtree, _LIMIT))
    subtree = list(itertools.islice(token.subtree, 2 * _LIMIT))
    left = [one for one in subtree if one.i <= token.i][-12:]
    right = [one for one in subtree if one.i > token.i and one.i not in dropped][:8]
    return [*left, *right] if left else [token]


def lifted(token: Any) -> Any:
    """Take the noun that a badly attached word belongs to: "one of its diplomats", "a diplomat now in Paris, who"."""
    if token.lower_ in _SOME or token.tag_ == "CD":
        for prep in children(token, "prep"):
            for inner in children(prep, "pobj"):
                if prep.lower_ == "of" and inner.pos_ != "PRON":
                    return inner
    if token.dep_ == "pobj" and token.head.dep_ == "prep" and sort_of(token.head.head) in ("person", "crowd"):
        return token.head.head
    return token


def of_place(page: Page, token: Any, phrase: list[Any]) -> Source | None:
    """Name a state, its capital or its people where they speak themselves: "Oman", "Lima", "the Poles"."""
    place = place_at(page, token.idx)
    if place is None or token.i != phrase[-1].i or sort_of(token) is not None:
        return None
    people = place.kind == "demonym" and token.tag_ in ("NNPS", "NNS", "NNP") and token.text.endswith("s")
    if not people and place.kind == "demonym":
        return None
    names = [place.text, *(joint.text for joint in places_of(page, children(token, "conj")))]
    return Source(" and ".join(names[:2]), place.state, "organ", place.start)


def outlet(page: Page, token: Any, phrase: list[Any]) -> Source | None:
    """Name what is written with a capital and is neither person nor place: an agency, a paper, a company."""
    words = [
        one for one in phrase if one.i <= token.i and CAPITAL.match(one.text) and one.lower_ not in ("the", "a", "an")
    ]
    if token.text.rstrip(".").lower() in _CALENDAR:
        return None
    if not words or (token.pos_ != "PROPN" and not token.text.isupper()) or token.lower_ in region_words():
        return None
    nouns = frozenset(one.lower_ for one in phrase if sort_of(one) == "outlet")
    return Source(page.text[words[0].idx : token.idx + len(token.text)], None, "outlet", words[0].idx, nouns)


def issuer(token: Any) -> Any:
    """Give the noun of whoever issued a statement: "a statement from the prime minister's office", "the ministry's note"."""
    for child in children(token, "poss", "prep", "acl"):
        if child.dep_ == "poss":
            return child
        if child.lower_ in ("from", "by", "of"):
            return next((inner for inner in children(child, "pobj")), None)
        if child.dep_ == "acl" and child.lower_ in _SHOWN:  # "a memo seen by the Herald"
            agents = [inner for by in children(child, "agent") for inner in children(by, "pobj")]
            return next((inner for inner in agents if inner.pos_ == "PROPN"), None)
    return next((one for one in children(token, "compound") if sort_of(one) == "organ"), None)


def anaphor(token: Any, known: list[Source]) -> Source | None:
    """Resolve "he", "it", "they", "one of them" to one who was named before."""
    word, back = token.lower_, list(reversed(known))
    if word in ("he", "she", "his", "her"):
        return next((one for one in back if one.human), None)
    if word in ("it", "its"):
        return next((one for one in back if one.sort != "person" and not one.plural and not one.human), None)
    if word in ("they", "their", "one", "some", "both", "others", "another"):
        plural = next((one for one in back if one.plural), None)
        return plural or (back[0] if back and word == "they" else None)
    return None


def before(known: list[Source], noun: str, code: str | None = None) -> Source | None:
    """Give the last source of this noun, of this state where one is asked for; a person named so stands for the office."""
    named = [one for one in reversed(known) if noun in one.nouns]
    if not named and _NOUNS.get(noun) == "outlet":  # "the paper" is the one named last, whatever its name says
        named = [one for one in reversed(known) if one.sort in ("outlet", "person") and not one.titled]
        named = [one for one in named if one.name[:1].isupper()]
    if not named and _NOUNS.get(noun) == "document":  # "the document" is the memo spoken of before
        named = [one for one in reversed(known) if any(_NOUNS.get(other) == "document" for other in one.nouns)]
    return next((one for one in named if code is None or (one.organ == code and one.sort == "person")), None)


def also(source: Source, noun: str) -> Source:
    """Let a source be gone back to by another noun: "the statement" for the office that issued it."""
    return replace(source, nouns=source.nouns | {noun})
