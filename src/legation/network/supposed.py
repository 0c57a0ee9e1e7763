"""The register as a scenario would have it: its claims beside the log's, folded by the same rules, in memory only.

The scenario is one document of a holder of its own ("scenario: NAME"), and people's rulings come with it, as they would be
written in the log: each of its claims is accepted, so that no newspaper outvotes it, and stands apart, so that its date
is its own. What the register's claims tell of keeps the happenings that they make today, by a ruling likewise: an article
that says again what had closed before does not close anew what the scenario opens.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, Literal

from legation.errors import DataError
from legation.gazetteer import state as state_named
from legation.model import Answer, Claim, Document, Mission, parse
from legation.model.vocabulary import CLASS_OF
from legation.network.scenario import Scenario
from legation.network.steps import KIND_OF, Step, level_of
from legation.register import Entry, Evidence, Known, Policy, Record, Source, State, open_on
from legation.register.decisions import Decision
from legation.register.fold import weigh
from legation.register.identity import key_of, place
from legation.register.missions import by_day
from legation.register.missions import record as record_of
from legation.register.seats import seat
from legation.register.state import BEGIN, Happening, Ruling
from legation.register.stoppages import STOPPED

READER: Final = "scenario/1"
Outcome = Literal["holds", "idle", "later", "unsettled"]
_WITHOUT: Final = {"open": "open", "resume": "open", "close": "closed", "suspend": "not open"}
_NAMED: Final = 8  # missions in a message


@dataclass(frozen=True, slots=True)
class Effect:
    """What became of one entry: it holds on the day; changes nothing; comes later; or other claims leave it unsettled."""

    step: Step
    mission: str
    outcome: Outcome
    why: str

    def json_form(self) -> dict[str, Any]:
        """Give the JSON object: the entry, the mission it is about, and whether it holds on the day."""
        return {**self.step.json_form(), "mission": self.mission, "outcome": self.outcome, "why": self.why}


@dataclass(frozen=True, slots=True)
class Supposed:
    """The state with the scenario in it, and what became of each entry."""

    state: State
    effects: tuple[Effect, ...]


@dataclass(frozen=True, slots=True)
class _Aimed:
    """An entry with the mission that it is about, its day or days, and the record as it is without the scenario."""

    step: Step
    mission: str
    claim: dict[str, Any]
    date: str
    record: Record | None


def suppose(state: State, scenario: Scenario, policy: Policy, on: dt.date) -> Supposed:
    """Fold a scenario's claims beside those of the register, for the missions that it names; the others stay as they are.

    Args:
        state: the register as it is, of all sending states that the scenario names and that are asked about.
        scenario: what is supposed; an entry without a date is of the day asked about.
        policy: the policy under which the state was folded.
        on: the day asked about.

    Raises:
        DataError: an entry names a mission that does not exist, or that may be several.
    """
    aimed = sorted((_aim(step, state, on) for step in scenario.steps), key=lambda one: parse(one.date).latest)
    idle = _idle(aimed)
    told = [one for one in aimed if id(one) not in idle]
    if not told:
        return Supposed(state, _effects(aimed, idle, state, on))
    claims = weigh(_entries(told, scenario, state.known), policy)
    changed: dict[str, list[Evidence]] = {}
    for one, item in zip(told, claims, strict=True):
        changed.setdefault(one.mission, []).append(item)
    missions = {key: _refolded(state.missions.get(key), items, policy) for key, items in changed.items()}
    after = replace(state, missions=dict(sorted({**state.missions, **missions}.items())))
    return Supposed(after, _effects(aimed, idle, after, on))


def _refolded(held: Record | None, supposed: Sequence[Evidence], policy: Policy) -> Record:
    """Fold one mission anew, with what is supposed of it beside the claims that the register holds of it.

    Every other mission stays as it is: a second consulate in thought does not make it doubtful which one "its consulate" is.
    What may be about this mission keeps its doubt. What is supposed to happen on a day does not happen again later: a real
    closing after the supposed one would tell that the mission was open in between.
    """
    if held is None:
        return record_of(key_of(supposed[0].claim), supposed, (), policy)
    mission = held.mission
    city = place(mission.city, mission.receiving) if mission.city else ""
    own = _told([one for one in held.happenings if not _is_moot(one, supposed)])
    known = {item.id for item in own}
    perhaps = [item for each in _happenings(held.otherwise) for item in each.evidence if item.id not in known]
    told = sorted([*own, *supposed], key=by_day)
    return record_of((mission.class_, "" if mission.class_ == "embassy" else city), told, perhaps, policy)


def _happenings(held: Record | None) -> Sequence[Happening]:
    return held.happenings if held else ()


def _is_moot(happening: Happening, supposed: Iterable[Evidence]) -> bool:
    when = happening.when
    days = [item.claim.when for item in supposed if item.claim.kind == happening.kind]
    return when is not None and any(day is not None and day.latest < when.earliest for day in days)


def _told(happenings: Iterable[Happening]) -> list[Evidence]:
    """Give what is told of a mission, each claim tied to the happening that it tells of today."""
    found = []
    for happening in happenings:
        ruled = sorted({item.ruling.merged for item in happening.evidence if item.ruling and item.ruling.merged})
        label = ruled[0] if ruled else happening.id
        found += [_tied(item, label) for item in happening.evidence]
    return found


def _tied(item: Evidence, label: str) -> Evidence:
    return replace(item, ruling=replace(item.ruling or Ruling(), merged=label))


def _entries(told: Sequence[_Aimed], scenario: Scenario, known: Known | None) -> list[Entry]:
    """Write the scenario as it would stand in a log: its document with the claims, and the rulings that go with it."""
    holder = f"scenario: {scenario.title}"
    lines = [_line(one) for one in told]
    document = Document(text="\n".join(lines), title="scenario")
    claims: dict[str, Claim] = {}
    start = 0
    for one, line in zip(told, lines, strict=True):
        claim = Claim(**one.claim, date=one.date, holder=holder, quote=line, start=start, end=start + len(line))
        claims[claim.id_in(document.id)] = claim
        start += len(line) + 1
    last = known or BEGIN
    at, point = last.at, Known(last.sequence + 1, last.at)
    source = Source(document.id, document.title, None, None, None)
    found = [Entry(point, "document", source, READER, claims)]
    for key in claims:
        for kind in ("accept", "split"):
            ruling = Decision(kind=kind, target=key, by=holder, reason="supposed", at=at.isoformat())
            about = Source(ruling.id, ruling.reason, ruling.by, None, None)
            found.append(Entry(point, "decision", about, "", {}, decision=ruling))
    return found


def _line(one: _Aimed) -> str:
    """Write the entry as it is quoted: what happens, when, and what was noted beside it."""
    words = one.step.words if one.step.date else f"{one.step.words} {one.date}"
    return ": ".join(filter(None, (f"{one.step.verb} {words}", one.step.title, one.step.note)))


def _aim(step: Step, state: State, on: dt.date) -> _Aimed:
    """Find the mission that an entry is about: one that the register holds, or, of an opening, a new one."""
    date = step.date or on.isoformat()
    there = [
        record
        for record in state.missions.values()
        if (record.mission.sending, record.mission.receiving) == (step.sending, step.receiving)
    ]
    found = [record for record in there if _fits(record, step)]
    if not (step.class_ or step.id) and (len(found) > 1 or step.verb == "open"):
        found = _meant(found, step, on)
    if len(found) > 1:
        names = ", ".join(record.mission.id for record in found[:_NAMED])
        raise DataError(f"{step.where}: may mean {len(found)} missions: {names}; give one of these IDs")
    if found:
        mission = found[0].mission
        level: Any = found[0].kind or ("mission" if mission.class_ == "unspecified" else level_of(step))
        if step.kind and mission.class_ != "unspecified" and step.verb == "open":
            level = step.kind
        city = mission.city or (step.city if step.verb in ("open", "resume") else None)
        return _Aimed(step, mission.id, _claim(step, level, city), date, found[0])
    if step.verb != "open" or step.id:
        raise DataError(f"{step.where}: {_nothing(step, there)}")
    return _new(step, date)


def _claim(step: Step, level: Any, city: str | None) -> dict[str, Any]:
    sides = {"sending": step.sending, "receiving": step.receiving}
    return {"kind": KIND_OF[step.verb], **sides, "mission": level, "city": city}


def _fits(record: Record, step: Step) -> bool:
    mission = record.mission
    if step.id:
        return mission.id == step.id
    if step.class_ not in (None, "unspecified", mission.class_):
        return False
    if step.city is None:
        return True
    cities = {one for one in (mission.city, record.city) if one}
    if mission.class_ == "embassy" and not cities:
        cities = {one for one in (seat(mission.receiving),) if one}
    return place(step.city, step.receiving) in {place(one, step.receiving) for one in cities}


def _meant(found: list[Record], step: Step, on: dt.date) -> list[Record]:
    """Of the missions that fit where no kind was said: the embassy to open, what has stopped to resume, what is open to close."""
    if step.verb == "open":
        embassies = [one for one in found if one.mission.class_ in ("embassy", "unspecified")]
        return embassies or (found if step.city else [])
    opinions = [(one, open_on(one, on)) for one in found]
    if step.verb == "resume":
        return [one for one, opinion in opinions if opinion.condition in STOPPED] or found
    return [one for one, opinion in opinions if opinion.answer is not Answer.NO] or found


def _new(step: Step, date: str) -> _Aimed:
    level = level_of(step)
    class_ = CLASS_OF[level]
    capital = seat(step.receiving)
    if (
        step.class_ is None
        and step.city
        and capital
        and place(step.city, step.receiving) != place(capital, step.receiving)
    ):
        raise DataError(
            f"{step.where}: embassies sit in {capital}; say what opens in {step.city}, such as "
            f"{step.sending} {step.receiving} consulate {step.city}"
        )
    if class_ in ("consular", "permanent", "office") and not step.city:
        raise DataError(f"{step.where}: a new {level.replace('_', ' ')} needs its city")
    mission = Mission(sending=step.sending, receiving=step.receiving, class_=class_, city=step.city)
    return _Aimed(step, mission.id, _claim(step, level, step.city), date, None)


def _nothing(step: Step, there: Iterable[Record]) -> str:
    where = state_named(step.receiving).name
    named = [record.mission.id for record in there][:_NAMED]
    if named:
        return f"the register holds no such mission; in {where} it has {', '.join(named)}"
    hint = f"`legation network {step.sending} --all` lists those it has"
    return f"the register holds no mission of {step.sending} in {where}; {hint}"


def _idle(aimed: Sequence[_Aimed]) -> set[int]:
    """Name the entries that would change nothing, where no other entry is about the same mission before."""
    seen: set[str] = set()
    idle = set()
    for one in aimed:
        if (
            one.record
            and one.mission not in seen
            and _changes_nothing(one.record, one.step.verb, parse(one.date).latest)
        ):
            idle.add(id(one))
        else:
            seen.add(one.mission)
    return idle


def _changes_nothing(record: Record, verb: str, day: dt.date) -> bool:
    """Whether a mission is as an entry would have it, or is closed and so has no work to suspend."""
    return _is_so(record, verb, day) or (verb == "suspend" and _is_so(record, "close", day))


def _is_so(record: Record, verb: str, day: dt.date) -> bool:
    """Whether a mission is on a day as an entry would have it; where closed or stopped cannot be told, it is neither."""
    opinion = open_on(record, day)
    if verb in ("open", "resume"):
        return opinion.answer is Answer.YES
    return opinion.condition in (STOPPED if verb == "suspend" else ("closed",))


def _effects(aimed: Sequence[_Aimed], idle: set[int], after: State, on: dt.date) -> tuple[Effect, ...]:
    last = {one.mission: one for one in aimed if parse(one.date).latest <= on}
    return tuple(Effect(one.step, one.mission, *_outcome(one, idle, last, after, on)) for one in aimed)


def _outcome(one: _Aimed, idle: set[int], last: dict[str, _Aimed], after: State, on: dt.date) -> tuple[Outcome, str]:
    if id(one) in idle:
        return "idle", f"it is {_WITHOUT[one.step.verb]} then without the scenario too"
    if parse(one.date).latest > on:
        begun = parse(one.date).earliest <= on
        return "later", "its date reaches beyond the day asked about" if begun else "it comes after the day asked about"
    record = after.missions.get(one.mission)
    if last.get(one.mission) is one and not (record and _is_so(record, one.step.verb, on)):
        return "unsettled", "the register has claims of the time after it that speak against it"
    return "holds", ""
