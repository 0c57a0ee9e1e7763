"""Name the one who says it: the shortest words that identify a person, an organ of a state, an outlet, an anonymous official.

A person is named in full as the text first names them, without titles. An organ or official gets the adjective of its
state where the phrase itself leaves it out and the text tells which: "the ministry" is the "Kenyan foreign ministry".
"""

import functools
import itertools
import re
from collections import Counter
from dataclasses import dataclass
from typing import Any, Final

from legation.errors import UnknownState
from legation.gazetteer import Place, region_words, state
from legation.reader.clause import children
from legation.reader.lexicon import load
from legation.reader.parse import pieces
from legation.reader.types import Page

_LIMIT: Final = 40  # tokens of a noun phrase looked at
_TITLES: Final = frozenset(load("holder")["titles"]["words"])
_PARTICLES: Final = frozenset(
    {
        "de",
        "da",
        "du",
        "del",
        "della",
        "van",
        "von",
        "der",
        "den",
        "al",
        "el",
        "bin",
        "ibn",
        "bint",
        "la",
        "le",
        "dos",
        "di",
        "ter",
        "y",
        "abu",
        "ould",
    }
)
_NOUNS: Final[dict[str, str]] = {noun: kind for kind, nouns in load("holder")["nouns"].items() for noun in nouns}
_OFFICES: Final = frozenset(
    {
        "minister",
        "president",
        "premier",
        "ambassador",
        "secretary",
        "chancellor",
        "spokesman",
        "spokeswoman",
        "spokesperson",
        "consul",
        "envoy",
        "chargé",
        "king",
        "undersecretary",
    }
)
_SEATS: Final = frozenset({"house", "palace"})  # "State House" is the president's in a dozen states
_CAPITAL: Final = re.compile(r"[^\W\d_a-zß-öø-ÿ]")


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


def _lifted(token: Any) -> Any:
    """Take the noun that a badly attached word belongs to: "one of its diplomats", "a diplomat now in Paris, who"."""
    if token.lower_ in ("one", "two", "some", "several", "many", "most", "none", "another") or token.tag_ == "CD":
        for prep in children(token, "prep"):
            for inner in children(prep, "pobj"):
                if prep.lower_ == "of" and inner.pos_ != "PRON":
                    return inner
    if token.dep_ == "pobj" and token.head.dep_ == "prep" and sort_of(token.head.head) in ("person", "crowd"):
        return token.head.head
    return token


def sort_of(token: Any) -> str | None:
    """Give the sort of source a noun is: organ, person, outlet, document, crowd; None for any other noun."""
    return _NOUNS.get(token.lemma_.lower()) or _NOUNS.get(token.lower_)


def name_source(page: Page, token: Any, known: list[Source]) -> Source | None:
    """Name the source whose noun phrase ``token`` heads; ``known`` are those named before it. None if it is none."""
    token = _lifted(token)
    if token.pos_ == "PRON" or token.tag_ in ("PRP", "DT", "CD"):
        return _anaphor(token, known)
    phrase = _phrase(token)
    place = place_at(page, token.idx)
    people = (
        place is not None
        and place.kind == "demonym"
        and token.tag_ in ("NNPS", "NNS", "NNP")
        and token.text.endswith("s")
    )
    if (
        place is not None
        and (people or place.kind in ("state", "city", "body"))
        and token.i == phrase[-1].i
        and sort_of(token) is None
    ):
        return _of_place(page, token, place)
    person = _person(page, token, phrase)
    if person is not None:
        same = (one for one in reversed(known) if one.sort == "person" and one.name == person.name and one.titled)
        return person if person.titled else next(same, person)
    sort = sort_of(token)
    if sort is None:
        return _outlet(page, token, phrase)
    if sort == "document" and (inner := _issuer(token)) is not None:
        return name_source(page, inner, known) or _described(page, token, phrase, sort, known)
    return _described(page, token, phrase, sort, known)


def place_at(page: Page, offset: int) -> Place | None:
    """Give the place whose name holds this character."""
    index = _starts(page)
    return index.get(offset)


def _starts(page: Page) -> dict[int, Place]:
    cache = page.parse.user_data
    if "legation.places" not in cache:
        cache["legation.places"] = {
            place.start + match.start(): place
            for place in page.places
            for match in re.finditer(r"[\w.'’-]+", place.text)
        }
    found: dict[int, Place] = cache["legation.places"]
    return found


def _phrase(token: Any) -> list[Any]:
    """List the tokens of a noun phrase without what only comments on it: clauses, appositions, later prepositions."""
    dropped: set[int] = set()
    for child in children(token, "relcl", "acl", "appos", "advcl", "punct", "parataxis", "cc", "conj"):
        if child.i > token.i:
            dropped.update(one.i for one in itertools.islice(child.subtree, _LIMIT))
    left = [one for one in itertools.islice(token.subtree, 2 * _LIMIT) if one.i <= token.i][-12:]
    right = [one for one in itertools.islice(token.subtree, 2 * _LIMIT) if one.i > token.i and one.i not in dropped]
    return [*left, *right[:8]] if left else [token]


def _person(page: Page, token: Any, phrase: list[Any]) -> Source | None:
    """Name a person: a run of capitalised words after titles, in the phrase or in an apposition to it."""
    head = [one for one in phrase if one.i <= token.i]
    run = _name_run(page, head)
    title = any(one.text in _TITLES or sort_of(one) in ("organ", "person") for one in head[: len(head) - len(run)])
    if not run:
        for other in children(token, "appos", "flat", "nmod"):
            inner = _name_run(page, [one for one in _phrase(other) if one.i <= other.i])
            named = len(inner) > 1 or any(one.text in _TITLES for one in other.subtree)
            if inner and named and other.i > token.i and sort_of(token) in ("organ", "person", "crowd"):
                return _as_person(page, inner, [*head, *phrase], token)
        return None
    if token.pos_ != "PROPN" or sort_of(token) in ("organ", "outlet", "document"):
        return None
    if not title and (run[-1].lower_ in _regions() or (len(run) == 1 and place_at(page, run[0].idx) is not None)):
        return None
    if title or len(run) > 1 or _full_name(page, run[-1]) is not None:
        return _as_person(page, run, head, token)
    return None


@functools.cache
def _regions() -> frozenset[str]:
    return frozenset(word for name in region_words() for word in name.split())


def _name_run(page: Page, tokens: list[Any]) -> list[Any]:
    """Take the run of a name's words from the end of a phrase."""
    run: list[Any] = []
    for one in reversed(tokens):
        small = one.lower_ in _PARTICLES and run
        joined = one.text in ("-", "'", "’") and run
        if not (small or joined or (_CAPITAL.match(one.text) and one.text not in _TITLES and sort_of(one) is None)):
            break
        place = place_at(page, one.idx)
        if place is not None and (place.kind in ("demonym", "body") or len(run) > 1):
            break
        run.insert(0, one)
    while run and (run[0].lower_ in _PARTICLES or run[0].text in ("-", "'", "’")) and not run[0].text[0].isupper():
        run.pop(0)
    return [] if any(sort_of(one) for one in run) else run


def _as_person(page: Page, run: list[Any], around: list[Any], token: Any) -> Source:
    name = page.text[run[0].idx : run[-1].idx + len(run[-1].text)]
    if len(run) == 1:
        name = _full_name(page, run[0]) or name
    place = next(
        (found for one in around if (found := place_at(page, one.idx)) and found.kind != "city" and one.i < run[0].i),
        None,
    )
    office = any(sort_of(one) == "organ" or one.text in _TITLES for one in around)
    for other in children(token, "appos"):
        around = [*around, *_phrase(other)]
        place = place or next(
            (found for one in _phrase(other) if (found := place_at(page, one.idx)) and found.kind != "city"), None
        )
    office = office or any(sort_of(one) == "organ" for one in around)
    organ = (place.state if place else None) or (_told_of(page, name) if office or len(run) == 1 else None)
    nouns = frozenset(one.lower_ for one in around if sort_of(one) in ("organ", "person"))
    return Source(
        " ".join(name.split()),
        organ,
        "person",
        run[0].idx,
        nouns,
        titled=office or bool(nouns),
        stateless=office and organ is None,
    )


def _full_name(page: Page, token: Any) -> str | None:
    """Find the first mention of a surname with a forename before it."""
    names: dict[str, str] = page.parse.user_data.setdefault("legation.names", {})
    if token.text not in names:
        match = re.search(
            rf"(?:[^\W\d_a-z][\w.'’-]+ (?:(?:{'|'.join(_PARTICLES)})[ -])*){{1,3}}{re.escape(token.text)}\b",
            page.text[:60000],
        )
        words = match.group().split() if match else []
        while words and (words[0] in _TITLES or words[0].lower() in _NOUNS or _is_demonym(words[0])):
            words.pop(0)
        names[token.text] = " ".join(words) if len(words) > 1 else ""
    return names[token.text] or None


@functools.lru_cache(maxsize=4096)
def _is_demonym(word: str) -> bool:
    return (
        word.lower().endswith(("ese", "ian", "ish", "ean", "can", "ani", "eli", "aqi")) and len(word) > 5
    ) or word in ("The", "In", "But", "On", "When", "And")


def _told_of(page: Page, name: str) -> str | None:
    """Give the state beside a person's first mention with a title: "Kenyan Foreign Minister Monica Juma"."""
    at = page.text.find(name)
    before = [
        place for place in page.places if at - 60 <= place.start < at and place.kind in ("demonym", "state", "body")
    ]
    return before[-1].state if before else None


def default_state(page: Page) -> str | None:
    """Give the state that the text is written from: its dateline's, else the one named most."""
    cache = page.parse.user_data
    if "legation.home" not in cache:
        cache["legation.home"] = _dateline_state(page) or next(
            iter(code for code, _ in Counter(place.state for place in page.places if place.state).most_common(1)), None
        )
    found: str | None = cache["legation.home"]
    return found


def _dateline_state(page: Page) -> str | None:
    for start, end, kind in itertools.islice(pieces(page.text[:4000]), 12):
        if kind == "dateline":
            return next((place.state for place in page.places if start <= place.start < end), None)
    return None


def _of_place(page: Page, token: Any, place: Place) -> Source:
    names = [place.text]
    for other in children(token, "conj"):
        joint = place_at(page, other.idx)
        if joint is not None:
            names.append(joint.text)
    return Source(" and ".join(names[:2]), place.state, "organ", place.start)


def _outlet(page: Page, token: Any, phrase: list[Any]) -> Source | None:
    """Name what is written with a capital and is neither person nor place: an agency, a paper, a company."""
    words = [
        one for one in phrase if one.i <= token.i and _CAPITAL.match(one.text) and one.lower_ not in ("the", "a", "an")
    ]
    if not words or (token.pos_ != "PROPN" and not token.text.isupper()) or token.lower_ in region_words():
        return None
    return Source(page.text[words[0].idx : token.idx + len(token.text)], None, "outlet", words[0].idx)


def _described(page: Page, token: Any, phrase: list[Any], sort: str, known: list[Source]) -> Source:
    """Name an organ or an anonymous source by its noun, with the adjective of its state in front."""
    noun = token.lemma_.lower()
    wire = next((one for one in children(token, "appos") if one.text.isupper() or sort == "outlet"), None)
    if sort == "outlet" and wire is not None and wire.pos_ == "PROPN":
        return Source(wire.text, None, "outlet", wire.idx, frozenset({noun}))
    plural = token.tag_ in ("NNS", "NNPS")
    kept = [
        one
        for one in phrase
        if not (
            one.i < token.i
            and (
                one.pos_ in ("DET", "PRON", "NUM")
                or one.tag_ in ("POS", "PRP$", "CC")
                or one.dep_ in ("advmod", "predet")
            )
        )
    ]
    text = page.text[kept[0].idx : kept[-1].idx + len(kept[-1].text)] if kept else token.text
    text = re.sub(
        r"^(?:one of |another |the |a |an |its |his |her |their |two |several |some |same |unnamed |here |there )+",
        "",
        " ".join(text.split()),
        flags=re.IGNORECASE,
    )
    inside = [found for one in kept if (found := place_at(page, one.idx))]
    code = next((one.state for one in inside if one.kind in ("demonym", "state", "body")), None)
    definite = any(one.lower_ in ("the", "its", "his", "her", "their") for one in phrase if one.i < token.i)
    official = sort == "organ" or noun in ("official", "diplomat", "source")
    stateless = False
    if definite and sort in ("outlet", "document") and len(kept) == 1 and (same := _before(known, noun)) is not None:
        return same
    if definite and noun in _OFFICES and code is not None and (same := _before(known, noun, code)) is not None:
        return same
    if code is None and official:
        same = _before([one for one in known if not one.stateless], noun)
        if (
            definite
            and same is not None
            and not inside
            and len(kept) <= 2
            and not any(one.tag_ == "PRP$" for one in phrase)
        ):
            return same
        if sort == "organ" and inside:
            code = inside[0].state
            text = f"{adjective(code)} {text}" if code else text
        elif any(one.tag_ == "PRP$" for one in phrase if one.i < token.i):
            code = _owner(page, token)
        elif (city := _city_of(page, token, inside)) is not None:
            code = city.state
            text = page.text[kept[0].idx : token.idx + len(token.text)]
            text = f"{adjective(code)} {text}" if code else text
        elif any(one.lower_ == "here" for one in phrase) and (written := _dateline_state(page)):
            code = written
        if code is None and len(kept) == 1 and definite and (full := _full_organ(page, token)):
            return Source(full, default_state(page), sort, token.idx, frozenset({noun}))
        if code and not inside:
            text = f"{adjective(code)} {text}"
        stateless = code is None and not inside and noun not in _SEATS and (sort == "organ" or noun == "official")
    if token.pos_ == "NOUN" and kept and kept[0].i == token.i and token.is_sent_start:
        text = text[:1].lower() + text[1:]
    if text.lower().endswith(" here"):
        text = text[:-5]
    return Source(text, code if official else None, sort, token.idx, frozenset({noun}), plural, stateless=stateless)


def _city_of(page: Page, token: Any, inside: list[Place]) -> Place | None:
    """Give the city of "a foreign ministry official in Dhaka", or that which opens the sentence: "In Paris a spokesman"."""
    if inside:
        return (
            inside[-1] if inside[-1].kind == "city" and sort_of(token) == "organ" else _ministry_city(token, inside[-1])
        )
    sentence = page.sentence_at(token.idx)
    if not page.text.startswith("In ", sentence.start):
        return None
    found = place_at(page, sentence.start + 3)
    return found if found is not None and found.kind in ("city", "state") else None


def _ministry_city(token: Any, place: Place) -> Place | None:
    ministry = any(
        one.lower_ in ("ministry", "government", "department") for one in children(token, "compound", "nmod")
    )
    return place if ministry and place.kind == "city" else None


def _full_organ(page: Page, token: Any) -> str | None:
    """Find the full name that "the ministry" or "the institute" goes back to: "Ministry of External Affairs"."""
    noun = token.lemma_.capitalize()
    pattern = rf"(?:[^\W\d_a-z][\w-]+ )*{re.escape(noun)} (?:of|for) [^\W\d_a-z]\w+(?:(?:,| and|, and)? [^\W\d_a-z]\w+)*|(?:[^\W\d_a-z][\w-]+ )+{re.escape(noun)}\b"
    last = None
    for match in itertools.islice(re.finditer(pattern, page.text[max(0, token.idx - 6000) : token.idx]), 50):
        last = match
    if last is None:
        return None
    return re.sub(r"^(?:The|In|But|And|On) ", "", last.group())


def _before(known: list[Source], noun: str, code: str | None = None) -> Source | None:
    """Give the last source of this noun, of this state where one is asked for; a person named so stands for the office."""
    return next(
        (
            one
            for one in reversed(known)
            if noun in one.nouns and (code is None or (one.organ == code and one.sort == "person"))
        ),
        None,
    )


def complete(page: Page, source: Source, sending: str | None, receiving: str | None, kind: str) -> Source:
    """Give an organ without a state that of the one who acts in the event, or of the place where the text is written."""
    if not source.stateless:
        return source
    written = _dateline_state(page)
    actor = receiving if kind == "expelled" else sending
    code = written if written in (sending, receiving) and written is not None else actor or default_state(page)
    if code is None:
        return source
    if source.sort == "person" and source.titled:
        return Source(source.name, code, source.sort, source.start, source.nouns)
    return Source(
        f"{adjective(code)} {source.name}", code, source.sort, source.start, source.nouns, plural=source.plural
    )


def _owner(page: Page, token: Any) -> str | None:
    """Find the state of "its ministry": the first state named before it in the sentence, or the last of the one before."""
    sentence = page.sentence_at(token.idx)
    for number in (sentence.index, sentence.index - 1):
        if number < 0:
            break
        low = page.sentences[number].start
        before = [place for place in page.places if low <= place.start < token.idx and place.kind != "body"]
        if before:
            subject = [
                place
                for place in before
                if page.text[max(0, place.start - 4) : place.start].strip().lower() not in ("in", "to", "at", "of")
            ]
            return (subject or before)[0].state if number == sentence.index else (subject or before)[-1].state
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


def _issuer(token: Any) -> Any:
    """Give the noun of whoever issued a statement: "a statement from the prime minister's office", "the ministry's note"."""
    for child in children(token, "poss", "prep"):
        if child.dep_ == "poss":
            return child
        if child.lower_ in ("from", "by", "of"):
            return next((inner for inner in children(child, "pobj")), None)
    return next((one for one in children(token, "compound") if sort_of(one) == "organ"), None)


def _is_human(source: Source) -> bool:
    return not source.plural and (source.sort in ("person", "crowd") or bool(source.nouns & _OFFICES))


def _anaphor(token: Any, known: list[Source]) -> Source | None:
    """Resolve "he", "it", "they", "one of them" to one who spoke before."""
    word = token.lower_
    if word in ("he", "she"):
        return next((one for one in reversed(known) if _is_human(one)), None)
    if word == "it":
        return next(
            (
                one
                for one in reversed(known)
                if one.sort in ("organ", "outlet", "document", "crowd") and not one.plural and not _is_human(one)
            ),
            None,
        )
    if word in ("they", "one", "some", "both", "others", "another"):
        return next((one for one in reversed(known) if one.plural), None) or (
            known[-1] if known and word == "they" else None
        )
    return None
