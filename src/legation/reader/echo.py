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
from legation.reader.discourse import Discourse
from legation.reader.draft import make, quote
from legation.reader.lexicon import load
from legation.reader.names import Seat
from legation.reader.types import Event, Page, Sentence, Trace

_BACK: Final = 1  # sentences between the event and its echo at most
_MOST: Final = 40
_PART: Final = re.compile(r"[;:]\s*|,\s*(?:and\s+|but\s+)?|\s+(?:and|but|while)\s+(?=the\s|[A-Z])")
_DATED: Final = re.compile(
    r"\s*(?:,\s*)?(?:(?:only|already|finally|soon|later|earlier|too|as well|first)\s+)?(?:in|on|at|from|since|until|by|two|three|four|five|six|a|the|\()\s?[^;:]{0,60}?"
    r"(?:\d{4}|\d{1,2}(?:st|nd|rd|th)?|january|february|march|april|may|june|july|august|september|october|november|december|year|years|later|month|months)\b",
    re.IGNORECASE,
)
_YEARS: Final = re.compile(r"\s*(?:\((?:since |in |from )?[^()\d]{0,20}\d{4}[^()]{0,60}\)|(?:in|since)\s+(?:\w+\s+)?\d{4}\b)")


@functools.cache
def _follow() -> re.Pattern[str]:
    words = load("triggers")["echo"]["patterns"]
    return re.compile(rf"\b(?:{'|'.join(words)})\b", re.IGNORECASE)


def echoes(page: Page, discourse: Discourse, sentence: Sentence, found: list[Event]) -> list[Event]:
    """Find what this sentence repeats of the events found before it or in it."""
    made = _listed(page, discourse, sentence, found)
    models = _models(discourse, sentence, found)
    for match in _follow().finditer(page.text, sentence.start, sentence.end):
        before = [event for event in models if event.trigger[0] < match.start()]
        group = _subject(discourse, sentence, match.start())
        if before and group:
            made += _copies(page, discourse, sentence, before, group, match.span(), "echo.follow", match[0])
    if models and not made:
        made += _gapped(page, discourse, sentence, models)
    return made[:_MOST]


def _models(discourse: Discourse, sentence: Sentence, found: list[Event]) -> list[Event]:
    item = discourse.layout.item(sentence.start)
    return [
        event
        for event in found[-_MOST:]
        if sentence.index - event.sentence <= _BACK and discourse.layout.item(event.trigger[0]) == item and event.kind != "farewell"
    ]


def _subject(discourse: Discourse, sentence: Sentence, offset: int) -> list[Place]:
    """Give the coordinated places that end shortly before this character."""
    numbers = discourse.names.within(max(sentence.start, offset - 160), offset)
    if not numbers:
        return []
    names = discourse.names
    last = first = numbers[-1]
    if offset - names.places[last].end > 45 or ";" in discourse.page.text[names.places[last].end : offset]:
        return []
    while first - 1 in numbers and first in names.chain(first - 1):
        first -= 1
    return [names.places[number] for number in range(first, last + 1)]


def _copies(
    page: Page,
    discourse: Discourse,
    sentence: Sentence,
    models: list[Event],
    group: list[Place],
    span: tuple[int, int],
    rule: str,
    words: str,
) -> list[Event]:
    """Repeat the last event told (with all its partners) for each place of the group."""
    last = models[-1]
    same = [event for event in models if event.trigger == last.trigger and event.kind == last.kind]
    stays = _constant(discourse, same, group)
    made: list[Event] = []
    for place in group:
        for event in same if len({(e.sending, e.receiving) for e in same}) > 1 and stays == "none" else same[:1]:
            if copy := _put(event, place, stays):
                pair = (copy.sending or "", copy.receiving or "")
                at = (place.start, place.end) if rule != "echo.follow" else span
                made.append(
                    replace(
                        copy,
                        sentence=sentence.index,
                        trigger=at,
                        quote=quote(page, sentence, *at, place.start),
                        score=round(event.score * 0.85, 3),
                        trace=(Trace("kind", rule, words), Trace("sending", rule, place.text)),
                        status=None,
                    )
                )
                discourse.remember(place.start, *pair)
    return made


def _constant(discourse: Discourse, same: list[Event], group: list[Place]) -> str:
    """Say which side stays: the one that several pairs share, else the one that the page is about."""
    senders, receivers = {event.sending for event in same}, {event.receiving for event in same}
    codes = {place.state for place in group}
    if senders & codes and not receivers & codes:
        return "receiving"
    if len(senders) > 1 and len(receivers) == 1:
        return "receiving"
    if len(receivers) > 1 and len(senders) == 1:
        return "sending"
    event, counts = same[0], discourse.counts
    acting = discourse.subjects(event.sentence)
    if event.sending in acting and event.receiving not in acting and group[0].city is None:
        return "receiving"
    if event.receiving in acting and event.sending not in acting and group[0].city is None:
        return "sending"
    if group[0].kind == "city" and event.city and event.kind in ONE_MISSION_KINDS:
        return "sending"
    return "sending" if counts[event.sending or ""] >= counts[event.receiving or ""] else "receiving"


def _put(event: Event, place: Place, stays: str) -> Event | None:
    code = place.state
    if code is None or code in (event.sending, event.receiving):
        return None
    if stays == "receiving":
        return replace(event, sending=code)
    if event.kind in RELATION_KINDS or event.kind not in ONE_MISSION_KINDS:
        return replace(event, receiving=code)
    return replace(event, receiving=code, city=place.city)


def _gapped(page: Page, discourse: Discourse, sentence: Sentence, models: list[Event]) -> list[Event]:
    """Read parts that hold a place and a date and no verb as repeating the event before them."""
    made: list[Event] = []
    starts = [sentence.start, *(match.end() for match in _PART.finditer(page.text, sentence.start, sentence.end))]
    done = sentence.start
    for start in starts:
        article = re.compile(r"(?:the\s+)?(?:with\s+)?(?:the\s+)?").match(page.text, start)
        number = discourse.names.starting(article.end() if article else start)
        if number is None or start < done:
            continue
        chain = discourse.names.chain(number)
        group = [discourse.names.places[one] for one in chain]
        dated = _DATED.match(page.text, group[-1].end, sentence.end)
        before = [event for event in models if event.trigger[1] <= start]
        if not dated or not before or _has_verb(discourse, group[0].start, dated.end()):
            continue
        made += _copies(page, discourse, sentence, before, group, group[0:1] and (start, group[-1].end), "echo.gap", group[0].text)
        done = group[-1].end
    return made


def _has_verb(discourse: Discourse, start: int, end: int) -> bool:
    first, last = discourse.names.token_at(start), discourse.names.token_at(end)
    return any(token.pos_ in ("VERB", "AUX") for token in discourse.page.parse[first : last + 1])


def _listed(page: Page, discourse: Discourse, sentence: Sentence, found: list[Event]) -> list[Event]:
    """Read "Pretoria (1998), Beijing (2007) and Colombo (2015)" as missions opened in those years."""
    names = discourse.names
    numbers = [n for n in names.within(sentence.start, sentence.end) if _YEARS.match(page.text, names.places[n].end, sentence.end)]
    if len(numbers) < 2 or not discourse.has_missions:
        return []
    here = [event for event in found if event.sentence == sentence.index]
    if any(event.kind in RELATION_KINDS for event in here):
        return []
    missions = discourse.missions_before(sentence.end, sentences=2)
    level = missions[-1].level if missions else "mission"
    taken = {event.receiving for event in here}
    offset = names.places[numbers[0]].start
    guess = discourse.guess("sending", "implicit", offset, kind="opened")
    sender = here[-1].sending if here else guess.code if guess else None
    made: list[Event] = []
    for number in numbers:
        place = names.places[number]
        seat = names.seat(place)
        if sender is None or seat is None or seat.state in (sender, *taken):
            continue
        trace = (Trace("kind", "echo.list", place.text), Trace("sending", "discourse.likeliest", sender))
        kind = here[-1].kind if here else "opened"
        made.append(
            make(
                page, sentence, kind, (sender, seat.state), (place.start, place.end), seat=Seat(seat.state, seat.city),
                mission=level, score=0.75, trace=trace,
            )
        )  # fmt: skip
        discourse.remember(place.start, sender, seat.state)
    return made
