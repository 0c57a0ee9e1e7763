"""Who vouches for an event: the innermost source that the text gives for it, or nobody where it speaks for itself.

The sentence's own attribution comes first ("…, the ministry said"), then the quotation in which the event stands, whose
speaker may be named a sentence or a paragraph away, then speech reported without a verb of its own ("It would also give
up Colombo"), which goes on from the sentence before.
"""

import functools
import re
from dataclasses import dataclass
from typing import Any, Final

from legation.reader.attribution import Attribution, attributions, covers, is_background, reports
from legation.reader.clause import anchor, climb, folded, home
from legation.reader.source import complete
from legation.reader.status import status
from legation.reader.types import Event, Page, Trace

_QUOTE: Final = re.compile(r'"')
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
    source = complete(page, found.source, event.sending, event.receiving, event.kind)
    words = page.text[min(found.left, found.start) : found.end][:120]
    return Holder(source.name, source.organ, Trace("holder", f"holder.{rule}", words))


def _choose(page: Page, event: Event) -> tuple[Attribution | None, str]:
    sentence = home(page, event)
    all_found = attributions(page)
    here = [one for one in all_found if one.sentence == sentence.index]
    token = anchor_below(page, event)
    if token is not None:
        reaching = [one for one in here if covers(page, one, token, event.kind)]
        if reaching:
            return _innermost(page, reaching, token), "sentence"
    segment = [one for one in here if _same_segment(page, event, one)]
    if quoted(page, event.trigger[0]):
        if segment or here:
            return (segment or here)[-1], "quotation"
        near = [one for one in all_found if 0 < abs(one.sentence - sentence.index) <= _FAR]
        if near:
            return min(near, key=lambda one: (abs(one.sentence - sentence.index), one.sentence)), "quotation.near"
    chain = [] if token is None else list(climb(token))
    if token is not None and is_background(chain, -1):
        return None, "background"
    tail = [
        one
        for one in segment
        if page.parse[one.word].tag_ != "VBG"
        and one.start > event.trigger[1]
        and one.form == "verb"
        and _is_tail(page, one, event)
    ]
    if tail:
        return tail[0], "aside"
    going_on = _going_on(page, event, all_found)
    return going_on, "passage" if going_on else "own voice"


def _going_on(page: Page, event: Event, found: list[Attribution]) -> Attribution | None:
    """Give the speaker of the sentence before, where this one goes on telling what is to come or denies a thing."""
    sentence = home(page, event)
    if sentence.headline or status(page, event)[0] == "done":
        return None
    for index in (sentence.index, sentence.index - 1):
        before = [
            one
            for one in found
            if one.sentence == index and one.start < event.trigger[0] and one.form == "verb" and reports(one)
        ]
        if before and page.sentences[index].paragraph == sentence.paragraph:
            return before[-1] if index == sentence.index or before[-1].source.sort == "person" else None
    return None


def anchor_below(page: Page, event: Event) -> Any:
    """Give the token for the event, below a verb of saying where the trigger is no better than that."""
    return anchor(page, event)


def _innermost(page: Page, reaching: list[Attribution], token: Any) -> Attribution:
    """Take the citing one, else the one whose verb stands lowest above the trigger."""
    citing = [one for one in reaching if one.form == "citing"]
    if citing:
        return citing[-1]
    ids = [node.i for node in climb(token)]
    return min(reaching, key=lambda one: ids.index(one.word) if one.word in ids else len(ids))


def _same_segment(page: Page, event: Event, one: Attribution) -> bool:
    low, high = sorted((event.trigger[0], one.start))
    return ";" not in page.text[low:high]


def _is_tail(page: Page, one: Attribution, event: Event) -> bool:
    """Whether the attribution closes the sentence after a comma: "…, the ministry said"."""
    between = page.text[event.trigger[1] : one.left if one.left > event.trigger[1] else one.start]
    return between.rstrip().endswith(",") or between.rstrip().endswith(('"', "”"))


@functools.lru_cache(maxsize=16)
def _quotations(text: str) -> tuple[tuple[int, int], ...]:
    """List the quotations of a text; a paragraph that opens one without closing it goes on in the next."""
    plain = folded(text)
    spans: list[tuple[int, int]] = []
    start = None
    for match in _QUOTE.finditer(plain):
        if start is None:
            start = match.start()
        elif plain.rfind("\n", start, match.start()) > start and plain[max(0, match.start() - 1) : match.start()] in (
            "\n",
            "",
        ):
            spans.append((start, match.start()))  # the next paragraph opens the same quotation again
            start = match.start()
        else:
            spans.append((start, match.end()))
            start = None
    return tuple(spans)


def quoted(page: Page, offset: int) -> bool:
    """Whether a character stands in a quotation of some words."""
    return any(start <= offset < end and end - start > 25 for start, end in _quotations(page.text))
