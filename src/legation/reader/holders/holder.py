"""Who vouches for an event: the innermost source that the text gives for it, or nobody where it speaks for itself.

The sentence's own attribution comes first ("…, the ministry said"), then the quotation in which the event stands, whose
speaker may be named a sentence or a paragraph away, then speech reported without a verb of its own ("It would also give
up Colombo"), which goes on from the sentence before.
"""

import bisect
import datetime as dt
import functools
import itertools
import re
from dataclasses import dataclass
from typing import Any, Final

from legation.model import parse
from legation.reader.dates.moment import between, timeline
from legation.reader.grammar.clause import anchor, climb, folded, home, predicate, token_at
from legation.reader.holders.attribution import Attribution, attributions, covers, is_background, reports
from legation.reader.holders.organs import complete
from legation.reader.holders.source import Source
from legation.reader.status import status
from legation.reader.types import Event, Page, Sentence, Trace

_QUOTE: Final = re.compile(r'"')
_LONG: Final = 25  # characters; what is quoted at less length is a word, not a statement
_YEARS: Final = dt.timedelta(days=730)
_FAR: Final = 2  # sentences to each side in which a quotation's speaker is looked for


@dataclass(frozen=True, slots=True)
class Holder:
    """Who says it: the shortest name, None where the document speaks itself; the state whose organ that is; and why."""

    name: str | None
    organ: str | None
    trace: Trace


def holder(page: Page, event: Event) -> Holder:
    """Give the holder of an event."""
    found, rule = _choose(page, event)
    if found is None:
        return Holder(None, None, Trace("holder", f"holder.{rule}", ""))
    source = complete(page, found.source, *_sides(event))
    words = page.text[min(found.left, found.start) : found.end][:120]
    return Holder(source.name, source.organ, Trace("holder", f"holder.{rule}", words))


def _sides(event: Event) -> tuple[str | None, str | None]:
    """Give the state that acts in an event and the other: who expels is the host."""
    both = (event.sending, event.receiving)
    return both[::-1] if event.kind == "expelled" else both


def _choose(page: Page, event: Event) -> tuple[Attribution | None, str]:
    sentence, token = home(page, event), anchor(page, event)
    here = attributions(page).get(sentence.index, [])
    chain = [] if token is None else list(climb(token))
    reaching = [one for one in here if token is not None and covers(page, one, token, event.kind)]
    if reaching:
        found = _innermost(reaching, chain, event.sending)
        return (None, "history") if _is_history(page, found) else (found, "sentence")
    segment = [one for one in here if ";" not in page.text[slice(*sorted((event.trigger[0], one.start)))]]
    if is_quoted(page, event.trigger[0]):
        if here:
            return (segment or here)[-1], "quotation"
        if (near := _nearest(page, sentence.index)) is not None:
            return near, "quotation.near"
    if is_background(chain, -1):
        return None, "background"
    return _around(page, event, segment)


def _is_history(page: Page, one: Attribution) -> bool:
    """Whether something was said years ago: "in 1979 the government announced that …" is told by the text itself."""
    if page.day is None or one.form != "verb" or page.parse[one.word].tag_ not in ("VBD", "VBN"):
        return False
    sentence = page.sentences[one.sentence]
    for moment in between(timeline(page.text, page.day), sentence.start, sentence.end):
        token = token_at(page, moment.start, moment.end)
        old = moment.past == moment.ahead and page.day - parse(moment.past).latest > _YEARS
        if old and token is not None and predicate(token).i == one.word:
            return True
    return False


def _around(page: Page, event: Event, segment: list[Attribution]) -> tuple[Attribution | None, str]:
    """Look for who says it where no attribution governs the event: an aside, the heading of a list, the speaker so far."""
    sentence = home(page, event)
    tail = next((one for one in segment if _is_tail(page, one, event)), None)
    if tail is not None:
        return tail, "aside"
    if (heading := _heading(page, sentence.index)) is not None:
        return heading, "list"
    going_on = _going_on(page, event)
    return going_on, "passage" if going_on else "own voice"


def _innermost(reaching: list[Attribution], chain: list[Any], actor: str | None) -> Attribution:
    """Take the one cited, else the one whose verb stands lowest above the trigger."""
    cited = [one for one in reaching if one.form == "citing"]
    outlets = [one for one in reaching if one.source.sort == "outlet" and one.source.name[:1].isupper()]
    if cited:
        return outlets[-1] if outlets and _is_nameless(cited[-1].source) else cited[-1]
    ids = [node.i for node in chain]
    ranked = sorted(reaching, key=lambda one: ids.index(one.word) if one.word in ids else len(ids))
    told = next((one for one in ranked if not _is_actor(one.source, actor)), ranked[0])
    return told if ranked[0].lemma in ("tell", "inform", "notify") else ranked[0]


def _is_nameless(source: Source) -> bool:
    """Whether nobody could tell who it is: "an unnamed source", "a memo"."""
    return source.name.islower() and source.organ is None and source.sort in ("person", "document")


def _is_actor(source: Source, actor: str | None) -> bool:
    """Whether a source is the acting state itself: in "Peru has told Oslo that it will leave, an envoy said" the envoy vouches."""
    return source.sort == "organ" and not source.nouns and source.organ == actor


def _nearest(page: Page, index: int) -> Attribution | None:
    """Give the attribution of the nearest sentence, the one before first."""
    by_sentence = attributions(page)
    for distance in range(1, _FAR + 1):
        for number in (index - distance, index + distance):
            if found := by_sentence.get(number):
                return found[-1] if number < index else found[0]
    return None


def _is_tail(page: Page, one: Attribution, event: Event) -> bool:
    """Whether the attribution closes the sentence after a comma: "…, the ministry said"."""
    end = event.trigger[1]
    if one.start <= end or one.form != "verb" or page.parse[one.word].tag_ == "VBG":
        return False
    if any(node.dep_ == "relcl" for node in itertools.islice(climb(page.parse[one.word]), 1, None)):
        return False  # "…, in which, she says, shots were fired"
    between = page.text[end : min(one.left, one.start) if one.left > end else one.start].rstrip()
    return between.endswith((",", '"', "”"))


def _heading(page: Page, index: int) -> Attribution | None:
    """Give who says the sentence before where that ends in a colon: "…, the minister confirmed: Lima, Quito and Oslo"."""
    end = page.sentences[index - 1].end if index else 0
    if not page.text[max(0, end - 40) : end].rstrip().endswith(":"):
        return None
    return next(iter(attributions(page).get(index - 1, [])[-1:]), None)


def _going_on(page: Page, event: Event) -> Attribution | None:
    """Give the speaker of the sentence before, where this one goes on telling what is to come or denies a thing."""
    sentence = home(page, event)
    spoken = event.kind == "explained" or _is_pronoun(page, sentence)
    if sentence.headline or (not spoken and status(page, event)[0] == "done"):
        return None
    for index in (sentence.index, sentence.index - 1):
        found = attributions(page).get(index, [])
        said = [one for one in found if one.start < event.trigger[0] and one.form == "verb" and reports(one)]
        if said and page.sentences[index].paragraph == sentence.paragraph:
            return said[-1] if index == sentence.index or _goes_on(page, sentence, said[-1].source) else None
    return None


def _goes_on(page: Page, sentence: Sentence, source: Source) -> bool:
    """Whether what a person said may go on in the next sentence: named people do, and whoever is "he" or "she" there."""
    named = source.name.split()[-1][:1].isupper()
    return source.sort == "person" and (named or _is_pronoun(page, sentence))


def _is_pronoun(page: Page, sentence: Sentence) -> bool:
    return page.text[sentence.start : sentence.start + 4].lower().startswith(("he ", "she "))


@functools.lru_cache(maxsize=16)
def _quotations(text: str) -> tuple[tuple[int, int], ...]:
    """List the quotations of a text; a paragraph that opens one without closing it goes on in the next."""
    spans: list[tuple[int, int]] = []
    start = None
    for match in _QUOTE.finditer(folded(text)):
        at = match.start()
        if start is None:
            start = at
        elif "\n" in text[max(start, at - 2) : at]:
            spans.append((start, at))  # the next paragraph opens the same quotation again
            start = at
        else:
            spans.append((start, match.end()))
            start = None
    return tuple(spans)


def is_quoted(page: Page, offset: int) -> bool:
    """Whether a character stands in a quotation of some words."""
    spans = _quotations(page.text)
    number = bisect.bisect_right(spans, offset, key=lambda span: span[0]) - 1
    return number >= 0 and offset < spans[number][1] and spans[number][1] - spans[number][0] > _LONG
