"""Make one claim for each distinct thing, at the strongest and most specific wording that the document gives it.

Headline, lede and body that say the same are one claim. What keeps two readings apart is another status of another
holder (one says done, the other denies), or dates that cannot be of the same day. Of readings that agree, the fields
come from the one that says most, and what it leaves open from the others.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Final

from legation.errors import ClaimRefused, DateError
from legation.model import Claim, check, parse
from legation.model.vocabulary import RELATION_KINDS
from legation.reader.types import Event, Page, Trace

_SLACK: Final = dt.timedelta(days=40)  # "on Friday" and "last month" of two sentences may mean the same day
_LIKE: Final = 8  # readings of a cluster that a new one is held against; more only repeat
_CONSULAR: Final = frozenset({"consulate", "consulate_general", "vice_consulate", "honorary_consulate"})
_AHEAD: Final = ("planned", "possible")
_STRENGTH: Final = {"done": 3, "planned": 2, "possible": 1, "denied": 2}


@dataclass(frozen=True, slots=True)
class Draft:
    """An event with its attributes, before it is known whether another sentence says the same."""

    event: Event
    status: str = "done"
    holder: str | None = None
    organ: str | None = None
    date: str | None = None
    causes: tuple[str, ...] = ()
    traces: tuple[Trace, ...] = field(default=())


def consolidate(page: Page, drafts: Iterable[Draft]) -> list[tuple[Claim, tuple[Trace, ...]]]:
    """Merge what says the same; give the claims that hold, in order of the text, each with its traces."""
    groups: dict[tuple[object, ...], list[Draft]] = {}
    for draft in drafts:
        if draft.event.kind == "explained" and not draft.causes:
            continue  # a reason that is none of the known ones and no motive either tells nothing
        groups.setdefault(_key(draft.event), []).append(draft)
    claims: list[tuple[Claim, tuple[Trace, ...]]] = []
    for group in groups.values():
        for cluster in _clusters(page, group):
            merged = _merge(page, cluster)
            claim = _claim(page, merged)
            try:
                check(claim, page.text)
            except ClaimRefused:
                continue
            claims.append((claim, merged.traces))
    return sorted(
        claims, key=lambda one: (one[0].start, one[0].end, one[0].kind, one[0].sending or "", one[0].receiving or "")
    )


def _key(event: Event) -> tuple[object, ...]:
    if event.kind == "counted":
        return (event.kind, event.sending, event.measure, event.value)
    if event.kind == "explained":
        return (event.kind, event.sending, event.quote)
    pair: tuple[str, ...] = (event.sending or "", event.receiving or "")
    if event.kind in RELATION_KINDS:
        pair = tuple(sorted(pair))
    return (event.kind, *pair)


def _clusters(page: Page, group: list[Draft]) -> list[list[Draft]]:
    clusters: list[list[Draft]] = []
    for draft in group:
        for cluster in clusters:
            if all(_same(page, draft, other) for other in cluster[:_LIKE]):
                cluster.append(draft)
                break
        else:
            clusters.append([draft])
    return clusters


def _same(page: Page, one: Draft, other: Draft) -> bool:
    """Whether two readings of one kind and pair say the same thing."""
    headline = any(page.sentences[draft.event.sentence].headline for draft in (one, other))
    if one.event.kind in ("counted", "explained"):
        return one.holder == other.holder or headline  # who says so is told below the headline
    if not _same_mission(one.event, other.event):
        return False
    if "denied" in (one.status, other.status) and one.status != other.status:
        return False
    if headline or (one.status in _AHEAD and other.status in _AHEAD):
        return True  # the day of the decision and the day decided on speak of the same plan
    return not (one.date and other.date and _far_apart(one.date, other.date))


def _same_mission(one: Event, other: Event) -> bool:
    if one.city and other.city and one.city != other.city:
        return False
    consular = {event.mission in _CONSULAR for event in (one, other) if event.mission not in (None, "mission")}
    return len(consular) < 2


def _far_apart(one: str, other: str) -> bool:
    """Whether two dates cannot be of one event: more than ``_SLACK`` lies between them."""
    try:
        first, second = parse(one), parse(other)
    except DateError:
        return False
    if first.can_agree(second):
        return False
    gap = max(first.earliest - second.latest, second.earliest - first.latest)
    return gap > _SLACK


def _merge(page: Page, cluster: list[Draft]) -> Draft:
    """Take the reading that says most; fill what it leaves open from the others."""
    ranked = sorted(cluster, key=lambda draft: (-_weight(page, draft), draft.event.trigger))
    best = ranked[0]
    event = best.event
    status = max((draft.status for draft in cluster), key=lambda one: _STRENGTH[one])
    for other in ranked[1:]:
        event = replace(
            event,
            city=event.city or other.event.city,
            mission=event.mission if event.mission not in (None, "mission") else other.event.mission or event.mission,
            from_=event.from_ or other.event.from_,
        )
        best = replace(
            best,
            causes=best.causes or other.causes,
            holder=best.holder or (other.holder if page.sentences[best.event.sentence].headline else None),
            organ=best.organ or (other.organ if page.sentences[best.event.sentence].headline else None),
        )
    return replace(best, event=event, status=status, date=_date(page, ranked, status))


def _date(page: Page, ranked: list[Draft], status: str) -> str | None:
    """Take the date of a reading with the status that stands, from the body, and from words beside the event itself."""
    dated = [draft for draft in ranked if draft.date]
    best = max(dated, key=lambda draft: _dating(page, draft, status), default=None)
    return best.date if best else None


def _dating(page: Page, draft: Draft, status: str) -> tuple[bool, bool, bool]:
    sentence = page.sentences[draft.event.sentence]
    words = next((trace.words for trace in draft.traces if trace.field == "date"), "")
    beside = bool(words) and words in page.text[sentence.start : sentence.end]
    return draft.status == status, not sentence.headline, beside


def _weight(page: Page, draft: Draft) -> float:
    event = draft.event
    given = sum(bool(one) for one in (event.city, draft.date, draft.holder, draft.causes))
    return given + 2 * event.score + _STRENGTH[draft.status] / 2 - 2.5 * page.sentences[event.sentence].headline


def _claim(page: Page, draft: Draft) -> Claim:
    event = draft.event
    start, end = event.quote
    return Claim(
        kind=event.kind,  # type: ignore[arg-type]  # the lexicon's tables are named for the kinds
        sending=event.sending,
        receiving=event.receiving,
        city=_spelled(page, event.city),
        mission=event.mission,  # type: ignore[arg-type]
        status=draft.status,  # type: ignore[arg-type]
        holder=draft.holder,
        organ=draft.organ,
        date=draft.date,
        causes=draft.causes,  # type: ignore[arg-type]
        from_=event.from_,
        measure=event.measure,  # type: ignore[arg-type]
        value=event.value,
        qualifier=event.qualifier,  # type: ignore[arg-type]
        quote=page.text[start:end],
        start=start,
        end=end,
    )


def _spelled(page: Page, city: str | None) -> str | None:
    """Give the city as the page spells it, where that is an English spelling of it."""
    return next((place.spelled for place in page.places if city and place.city == city), city)
