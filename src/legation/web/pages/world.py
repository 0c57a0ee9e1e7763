"""The world's page: missions on a map by sending or receiving state on a day, beside a table with the same content."""

import datetime as dt
import functools
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Final

from fastapi import APIRouter, Query, Request, Response

from legation.gazetteer import states
from legation.network import coverage
from legation.register import Definition, Register, Seen
from legation.register.results import key_of, seen_on
from legation.register.stoppages import STOPPED
from legation.terminal.words import by_name, name
from legation.web import drawing
from legation.web.answer import Answer, respond
from legation.web.question import Asked, Question, state_code
from legation.web.recall import Courses, Recall, courses, folded

router = APIRouter(include_in_schema=False)
LOOKS: Final = {
    "open": "open", "suspended": "suspended, evacuated or elsewhere", "closed": "closed", "announced": "announced to change",
    "expected": "expected to change", "unsure": "cannot be said",
}  # fmt: skip
SIZES: Final = (
    (80, 5.2, "80 or more"),
    (20, 3.8, "20 to 79"),
    (2, 3.0, "2 to 19"),
    (1, 2.2, "1"),
)  # from so many missions on
_ASIDE: Final = 4.5  # units between symbols of one city
_SPAN: Final = dt.timedelta(days=365)
_State = Annotated[str | None, Query(description="A state by code or name; all by default.")]


@dataclass(frozen=True, slots=True)
class Symbol:
    """What stands at one place of the map: how many missions of one look, and where a reader gets from there."""

    x: float
    y: float
    size: float
    look: str
    count: int
    label: str
    link: str


@dataclass(frozen=True, slots=True)
class Drawn:
    """What is seen on a day, counted by look, in rows, and as symbols of the map."""

    seen: Sequence[Seen]
    looks: Counter[str]
    rows: list[dict[str, Any]]
    symbols: list[Symbol]
    frame: drawing.Frame


@router.get("/")
@router.get("/world")
@router.get("/world.{ending}")
def page(
    request: Request, question: Asked, ending: str | None = None, sending: _State = None, receiving: _State = None
) -> Response:
    """Show the world, or give the same as JSON, CSV or GeoJSON."""
    chosen = {side: state_code(word.strip()) for side, word in (("sending", sending), ("receiving", receiving)) if word}
    register = request.app.state.registers.reading()
    return respond(request, answer(register, request.app.state.recall, question, chosen), ending)


def look(one: Seen) -> str:
    """Say how a mission is drawn: what is to come before what is."""
    return _look(one.marks, one.answer, one.condition)


@functools.lru_cache(maxsize=1024)  # few differ, of many thousands of missions
def _look(marks: tuple[str, ...], answer: str, condition: str | None) -> str:
    for mark in ("announced", "expected"):
        if mark in marks:
            return mark
    if answer == "yes":
        return "open"
    if answer == "unknown":
        return "unsure"
    return "suspended" if condition in STOPPED else "closed"


def answer(register: Register, recall: Recall, question: Question, chosen: dict[str, str]) -> Answer:
    """Answer where missions are on a day: one row a mission where a state is chosen, one a sending state otherwise."""
    definition = question.counts(register)
    known = register.known(question.known)
    upto = known.sequence if known else 0
    held = courses(register, recall, upto)
    key = (
        "world",
        key_of(register.policy),
        held.since,
        question.on,
        question.definition,
        tuple(sorted(chosen.items())),
    )
    drawn = recall.get(key, lambda: draw(held, question.on, definition, chosen))
    arcs = _arcs(register, recall, question, definition, chosen)
    form = {
        "version": 1, "on": question.on.isoformat(), "known": known.sequence if known else None,
        "definition": question.definition, **chosen, "looks": drawn.looks, "rows": drawn.rows, "arcs": arcs,
    }  # fmt: skip
    whose = " ".join(f"of {name(code)}" if side == "sending" else f"in {name(code)}" for side, code in chosen.items())
    return Answer(
        "world.html", f"Missions {whose}".strip() if chosen else "The world's missions", question, known, form,
        {
            "chosen": {"sending": None, "receiving": None} | chosen, "narrowed": bool(chosen), "symbols": drawn.symbols,
            "looks": LOOKS, "arcs": arcs, "definitions": register.policy.definitions, "names": _names(),
            "frame": drawn.frame, "sizes": _sizes(drawn.symbols), "rows": drawn.rows, "span": _slider(register, recall, question), "last": _last(register),
        },
        rows=drawn.rows, features=lambda: [found for one in drawn.seen if (found := _feature(one))], also=chosen,
    )  # fmt: skip


def draw(held: Courses, on: dt.date, definition: Definition, chosen: dict[str, str]) -> Drawn:
    """Read off one day, and put the missions into rows and symbols."""
    wanted = [one for (sending, receiving), one in held.pairs.items() if _wanted(sending, receiving, chosen)]
    seen = [one for one in seen_on(wanted, on) if definition.has_kind(one.kind)]
    rows = sorted(map(_row, seen), key=lambda row: by_name(row["id"])) if chosen else _by_sender(seen)
    placed, frame = symbols(seen, on, one_state=bool(chosen), close="receiving" in chosen)
    return Drawn(seen, Counter(map(look, seen)), rows, placed, frame)


def _wanted(sending: str, receiving: str, chosen: dict[str, str]) -> bool:
    return chosen.get("sending", sending) == sending and chosen.get("receiving", receiving) == receiving


def _row(one: Seen) -> dict[str, Any]:
    sending, receiving = one.mission.split("-", 2)[:2]
    return {
        "id": one.mission, "sending": sending, "receiving": receiving, "city": one.city or drawing.capital_of(receiving),
        "mission": one.kind or "mission", "look": look(one), "open": one.answer.value, "marks": list(one.marks),
    }  # fmt: skip


def _by_sender(seen: Iterable[Seen]) -> list[dict[str, Any]]:
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for one in seen:
        found[one.mission.split("-", 1)[0]][look(one)] += 1
    return [{"sending": code, **{one: found[code][one] for one in LOOKS}} for code in sorted(found, key=name)]


def symbols(
    seen: Iterable[Seen], on: dt.date, *, one_state: bool, close: bool = False
) -> tuple[list[Symbol], drawing.Frame]:
    """Put missions together by city and look, several looks of one city side by side; where ``close``, frame the map around them."""
    groups: dict[tuple[str | None, str, str], list[Seen]] = defaultdict(list)
    for one in seen:
        receiving = one.mission.split("-", 2)[1]
        town = drawing.seat(one.city, receiving)
        groups[town.name if town else None, receiving, look(one)].append(one)
    spots = {place: at for place in groups if place[0] is not None and (at := drawing.spot(*place[:2])) is not None}
    frame = drawing.frame(list(spots.values())) if close else drawing.WHOLE
    beside: Counter[tuple[float, float]] = Counter()
    found = []
    for place, at in sorted(spots.items()):
        missions = groups[place]
        x = round(at[0] + _ASIDE * frame.scale * beside[at], 2)
        size = round(_size(len(missions)) * frame.scale, 2)
        found.append(
            Symbol(
                x,
                at[1],
                size,
                place[2],
                len(missions),
                _label(place, missions),
                _link(place[1], missions, on, one_state=one_state),
            )
        )
        beside[at] += 1
    return sorted(found, key=lambda one: -one.count), frame


def _label(place: tuple[str | None, str, str], missions: Sequence[Seen]) -> str:
    several = f", {len(missions)} missions" if len(missions) > 1 else ""
    return f"{place[0]}, {name(place[1])}: {LOOKS[place[2]]}{several}"


def _link(receiving: str, missions: Sequence[Seen], on: dt.date, *, one_state: bool) -> str:
    single = one_state and len(missions) == 1
    return f"/mission/{missions[0].mission}?on={on}" if single else f"/?receiving={receiving}&on={on}"


def _size(count: int) -> float:
    return next(size for least, size, _ in SIZES if count >= least)


def _sizes(placed: Sequence[Symbol]) -> list[tuple[float, str]]:
    """Give the sizes that the legend explains, up to the largest on the map; none where all are of one."""
    most = max((one.count for one in placed), default=0)
    return [(size, word) for least, size, word in reversed(SIZES) if most >= least] if most > 1 else []


def _arcs(
    register: Register, recall: Recall, question: Question, definition: Definition, chosen: dict[str, str]
) -> Sequence[dict[str, Any]]:
    """Say who covers the states without a resident mission, where one sending state is chosen."""
    if "sending" not in chosen:
        return []
    held = folded(register, recall, chosen["sending"], question.known)
    found = []
    for gap in coverage(held, chosen["sending"], question.on, definition):
        for cover in gap.covers:
            here = drawing.spot(cover.city, cover.from_) if cover.from_ else None
            there = drawing.spot(None, gap.receiving)
            if here and there and chosen.get("receiving", gap.receiving) == gap.receiving:
                found.append({
                    "receiving": gap.receiving, "from": cover.from_, "city": cover.city, "standing": cover.standing,
                    "path": drawing.arc(here, there),
                })  # fmt: skip
    return found


@functools.cache
def _names() -> list[str]:
    return sorted(one.name for one in states(territories=True))


def _slider(register: Register, recall: Recall, question: Question) -> dict[str, int]:
    """Give the ends of the slider through valid time, as days since 1970: from a year before the first document to now."""
    epoch = dt.date(1970, 1, 1).toordinal()
    first = recall.get("first", lambda: next((one.published for one in register.documents() if one.published), None))
    today = dt.datetime.now(tz=dt.UTC).date()
    begin = min(dt.date.fromisoformat(first) - _SPAN if first else today - _SPAN, question.on)
    return {
        "min": begin.toordinal() - epoch, "max": max(today, question.on).toordinal() - epoch,
        "value": question.on.toordinal() - epoch,
    }  # fmt: skip


def _last(register: Register) -> int:
    last = register.known()
    return last.sequence if last else 0


def _feature(one: Seen) -> dict[str, Any] | None:
    row = _row(one)
    return drawing.feature(one.mission, row["city"], row["receiving"], row)
