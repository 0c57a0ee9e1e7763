"""Name an organ of a state or an anonymous source by its noun, with the adjective of its state in front.

"The ministry" is the "Kenyan foreign ministry" named before, or gets the adjective of the state that its phrase, its
sentence or its full name tells. Where nothing tells, the source stays without a state until the event is known whose
actor it then speaks for.
"""

import functools
import itertools
import re
from collections import Counter
from dataclasses import replace
from typing import Any, Final

from legation.errors import UnknownState
from legation.gazetteer import Place, state
from legation.reader.grammar.clause import children, places_in, sentence_of
from legation.reader.holders.source import CAPITAL, OFFICES, Source, before, place_at, places_of, sort_of
from legation.reader.lexicon import load
from legation.reader.parse import pieces
from legation.reader.types import Page

_SEATS: Final = frozenset(load("holder")["offices"]["seats"])
_OFFICIAL: Final = frozenset({"official", "diplomat", "source"})
_DEFINITE: Final = frozenset({"the", "its", "his", "her", "their"})
# words at most by which such a source goes back to one before it: "the paper", "the short report"; one less in the plural
_BARE: Final = {"outlet": 1, "crowd": 1, "document": 2}
_PLACES: Final = 400  # places of a page among which "the South" is looked for
_BACK: Final = 6000  # characters back in which the full name of "the ministry" is looked for
_LEADING: Final = re.compile(
    r"(?:(?:one of|another|the|a|an|its|his|her|their|two|several|some|same|unnamed|here|there) )+", re.IGNORECASE
)


def described(page: Page, token: Any, phrase: list[Any], known: list[Source]) -> Source:
    """Name the source whose common noun is ``token``."""
    noun, sort = token.lemma_.lower(), sort_of(token) or "crowd"
    wire = next((one for one in children(token, "appos") if sort == "outlet" and one.pos_ == "PROPN"), None)
    if wire is not None:
        return Source(wire.text, None, "outlet", wire.idx, frozenset({noun}))
    kept = [one for one in phrase if one.i >= token.i or not _is_light(one)]
    if (owned := _owned(page, token, kept)) is not None:
        return owned
    inside = places_of(page, kept)
    code = next((one.state for one in inside if one.kind != "city"), None)
    definite = any(one.lower_ in _DEFINITE for one in phrase if one.i < token.i)
    local = any(one.lower_ == "here" for one in children(token)) and sort == "organ"
    same = _same(token, phrase, kept, (inside, code), known) if definite and not local else None
    official = sort == "organ" or noun in _OFFICIAL
    text = _text(page, kept, token)
    made = Source(text, code if official else None, sort, token.idx, frozenset({noun}), token.tag_ in ("NNS", "NNPS"))
    if same is not None or code is not None or not official:
        return same or made
    return _official(page, token, (phrase, kept, inside), (made, known), definite=definite)


def _owned(page: Page, token: Any, kept: list[Any]) -> Source | None:
    """Name "Kenya's foreign ministry", "the South's unification ministry" by the adjective of its state."""
    owner = next((one for one in children(token, "poss") if one.tag_ != "PRP$"), None)
    code = None if owner is None else _possessor(page, owner)
    if owner is None or code is None:
        return None
    rest = [one for one in kept if one.i > owner.i and one.text not in ("'s", "’s", "'", "’")]
    sort = sort_of(token) or "crowd"
    return _of(page, Source(_text(page, rest, token), None, sort, token.idx, frozenset({token.lemma_.lower()})), code)


def _official(
    page: Page,
    token: Any,
    words: tuple[list[Any], list[Any], list[Place]],
    sources: tuple[Source, list[Source]],
    *,
    definite: bool,
) -> Source:
    """Find the state of an organ or official whose phrase names none; ``sources`` are it and those named before."""
    (phrase, kept, inside), (made, known) = words, sources
    if definite and len(kept) == 1 and not _is_owned(phrase) and (full := _full_name(page, token)) is not None:
        name, code = full
        made = replace(made, name=name)
        return _of(page, made, code) if code else replace(made, stateless=True)
    if (found := _state_of(page, token, phrase, inside)) is not None:
        return _of(page, replace(made, name=_without_city(page, kept, token, inside)), found)
    if made.sort == "person" and not inside and (house := _house(token, kept, known)) is not None:
        return _of(page, made, house)
    whose = bool(children(token, "poss")) and not _is_owned(phrase)  # somebody's, but nobody knows whose
    named = made.sort == "organ" or token.lemma_.lower() == "official"
    return replace(made, stateless=named and not whose and not inside and token.lemma_.lower() not in _SEATS)


def _house(token: Any, kept: list[Any], known: list[Source]) -> str | None:
    """Give the state whose organ spoke before an official of no state: "a ministry official", "an official"."""
    if token.lower_ != "official" or len(kept) > 2 or kept[-1].i > token.i:
        return None
    wanted = {one.lemma_.lower() for one in kept if one.i < token.i}
    organs = (one for one in reversed(known) if one.sort == "organ" and one.nouns and not one.nouns & OFFICES)
    return next((one.organ for one in organs if wanted <= one.nouns), None)


def complete(page: Page, source: Source, actor: str | None, host: str | None = None) -> Source:
    """Give an organ without a state that of who acts; an official is the host's in a text that is written there."""
    local = source.sort == "person" and host is not None and host == dateline_state(page)
    code = (host if local else actor) or default_state(page)
    if not source.stateless or code is None:
        return source
    return replace(source, organ=code, stateless=False) if source.titled else _of(page, source, code)


def _spoken(page: Page, code: str) -> str:
    """Give the adjective of a state as the page itself has it ("Yugoslav"), else the usual one."""
    usual = adjective(code)
    if "." in usual:
        return usual
    cache = page.parse.user_data
    if "legation.adjectives" not in cache:
        counts: dict[str, Counter[str]] = {}
        for place in page.places[:_PLACES]:
            if place.kind == "demonym" and place.state and not place.text.endswith(("s", "men")):
                counts.setdefault(place.state, Counter())[place.text] += 1
        cache["legation.adjectives"] = counts
    found: Counter[str] | None = cache["legation.adjectives"].get(code)
    return usual if found is None or usual in found else found.most_common(1)[0][0]


def _of(page: Page, source: Source, code: str) -> Source:
    return replace(source, name=f"{_spoken(page, code)} {source.name}", organ=code, stateless=False)


def _possessor(page: Page, owner: Any) -> str | None:
    """Give the state of "Kenya's", "Stockholm's", "the South's"."""
    place = place_at(page, owner.idx)
    if place is not None:
        return place.state
    codes = load("discourse")["compass"].get(owner.lower_, ())
    named = {place.state for place in page.places[:_PLACES]}
    return next((str(code) for code in codes if code in named), None)


def _is_light(token: Any) -> bool:
    """Whether a word before the noun is no part of the name: an article, a number, "its", "late"."""
    return (
        token.pos_ in ("DET", "PRON", "NUM")
        or token.tag_ in ("POS", "PRP$", "CC")
        or token.dep_ in ("advmod", "predet")
    )


def _is_owned(phrase: list[Any]) -> bool:
    return any(one.tag_ == "PRP$" for one in phrase)


def _text(page: Page, kept: list[Any], token: Any) -> str:
    text = page.text[kept[0].idx : kept[-1].idx + len(kept[-1].text)] if kept else token.text
    text = " ".join(text.split())
    text = text[match.end() :] if (match := _LEADING.match(text)) else text
    text = text.partition(", ")[0].removesuffix("'s").removesuffix("’s")
    if token.pos_ == "NOUN" and kept and kept[0].i == token.i and token.is_sent_start:
        text = text[:1].lower() + text[1:]
    return text.removesuffix(" here")


def _same(
    token: Any, phrase: list[Any], kept: list[Any], place: tuple[list[Place], str | None], known: list[Source]
) -> Source | None:
    """Find the source that "the ministry", "the agency", "the Kenyan minister" goes back to."""
    noun, sort = token.lemma_.lower(), sort_of(token)
    inside, code = place
    if len(kept) <= _BARE.get(sort or "", 0) - (token.tag_ == "NNS"):
        return before(known, noun)
    if code is not None:
        if noun in OFFICES:
            return before(known, noun, code)
        fuller = (one for one in reversed(known) if one.organ == code and one.sort == sort and noun in one.nouns)
        return next(fuller, None) if len(kept) == 2 and sort == "organ" else None
    if inside or len(kept) > 2 or _is_owned(phrase) or not (sort == "organ" or noun in _OFFICIAL):
        return None
    distinct = {one.lower_ for one in kept if one.i < token.i and CAPITAL.match(one.text)}
    alike = [one for one in known if distinct <= set(one.name.lower().split())]
    return before([one for one in alike if one.sort == "person" or not one.stateless], noun)


def _state_of(page: Page, token: Any, phrase: list[Any], inside: list[Place]) -> str | None:
    """Find the state of an organ that its phrase does not name outright."""
    if inside:
        ministry = any(
            one.lower_ in ("ministry", "government", "department") for one in children(token, "compound", "nmod")
        )
        return inside[-1].state if sort_of(token) == "organ" or ministry else None
    if _is_owned(phrase):
        return _owner(page, token)
    sentence = sentence_of(page, token.idx)
    if page.text.startswith("In ", sentence.start) and (place := place_at(page, sentence.start + 3)) is not None:
        return place.state if place.kind in ("city", "state") else None
    return dateline_state(page) if any(one.lower_ == "here" for one in phrase) else None


def _without_city(page: Page, kept: list[Any], token: Any, inside: list[Place]) -> str:
    """Leave out "in Dhaka" where the adjective of the state will stand in front."""
    if inside and inside[-1].kind == "city" and inside[-1].start > token.idx:
        return " ".join(page.text[kept[0].idx : token.idx + len(token.text)].split())
    return _text(page, kept, token)


def _full_name(page: Page, token: Any) -> tuple[str, str | None] | None:
    """Find the full name that "the ministry" or "the institute" goes back to, and the state named right before it."""
    low, capital = max(0, token.idx - _BACK), r"[^\W\d_a-z][\w-]+"
    noun = re.escape(token.lemma_.capitalize())
    pattern = rf"(?:{capital} ){{0,4}}{noun} (?:of|for) {capital}(?:(?:,| and|, and)? {capital}){{0,4}}|(?:{capital} ){{1,4}}{noun}\b"
    last = None
    for match in itertools.islice(re.finditer(pattern, page.text[low : token.idx]), 50):
        last = match
    if last is None:
        return None
    start = low + last.start()
    beside = places_in(page, start - 30, start + len(last.group()))
    if any(place.start >= start for place in beside):
        return re.sub(r"^(?:The|In|But|And|On) ", "", last.group()), None
    owner = next((place.state for place in reversed(beside) if start - place.end <= 3), None)
    return re.sub(r"^(?:The|In|But|And|On) ", "", last.group()), owner


def _owner(page: Page, token: Any) -> str | None:
    """Find the state of "its ministry": the first state named before it in the sentence, or the last of the one before."""
    sentence = sentence_of(page, token.idx)
    for number in range(sentence.index, max(-1, sentence.index - 2), -1):
        found = [one for one in places_in(page, page.sentences[number].start, token.idx) if one.kind != "body"]
        acting = [
            one
            for one in found
            if page.text[max(0, one.start - 4) : one.start].strip().lower() not in ("in", "to", "at", "of")
        ]
        if found:
            return (acting or found)[0 if number == sentence.index else -1].state
    return None


def default_state(page: Page) -> str | None:
    """Give the state that the text is written from: its dateline's, else the one named most."""
    cache = page.parse.user_data
    if "legation.home" not in cache:
        counts = Counter(place.state for place in page.places if place.state)
        cache["legation.home"] = dateline_state(page) or next((code for code, _ in counts.most_common(1)), None)
    found: str | None = cache["legation.home"]
    return found


def dateline_state(page: Page) -> str | None:
    """Give the state of the page's dateline."""
    for start, end, kind in itertools.islice(pieces(page.text[:4000]), 12):
        if kind == "dateline":
            return next((place.state for place in places_in(page, start, end)), None)
    return None


@functools.lru_cache(maxsize=512)
def adjective(code: str) -> str:
    """Give the adjective of a state: "South Korean"; its name where it has none."""
    special = load("holder")["adjectives"]
    if code in special:
        return str(special[code])
    try:
        record = state(code)
    except UnknownState:
        return code
    return record.demonyms[0] if record.demonyms else record.name
