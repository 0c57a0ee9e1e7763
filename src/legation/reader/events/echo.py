"""Find events told without their verb: "Gabon followed suit", "Uganda in 1972", "Pretoria (1998), Beijing (2007)".

Such words repeat an event told just before with one state or seat put in another's place. Which of the two sides
changes is not said; the side that the page is about stays.
"""

import functools
import re
from dataclasses import replace
from typing import Final

from legation.gazetteer import Place
from legation.model.vocabulary import ONE_MISSION_KINDS, RELATION_KINDS
from legation.reader.events.draft import make, quote
from legation.reader.events.scene import Spot
from legation.reader.lexicon import load
from legation.reader.types import Event, Trace

_BACK: Final = 1  # sentences between the event and its echo at most
_MOST: Final = 40
_PART: Final = re.compile(r"[;:]\s*|,\s*(?:and\s+|but\s+)?|\s+(?:and|but|while)\s+(?=the\s|[A-Z])")
_DATED: Final = re.compile(
    r"\s*(?:,\s*)?(?:(?:only|already|finally|soon|later|earlier|too|as well|first)\s+)?(?:in|on|at|from|since|until|by|two|three|four|five|six|a|the|\()\s?[^;:]{0,60}?"
    r"(?:\d{4}|\d{1,2}(?:st|nd|rd|th)?|january|february|march|april|may|june|july|august|september|october|november|december|year|years|later|month|months)\b",
    re.IGNORECASE,
)
_ARTICLE: Final = re.compile(r"(?:the\s+)?(?:with\s+)?(?:the\s+)?", re.IGNORECASE)
_YEARS: Final = re.compile(
    r"\s*(?:\((?:since |in |from )?[^()\d]{0,20}\d{4}[^()]{0,60}\)|(?:in|since)\s+(?:\w+\s+)?\d{4}\b)"
)


@functools.cache
def _follow() -> re.Pattern[str]:
    words = load("triggers")["echo"]["patterns"]
    return re.compile(rf"\b(?:{'|'.join(words)})\b", re.IGNORECASE)


def echoes(spot: Spot, found: list[Event]) -> list[Event]:
    """Find what this sentence repeats of the events found before it or in it."""
    made, models = _listed(spot, found), _models(spot, found)
    for match in _follow().finditer(spot.page.text, spot.sentence.start, spot.sentence.end):
        before = [event for event in models if event.trigger[0] < match.start()]
        group = _subject(spot, match.start())
        if before and group:
            made += _copies(spot, before, group, Trace("kind", "echo.follow", match[0]), match.span())
    if models and not made:
        made += _gapped(spot, models)
    return made[:_MOST]


def _models(spot: Spot, found: list[Event]) -> list[Event]:
    """Give the events told just before, in the same item of a list."""
    item, layout = spot.discourse.layout.item(spot.sentence.start), spot.discourse.layout
    return [
        event
        for event in found[-_MOST:]
        if spot.sentence.index - event.sentence <= _BACK
        and layout.item(event.trigger[0]) == item
        and event.kind != "farewell"
    ]


def _subject(spot: Spot, offset: int) -> list[Place]:
    """Give the coordinated places that end shortly before this character."""
    places = [spot.discourse.names.places[number] for number in spot.group_before(offset, 160)]
    if not places or offset - places[-1].end > 45 or ";" in spot.page.text[places[-1].end : offset]:
        return []
    return places


def _copies(
    spot: Spot, models: list[Event], group: list[Place], kind: Trace, span: tuple[int, int] | None = None
) -> list[Event]:
    """Repeat the last event told for each place of the group; ``span`` is the verb, the place itself where there is none."""
    last = models[-1]
    same = [event for event in models if event.trigger == last.trigger and event.kind == last.kind]
    stays = _constant(spot, same, group)
    made: list[Event] = []
    for place in group:
        if copy := _put(same[0], place, stays):
            at = span or (place.start, place.end)
            spot.discourse.remember(place.start, copy.sending or "", copy.receiving or "")
            made.append(
                replace(
                    copy,
                    sentence=spot.sentence.index,
                    trigger=at,
                    quote=quote(spot.page, spot.sentence, *at, place.start),
                    score=round(copy.score * 0.85, 3),
                    trace=(kind, Trace("sending", kind.rule, place.text)),
                    status=None,
                )
            )
    return made


def _constant(spot: Spot, same: list[Event], group: list[Place]) -> str:
    """Say which side stays: the one that several pairs share, else the one that does not act, else the topic."""
    senders, receivers = {event.sending for event in same}, {event.receiving for event in same}
    codes = {place.state for place in group}
    if (senders & codes and not receivers & codes) or (len(senders) > 1 and len(receivers) == 1):
        return "receiving"
    if len(receivers) > 1 and len(senders) == 1:
        return "sending"
    event, counts = same[0], spot.discourse.counts
    acting = spot.discourse.subjects(event.sentence)
    if group[0].city is None and (event.sending in acting) != (event.receiving in acting):
        return "receiving" if event.sending in acting else "sending"
    if group[0].kind == "city" and event.city and event.kind in ONE_MISSION_KINDS:
        return "sending"
    return "sending" if counts[event.sending or ""] >= counts[event.receiving or ""] else "receiving"


def _put(event: Event, place: Place, stays: str) -> Event | None:
    code = place.state
    if code is None or code in (event.sending, event.receiving):
        return None
    if stays == "receiving":
        return replace(event, sending=code)
    if event.kind not in ONE_MISSION_KINDS:
        return replace(event, receiving=code)
    return replace(event, receiving=code, city=place.city)


def _gapped(spot: Spot, models: list[Event]) -> list[Event]:
    """Read parts that hold a place and a date and no verb as repeating the event before them."""
    names, text, end = spot.discourse.names, spot.page.text, spot.sentence.end
    made: list[Event] = []
    done = spot.sentence.start
    for start in [done, *(match.end() for match in _PART.finditer(text, done, end))]:
        number = names.behind(_ARTICLE.match(text, start))
        if number is None or start < done:
            continue
        group = [names.places[one] for one in names.chain(number)]
        dated = _DATED.match(text, group[-1].end, end)
        before = [event for event in models if event.trigger[1] <= start]
        if dated and before and not _has_verb(spot, group[0].start, dated.end()):
            made += _copies(spot, before, group, Trace("kind", "echo.gap", group[0].text))
            done = group[-1].end
    return made


def _has_verb(spot: Spot, start: int, end: int) -> bool:
    first, last = spot.discourse.names.token_at(start), spot.discourse.names.token_at(end)
    return any(token.pos_ in ("VERB", "AUX") for token in spot.page.parse[first : last + 1])


def _listed(spot: Spot, found: list[Event]) -> list[Event]:
    """Read "Pretoria (1998), Beijing (2007) and Colombo (2015)" as missions opened in those years."""
    names, text, end = spot.discourse.names, spot.page.text, spot.sentence.end
    listed = [
        place for n in names.within(spot.sentence.start, end) if _YEARS.match(text, (place := names.places[n]).end, end)
    ]
    here = [event for event in found if event.sentence == spot.sentence.index]
    if len(listed) < 2 or not spot.discourse.has_missions or any(event.kind in RELATION_KINDS for event in here):
        return []
    guess = spot.discourse.guess("sending", "implicit", listed[0].start, kind="opened")
    sender = here[-1].sending if here else guess.code if guess else None
    missions = spot.discourse.missions_before(end, sentences=2)
    level = missions[-1].level if missions else "mission"
    kind, taken = (here[-1].kind if here else "opened"), {sender, *(event.receiving for event in here)}
    made: list[Event] = []
    for place in listed:
        seat = names.seat(place)
        if sender is None or seat is None or seat.state in taken:
            continue
        trace = (Trace("kind", "echo.list", place.text), Trace("sending", "discourse.likeliest", sender))
        spot.discourse.remember(place.start, sender, seat.state)
        made.append(
            make(spot.page, spot.sentence, kind=kind, pair=(sender, seat.state), span=(place.start, place.end), seat=seat,
                 mission=level, score=0.75, trace=trace)
        )  # fmt: skip
    return made
