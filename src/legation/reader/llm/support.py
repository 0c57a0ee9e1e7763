"""What the words of a document hold up: which states, cities, dates, holders and numbers they give."""

import re
from functools import cached_property
from typing import Any, Final

from legation.errors import DateError, UnknownState
from legation.gazetteer import Place, capital, find, state
from legation.gazetteer.letters import fold
from legation.model import Document, When, parse
from legation.reader.dates.moment import Moment, timeline
from legation.reader.lexicon import load
from legation.reader.llm.addressed import addressed, without

_NEAR: Final = 250  # characters around a quote in which its number has to stand
_WIDE: Final = 366  # days; a date less precise than its words is right up to a year, or four times their width
_MONTHS: Final = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_NUMBER: Final = re.compile(r"\d+(?:[.,]\d+)*|[a-z]+(?:-[a-z]+)?")
_SHARE: Final = re.compile(r"\bone in ([a-z-]+|\d+)")
_MARGIN: Final = 0.011  # "nearly a quarter" may be written .25 or .24
_POSSESSIVE: Final = re.compile(r"['’]s\b")
_EMPTY: Final = frozenset({"the", "of", "and", "a", "an", "for", "s", "in", "to", "at"})


class Support:
    """One document's words, without those that speak to a machine."""

    def __init__(self, document: Document) -> None:
        self.hidden = addressed(document.text)
        self._text = without(document.text, self.hidden)
        self._day = document.day

    @staticmethod
    def exists(code: str) -> bool:
        """Whether a state, territory or organisation bears this code."""
        try:
            state(code)
        except UnknownState:
            return False
        return True

    def state(self, code: str, near: int) -> str | None:
        """Give the words that name a state, those nearest before or at an offset first."""
        named = [place for place in self._places if place.state == code]
        if not named:
            return None
        return min(named, key=lambda place: abs(place.start - near)).text

    def city(self, name: str, code: str | None) -> tuple[str, str] | None:
        """Give a city in its English form, or as the text spells it, and the words that give it."""
        wanted = fold(name)
        for place in self._places:
            if place.city and wanted in (fold(place.city), fold(place.text), fold(place.spelled or "")):
                return (name if wanted == fold(place.spelled or "") else place.city), place.text
        if code and self._capital_said and any(fold(seat) == wanted for seat in self._seats(code)):
            return name, "capital"
        at = re.search(rf"(?<!\w){re.escape(name)}(?!\w)", self._text)
        return (name, name) if at and name[:1].isupper() else None

    def date(self, edtf: str | None, words: str | None, *, planned: bool) -> tuple[str, str] | None:
        """Give the date that the words hold up, and the words; None where they hold up none, or another.

        Named ``words`` are read here: where the model's own date does not fit them, it reckoned wrong, and ours stands.
        """
        moments = self._moments if words is None else self._within(words)
        if moments is None:
            return None
        try:
            said = parse(edtf) if edtf else None
        except DateError:
            return None
        for moment in moments if said else ():
            for reading in (moment.edtf(planned=planned), moment.edtf(planned=not planned)):
                if said and _fits(said, parse(reading), until=moment.until):
                    return said.edtf, self._text[moment.start : moment.end]
        if words is not None and moments:
            return moments[0].edtf(planned=planned), words
        found = self._written(said) if said else None
        return (said.edtf, found) if said and found else None

    def _within(self, words: str) -> list[Moment] | None:
        """Give the expressions of time in these words; None where the words do not stand in the text."""
        places = [match.start() for match in re.finditer(re.escape(words), self._text)] if words.strip() else []
        if not places:
            return None
        return [one for one in self._moments if any(one.start < at + len(words) and at < one.end for at in places)]

    def holder(self, name: str) -> str | None:
        """Give the words of a holder's name that stand in the text: more than half of them, or none."""
        words = [word for word in re.findall(r"\w+", fold(_POSSESSIVE.sub("", name))) if word not in _EMPTY]
        standing = [word for word in words if word in self._words or self._demonym(word)]
        return " ".join(standing) if words and 2 * len(standing) > len(words) else None

    def number(self, value: float, start: int, end: int) -> str | None:
        """Give the words in or around a quote that give a number."""
        text = self._text[max(0, start - _NEAR) : end + _NEAR].lower().replace("’", "'")
        words = load("number")
        for table in ("numbers", "fractions"):
            for word, worth in sorted(words[table].items(), key=lambda entry: -len(entry[0])):
                if abs(worth - value) < _MARGIN and re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text):
                    return str(word)
        for match in _SHARE.finditer(text):
            of = _worth(match[1], words) or words["numbers"].get(match[1])
            if of and abs(1 / of - value) < _MARGIN:
                return match.group()
        for match in _NUMBER.finditer(text):
            if _worth(match.group(), words) == value:
                return match.group()
        return None

    @cached_property
    def _places(self) -> list[Place]:
        return [place for place in find(self._text) if place.state]

    @cached_property
    def _words(self) -> frozenset[str]:
        return frozenset(re.findall(r"\w+", fold(_POSSESSIVE.sub("", self._text))))

    @cached_property
    def _capital_said(self) -> bool:
        return re.search(r"\bcapitals?\b", self._text, re.IGNORECASE) is not None

    @cached_property
    def _moments(self) -> list[Moment]:
        return list(timeline(self._text, self._day)) if self._day else []

    def _seats(self, code: str) -> set[str]:
        known = {capital(code, self._day), state(code).capital}
        return {seat for seat in known if seat}

    def _demonym(self, word: str) -> bool:
        """Whether a word such as "South Korean" stands for a state that the text names otherwise."""
        return any(word in fold(form).split() for place in self._places for form in _names(place.state))

    def _written(self, said: When) -> str | None:
        """Give the words that write a date out in digits and months, where there is no day to count from."""
        text = self._text.lower()
        begin = said.edtf.split("/")[0]
        parts = re.fullmatch(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?", begin)
        if not parts or said.days > _WIDE or not re.search(rf"(?<!\d){parts[1]}(?!\d)", text):
            return None
        if parts[2]:
            month = _MONTHS[int(parts[2]) - 1] if int(parts[2]) <= len(_MONTHS) else ""
            if not month or not re.search(rf"\b{month[:3]}[a-z]*", text):
                return None
        if parts[3] and not re.search(rf"(?<!\d){int(parts[3])}(?:st|nd|rd|th)?(?!\d)", text):
            return None
        return begin


def _fits(said: When, words: When, *, until: bool) -> bool:
    """Whether a date says what the words say, and no more precisely."""
    if not said.can_agree(words):
        return until and said.latest <= words.latest and said.days >= words.days
    return words.days <= said.days <= max(_WIDE, 4 * words.days + 3)


def _worth(word: str, words: Any) -> float | None:
    """Read digits, or tens with units ("twenty-five")."""
    if word[0].isdigit():
        plain = re.sub(r"[.,](?=\d{3}(?!\d))", "", word).replace(",", ".")
        return float(plain) if plain.count(".") < 2 else None
    tens, hyphen, unit = word.partition("-")
    if hyphen and tens in words["numbers"] and unit in words["units"]:
        return float(words["numbers"][tens] + words["units"][unit])
    return None


def _names(code: str | None) -> tuple[str, ...]:
    known = state(code) if code else None
    return (known.name, *known.demonyms) if known else ()
