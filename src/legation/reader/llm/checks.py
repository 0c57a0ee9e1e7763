"""Nothing is believed that cannot be checked: each raw claim becomes a claim with traces, or is dropped with a reason.

A quote stands in the text letter for letter and gets its offsets here. Kinds, statuses, tags and codes exist. States,
city, date, holder and number are held up by words of the document, read by the gazetteer, by the reader of dates and by
the words themselves. Where a model names the words of a date, the date is read from them here and not by the model.
"""

import enum
from collections.abc import Iterator
from typing import Any, Final

import msgspec

from legation.errors import ClaimRefused
from legation.model import Claim, Document, check
from legation.model.vocabulary import CAUSES, KINDS, MEASURES, MISSION_KINDS, QUALIFIERS, STATUSES
from legation.reader.llm.addressed import touches
from legation.reader.llm.reply import Raw
from legation.reader.llm.support import Support
from legation.reader.types import Trace

LONGEST: Final = 600  # characters of a quote; "one sentence or less" (the longest annotated one has under 400)
LEAST: Final = 2  # words of a quote; one word stands in every text


class Reason(enum.StrEnum):
    """Why a claim was dropped."""

    QUOTE = "quote"
    WORD = "word"
    CODE = "code"
    STATE = "state"
    CITY = "city"
    DATE = "date"
    HOLDER = "holder"
    NUMBER = "number"
    ADDRESSED = "addressed"
    FORM = "form"
    TWICE = "twice"


class Dropped(msgspec.Struct, frozen=True):
    """A claim that was not believed, as the model wrote it."""

    reason: Reason
    detail: str
    claim: dict[str, Any]


Checked = tuple[Claim, tuple[Trace, ...]]
Found = tuple[str, Trace] | Dropped
_RULES: Final = {"date": "llm.moment", "holder": "llm.words", "value": "llm.words"}  # of the rest: llm.gazetteer
_VOCABULARY: Final = (
    ("kind", KINDS),
    ("status", STATUSES),
    ("mission", MISSION_KINDS),
    ("measure", MEASURES),
    ("qualifier", QUALIFIERS),
)


class Checks:
    """The checks of one document's claims."""

    def __init__(self, document: Document) -> None:
        self._text = document.text
        self.support = Support(document)

    def claim(self, raw: Raw, spans: tuple[tuple[int, int], ...] = ()) -> Checked | Dropped:
        """Check one claim; ``spans`` are the passages that the model was shown, where its quote is looked for first."""
        for step in (self._words, self._codes):
            if told := step(raw):
                return Dropped(*told, raw.form())
        where = self._where(raw.quote, spans)
        if isinstance(where, str):
            return Dropped(Reason.QUOTE, where, raw.form())
        if touches(*where, self.support.hidden):
            return Dropped(Reason.ADDRESSED, "the quote stands where the text speaks to a machine", raw.form())
        return self._supported(raw, where)

    def _words(self, raw: Raw) -> tuple[Reason, str] | None:
        for field, words in _VOCABULARY:
            value = getattr(raw, field)
            if value is not None and value not in words:
                return Reason.WORD, f"{field} {value[:40]!r} does not exist"
        for cause in raw.causes:
            if cause not in CAUSES:
                return Reason.WORD, f"cause {cause[:40]!r} does not exist"
        return None

    def _codes(self, raw: Raw) -> tuple[Reason, str] | None:
        for field in ("sending", "receiving", "from_", "organ"):
            code = getattr(raw, field)
            if code is not None and not self.support.exists(code):
                return Reason.CODE, f"{field.rstrip('_')} {code[:20]!r} is no state's code"
        if raw.sending is not None and raw.sending == raw.receiving:
            return Reason.STATE, f"{raw.sending} cannot keep a mission in itself"
        return None

    def _where(self, quote: str, spans: tuple[tuple[int, int], ...]) -> tuple[int, int] | str:
        """Give the quote's offsets, or say what is wrong with it."""
        if len(quote) > LONGEST or "\n\n" in quote:
            return "the quote is longer than a sentence"
        if len(quote.split()) < LEAST or quote != quote.strip():
            return "the quote has fewer than two words, or blanks around it"
        for start, end in spans:
            at = self._text.find(quote, start, end)
            if at >= 0:
                return at, at + len(quote)
        at = self._text.find(quote)
        return (at, at + len(quote)) if at >= 0 else "the quote does not stand in the text letter for letter"

    def _supported(self, raw: Raw, where: tuple[int, int]) -> Checked | Dropped:
        """Hold the fields to the words of the document, one after another."""
        traces = [Trace("quote", "llm.letters", f"{where[0]}:{where[1]}")]
        values: dict[str, str] = {}
        for step in (self._states, self._city, self._date, self._holder, self._number):
            for found in step(raw, where):
                if isinstance(found, Dropped):
                    return found
                value, trace = found
                values[trace.field] = value
                traces.append(trace)
        return self._made(raw, where, values.get("city"), values.get("date"), tuple(traces))

    def _states(self, raw: Raw, where: tuple[int, int]) -> Iterator[Found]:
        for field in ("sending", "receiving", "from_", "organ"):
            code, name = getattr(raw, field), field.rstrip("_")
            if code is not None:
                words = self.support.state(code, where[0])
                yield _found(raw, Reason.STATE, name, code, words, f"no words of the text name {code} ({name})")

    def _city(self, raw: Raw, _: tuple[int, int]) -> Iterator[Found]:
        if raw.city is not None:
            seat = raw.from_ if raw.kind == "accredited" and raw.from_ else raw.receiving
            city, words = self.support.city(raw.city, seat) or ("", None)
            yield _found(raw, Reason.CITY, "city", city, words, f"no words of the text give the city {raw.city[:40]!r}")

    def _date(self, raw: Raw, _: tuple[int, int]) -> Iterator[Found]:
        said = raw.date or raw.date_words
        if said is not None:
            planned = raw.status in ("planned", "possible")
            date, words = self.support.date(raw.date, raw.date_words, planned=planned) or ("", None)
            yield _found(raw, Reason.DATE, "date", date, words, f"no words of the text give the date {said[:40]!r}")

    def _holder(self, raw: Raw, _: tuple[int, int]) -> Iterator[Found]:
        if raw.holder is not None:
            words = self.support.holder(raw.holder)
            told = f"the words of {raw.holder[:40]!r} do not stand in the text"
            yield _found(raw, Reason.HOLDER, "holder", raw.holder, words, told)

    def _number(self, raw: Raw, where: tuple[int, int]) -> Iterator[Found]:
        if raw.value is not None:
            words = self.support.number(raw.value, *where)
            told = f"no words near the quote give the number {raw.value:g}"
            yield _found(raw, Reason.NUMBER, "value", f"{raw.value:g}", words, told)

    def _made(
        self, raw: Raw, where: tuple[int, int], city: str | None, date: str | None, traces: tuple[Trace, ...]
    ) -> Checked | Dropped:
        counted, one = raw.kind == "counted", raw.kind == "accredited"
        claim = Claim(
            kind=raw.kind,  # type: ignore[arg-type]  # looked up in the vocabulary above, as are the others
            sending=raw.sending,
            receiving=None if counted or raw.kind == "explained" else raw.receiving,
            city=city,
            mission=raw.mission,  # type: ignore[arg-type]
            status=raw.status,  # type: ignore[arg-type]
            holder=raw.holder,
            organ=raw.organ if raw.holder else None,
            date=date,
            causes=raw.causes,  # type: ignore[arg-type]
            from_=raw.from_ if one else None,
            measure=raw.measure if counted else None,  # type: ignore[arg-type]
            value=raw.value if counted else None,
            qualifier=raw.qualifier if counted else None,  # type: ignore[arg-type]
            quote=raw.quote,
            start=where[0],
            end=where[1],
        )
        try:
            check(claim, self._text)
        except ClaimRefused as error:
            return Dropped(Reason.FORM, str(error), raw.form())
        return claim, traces


def _found(raw: Raw, reason: Reason, field: str, value: str, words: str | None, told: str) -> Found:  # noqa: PLR0917
    """Give a field's value with the words that hold it up, or drop the claim where there are none."""
    if words is None:
        return Dropped(reason, told, raw.form())
    return value, Trace(field, _RULES.get(field, "llm.gazetteer"), words)
