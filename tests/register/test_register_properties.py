"""What must hold of the register for any history: order, time, spells and copies."""

import datetime as dt
import itertools
from collections import Counter
from typing import Any

from hypothesis import assume, given, settings
from hypothesis import strategies as st
from places import file, on_server
from register_claims import entry, log, report, say

from legation.model import Answer, Claim, Document
from legation.register import Entry, Policy, Register, State, canonical, fold, open_on
from legation.register.changes import changes
from server import Server

Report = tuple[Document, list[Claim]]

KINDS = ["opened", "closed", "closed", "suspended", "resumed", "moved", "farewell", "incident", "level_changed"]
DATES = [
    None, None, "1972", "1998", "2013", "2013-10-01", "2021-03", "2023-10", "2023-10-25", "2023-11-20", "2023-11-21",
    "2023-10/2023-12-05", "../2023-10-01", "../2024-06-01", "2023-12", "2024",
]  # fmt: skip
DAYS = ["2014-01-10", "2021-04-01", "2023-10-01", "2023-10-27", "2023-11-01", "2023-11-30", "2024-01-30", "2024-06-01"]
HOLDERS = [None, None, "Ugandan Foreign Ministry", "South Korean Foreign Ministry", "KCNA", "sources", "Mara Lindqvist"]
POSTS: list[dict[str, Any]] = [
    {"receiving": "UG", "mission": "embassy", "city": "Kampala"},
    {"receiving": "UG", "mission": "embassy", "city": None},
    {"receiving": "UG", "mission": None},
    {"receiving": "UG", "mission": "mission", "city": "Kampala"},
    {"receiving": "CN", "mission": "consulate_general", "city": "Shenyang"},
    {"receiving": "CN", "mission": "consulate", "city": "Dandong"},
    {"receiving": "CN", "mission": "consulate", "city": None},
    {"receiving": "CN", "mission": "embassy"},
]
CALENDAR = [dt.date(year, month, day) for year in (1971, 1998, 2000, 2013, 2022) for month, day in ((1, 1), (12, 31))]
CALENDAR += [dt.date(2023, month, day) for month in range(9, 13) for day in (1, 2, 10, 20, 21, 25, 30)]
CALENDAR += [dt.date(2024, 1, 5), dt.date(2024, 2, 1), dt.date(2024, 7, 1)]


@st.composite
def saying(draw: st.DrawFn) -> dict[str, Any]:
    """Draw the fields of one claim."""
    kind = draw(st.sampled_from(KINDS))
    status = draw(st.sampled_from(["done", "done", "done", "planned", "possible", "denied"]))
    fields = draw(st.sampled_from(POSTS))
    return say(kind, **fields, status=status, date=draw(st.sampled_from(DATES)), holder=draw(st.sampled_from(HOLDERS)))


@st.composite
def document(draw: st.DrawFn, most: int = 3) -> Report:
    """Draw a document with a few claims."""
    said = draw(st.lists(saying(), min_size=1, max_size=most))
    day, publisher = draw(st.sampled_from([*DAYS, None])), draw(st.sampled_from(["A", "B", "C", "KCNA", None]))
    return report(day, publisher, *said, title=f"No. {draw(st.integers(1, 10_000))}")


histories = st.lists(document(), min_size=1, max_size=8, unique_by=lambda each: each[0].id)


def standings(state: State) -> list[tuple[str, str, str, str | None]]:
    """List every happening with its standing and date."""
    return sorted(
        (each.mission, each.kind, each.standing, each.when.edtf if each.when else "")
        for record in state.missions.values()
        for each in record.happenings
    )


@settings(deadline=None)
@given(histories, st.randoms(use_true_random=False))
def test_the_order_of_the_log_does_not_matter(history: list[Report], chance: Any) -> None:
    """The same entries in any order give an equal register."""
    entries = log(*history)
    state = fold(entries)
    chance.shuffle(entries)
    assert fold(entries) == state


@settings(deadline=None)
@given(histories)
def test_spells_never_overlap(history: list[Report]) -> None:
    """Every spell but the last has an end, ends follow one another, and no day lies in two spells for certain."""
    for record in fold(log(*history)).missions.values():
        ends = [when for spell in record.spells for when in (spell.begin, spell.end) if when]
        assert [when.earliest for when in ends] == sorted(when.earliest for when in ends)
        assert [when.latest for when in ends] == sorted(when.latest for when in ends)
        assert all(spell.end is not None for spell in record.spells[:-1])
        assert all(spell.begin is not None for spell in record.spells[1:])


@settings(deadline=None)
@given(
    st.lists(st.sampled_from(["opened", "closed", "suspended", "resumed"]), min_size=1, max_size=6),
    st.lists(st.integers(400, 2000), min_size=6, max_size=6),
    st.randoms(use_true_random=False),
)
def test_exact_days_are_read_as_anybody_would(kinds: list[str], gaps: list[int], chance: Any) -> None:
    """With exact days well apart, the condition on a day is that after the last event up to it."""
    conditions = {"opened": "open", "resumed": "open", "suspended": "suspended", "closed": "closed"}
    days, last = [], dt.date(1990, 1, 1)
    for apart in gaps[: len(kinds)]:
        last += dt.timedelta(days=apart)
        days.append(last)
    # an opening while open, or a closing while closed, is a disagreement between sources and told elsewhere
    after = [conditions[kind] for kind in kinds]
    assume(all(one != other for one, other in itertools.pairwise(after)))
    assume(not any(pair == ("closed", "suspended") for pair in itertools.pairwise(after)))
    reports = [report("2024-01-01", "A", say(kind, date=str(day))) for kind, day in zip(kinds, days, strict=True)]
    chance.shuffle(reports)
    (record,) = fold(log(*reports)).missions.values()
    for day, condition in zip(days, after, strict=True):
        for later in (day, day + dt.timedelta(days=399)):
            assert open_on(record, later).condition == condition
    before = {"opened": Answer.NO}.get(kinds[0], Answer.UNKNOWN)
    assert open_on(record, days[0] - dt.timedelta(days=1)).answer is before


@settings(deadline=None)
@given(histories, st.data())
def test_a_near_copy_changes_nothing(history: list[Report], data: st.DataObject) -> None:
    """A document printed again, later and under another name, changes no standing, date or answer."""
    original, claims = data.draw(st.sampled_from(history))
    copy = Document(
        text=original.text.upper(),
        title=original.title,
        published="2025-01-01",
        publisher=data.draw(st.sampled_from("BXY")),
    )
    copied = [
        Claim(**{**{name: getattr(claim, name) for name in Claim.__struct_fields__}, "quote": claim.quote.upper()})
        for claim in claims
    ]
    before, after = fold(log(*history)), fold(log(*history, (copy, copied)))
    if original.published is not None:
        assert standings(after) == standings(before)
        for key, record in after.missions.items():
            answers = [open_on(record, day).answer for day in CALENDAR]
            assert answers == [open_on(before.missions[key], day).answer for day in CALENDAR]


@settings(deadline=None)
@given(histories, document(most=1))
def test_a_claim_that_turns_yes_into_no_is_named(history: list[Report], added: Report) -> None:
    """Where one more claim makes an open mission closed, the answer hangs on that claim, among others."""
    before, after = fold(log(*history)), fold(log(*history, added))
    (claim,) = added[1]
    for key in before.missions.keys() & after.missions.keys():
        for day in CALENDAR:
            opinion = open_on(after.missions[key], day)
            if open_on(before.missions[key], day).answer is Answer.YES and opinion.answer is Answer.NO:
                assert claim.id_in(added[0].id) in opinion.hangs_on


@settings(deadline=None)
@given(histories)
def test_changes_lead_from_nothing_to_the_state(history: list[Report]) -> None:
    """Carrying out every change in turn ends with the happenings that the state holds, each once."""
    entries = log(*history)
    held: Counter[tuple[str, str, str | None, str | None]] = Counter()
    for each in changes(entries, 0, Policy.default()):
        if each.before is not None:
            held[each.mission, each.kind, each.before, each.date_before] -= 1
        if each.standing is not None:
            held[each.mission, each.kind, each.standing, each.date] += 1
    assert min(held.values(), default=0) >= 0
    told = [(mission, kind, standing, when or None) for mission, kind, standing, when in standings(fold(entries))]
    assert +held == Counter(told)


def hold_to_its_past(history: list[Report], place: str) -> None:
    """Ask a register after each document, and again at the end with that document's number."""
    with Register.open(place) as register:
        said = []
        for found, claims in history:
            known = register.add(found, claims, "test/1").known
            said.append((known, canonical.form(register.state())))
        for known, form in said:
            state = register.state(known.sequence)
            assert (state.known, canonical.form(state)) == (known, form)


@settings(max_examples=15, deadline=None)
@given(histories)
def test_past_answers_stay_as_they_were(history: list[Report]) -> None:
    """What the register said after each document it says again later, asked with that document's number."""
    with file() as place:
        hold_to_its_past(history, place)


def sum_of(history: list[Report], place: str) -> str:
    """Take in documents and give the sum of what follows."""
    with Register.open(place) as register:
        for found, claims in history:
            register.add(found, claims, "test/1")
        return register.rebuild()


@settings(max_examples=15, deadline=None)
@given(histories, st.randoms(use_true_random=False))
def test_a_rebuild_gives_one_sum_whatever_the_order_of_intake(history: list[Report], chance: Any) -> None:
    """Two registers that took in the same documents in different orders are the same to the letter."""
    sums = set()
    for _ in range(2):
        chance.shuffle(history)
        with file() as place:
            sums.add(sum_of(history, place))
    assert len(sums) == 1


def test_both_kinds_of_database_have_one_past_and_one_sum(postgres_server: Server) -> None:
    """In whatever order documents come, SQLite and PostgreSQL end with the same sum, and both keep their past."""

    @settings(max_examples=4, deadline=None)
    @given(histories, st.randoms(use_true_random=False))
    def hold(history: list[Report], chance: Any) -> None:
        with file() as place:
            sums = {sum_of(history, place)}
        chance.shuffle(history)
        with on_server(postgres_server) as place:
            sums.add(sum_of(history, place))
        with on_server(postgres_server) as place:
            hold_to_its_past(history, place)
        assert len(sums) == 1

    hold()


@settings(deadline=None)
@given(histories, st.data())
def test_the_newest_version_of_a_reader_is_in_force(history: list[Report], data: st.DataObject) -> None:
    """A document read again by 0.10 counts as if 0.9 had never read it, whichever was first in the log."""
    again, _ = data.draw(st.sampled_from(history))
    entries: list[Entry] = [entry(number, *each, reader="test/0.9") for number, each in enumerate(history, 2)]
    reread = entry(1, again, [], reader="test/0.10")
    without = fold([each for each in entries if each.source.id != again.id])
    state = fold([*entries, reread])
    assert standings(state) == standings(without)
