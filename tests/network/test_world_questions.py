"""Questions about many states and about stretches of time, asked of small registers."""

import datetime as dt
from typing import Any

import networkx as nx
from hypothesis import given
from hypothesis import strategies as st
from worlds import build, claim, embassy, listed

from legation.model import Answer
from legation.network.graph import MEASURES, graph_of, graphml, measures
from legation.network.presence import Present, host, present, reciprocity
from legation.network.series import days, ranking, series, sliding
from legation.network.ties import ties
from legation.register import Policy, State, results
from legation.register.results import Result

POLICY = Policy.default()
ALL = POLICY.definition("all")
BEFORE, AFTER = dt.date(2023, 10, 1), dt.date(2024, 1, 31)
STATES = ("KP", "CN", "ES", "UG", "FR")


def results_of(state: State) -> list[Result]:
    """Give what the register would store of a state."""
    pairs = {(one.mission.sending, one.mission.receiving) for one in state.missions.values()}
    return results.from_state(state, sorted(pairs))


def shown(state: State, on: dt.date) -> list[Present]:
    """Give the missions that count or may count on a day."""
    return present(results.seen_on(results_of(state), on), ALL)


def pair(sending: str, receiving: str, counted: Answer = Answer.YES) -> Present:
    """Give an embassy by hand."""
    return Present(f"{sending}-{receiving}-embassy", sending, receiving, "embassy", None, counted, "open", ())


def closing(code: str, date: str) -> dict[str, object]:
    """Give a closing that its host confirms."""
    return embassy("closed", code, date=date, holder=f"{code} ministry", organ=code)


def test_a_host_counts_the_missions_in_it_and_in_one_of_its_cities() -> None:
    """All missions in a state, and with a city those in it alone, in any spelling of it."""
    state = build(
        listed("CN", "ES"),
        ("List", "2023-10-01", [claim("opened", "CN", city="Shenyang", mission="consulate_general", date="../2023-10-01")]),
    )  # fmt: skip
    seen = list(results.seen_on(results_of(state), BEFORE))
    assert host(seen, "CN", BEFORE, ALL).counts == {"embassy": 1, "consulate_general": 1}
    assert [one.id for one in host(seen, "CN", BEFORE, ALL, "shenyang").missions] == ["KP-CN-consular-shenyang"]
    assert host(seen, "FR", BEFORE, ALL).missions == ()


def test_what_hangs_in_doubt_is_neither_here_nor_there() -> None:
    """A state whose presence cannot be said is unsure, and in no other list."""
    missions = [
        pair("KP", "CN"),
        pair("CN", "KP"),
        pair("ES", "KP"),
        pair("KP", "UG"),
        pair("FR", "KP", Answer.UNKNOWN),
    ]
    found = reciprocity(missions, "KP", BEFORE)
    assert (found.mutual, found.only_here, found.only_there, found.unsure) == (("CN",), ("ES",), ("UG",), ("FR",))
    assert found.share == 1 / 3


def test_a_series_tells_what_came_and_went_between_its_points() -> None:
    """A closing shows in the month in which it is certain; the last point is the day asked about."""
    state = build(listed("ES", "UG"), ("Paper", "2023-11-20", [closing("ES", "2023-11-05")]))
    found = series(results_of(state), BEFORE, AFTER, ALL, "month")
    assert [one.on.isoformat() for one in found] == ["2023-10-31", "2023-11-30", "2023-12-31", "2024-01-31"]
    assert [len(one.certain) for one in found] == [2, 1, 1, 1]
    assert [one.gone for one in found] == [(), ("KP-ES-embassy",), (), ()]


def test_a_change_that_is_not_certain_at_both_ends_has_no_rank() -> None:
    """Before the first list nothing is known, so that its missions are no expansion; a certain closing is a retreat."""
    state = build(listed("ES", "UG"), ("Paper", "2023-11-20", [closing("ES", "2023-11-05")]))
    found = results_of(state)
    assert ranking(found, [(dt.date(2020, 1, 1), BEFORE)], ALL, grown=True) == []
    (one,) = ranking(found, [(BEFORE, AFTER)], ALL)
    assert (one.rank, one.sending, one.before, one.after, one.net, one.gone) == (1, "KP", 2, 1, -1, ("KP-ES-embassy",))


def test_equals_share_a_rank() -> None:
    """Two windows with one closing each come first together."""
    state = build(
        listed("ES", "UG", day="2020-12-31"),
        ("Paper", "2021-11-20", [closing("ES", "2021-11-05")]),
        ("Paper", "2022-11-20", [closing("UG", "2022-11-05")]),
    )
    found = ranking(results_of(state), sliding(dt.date(2020, 12, 31), dt.date(2022, 12, 31), 1), ALL)
    assert [(one.rank, one.until.year) for one in found] == [(1, 2021), (1, 2022)]


@given(st.dates(dt.date(1900, 1, 1), dt.date(2100, 1, 1)), st.integers(1, 2000), st.sampled_from(["year", "month"]))
def test_days_rise_and_end_with_the_last(since: dt.date, more: int, step: str) -> None:
    """Points of a series rise strictly, and the last is the last day of the stretch."""
    found = list(days(since, since + dt.timedelta(more), step))  # type: ignore[arg-type]  # one of the two
    assert found == sorted(set(found))
    assert found[-1] == since + dt.timedelta(more)
    assert found[0] >= since


def test_relations_without_an_embassy_are_those_that_somebody_tells() -> None:
    """Established relations without an embassy are listed; severed ones are none, and an embassy shows its own."""
    state = build(
        listed("ES"),
        ("Paper", "2023-06-01", [
            claim("relations_established", "FR", date="1990-05-01", holder="KP ministry", organ="KP"),
            claim("relations_severed", "UG", date="2001-05-01", holder="UG ministry", organ="UG"),
        ]),
    )  # fmt: skip
    found = ties(state, "KP", AFTER, ALL)
    assert [one.other for one in found.without] == ["FR"]
    assert {one.other: (one.tied, one.by) for one in found.ties} == {
        "ES": (Answer.YES, "embassy"),
        "FR": (Answer.YES, "relations"),
        "UG": (Answer.NO, "relations"),
    }
    assert all(one.evidence for one in found.ties)


edges = st.sets(st.tuples(st.sampled_from(STATES), st.sampled_from(STATES)).filter(lambda one: one[0] != one[1]))


@given(edges)
def test_measures_are_those_of_the_library(sent: set[tuple[str, str]]) -> None:
    """Degrees add up to the edges, ranks to one, and clustering is networkx's on the graph without directions."""
    missions = [pair(*one) for one in sorted(sent)]
    found = measures(missions)
    assert sum(one.out_degree for one in found) == sum(one.in_degree for one in found) == len(sent)
    if found:
        assert abs(sum(one.pagerank for one in found) - 1) < 1e-4
    library: Any = nx.clustering(graph_of(missions).to_undirected())
    assert {one.state: one.clustering for one in found} == {code: round(value, 4) for code, value in library.items()}


def test_graphml_gives_the_measures_back() -> None:
    """What is written can be read by networkx, with every measure at its state."""
    missions = [pair("KP", "CN"), pair("CN", "KP"), pair("KP", "UG")]
    graph = nx.parse_graphml(graphml(missions, BEFORE).decode())
    assert {one.state: {name: getattr(one, name) for name in MEASURES} for one in measures(missions)} == dict(
        graph.nodes(data=True)
    )


def test_only_what_counts_for_certain_is_an_edge() -> None:
    """A mission of which it cannot be said is no edge."""
    assert list(graph_of([pair("KP", "CN", Answer.UNKNOWN), pair("KP", "ES")]).edges) == [("KP", "ES")]


def test_what_is_shown_is_what_counts_or_may() -> None:
    """A closed mission is not shown; one in doubt is, and says so."""
    state = build(listed("ES", "UG"), ("Paper", "2023-11-20", [closing("ES", "2023-11-02/2023-11-10")]))
    assert {one.receiving: one.counted for one in shown(state, dt.date(2023, 11, 5))} == {
        "ES": Answer.UNKNOWN,
        "UG": Answer.YES,
    }
    assert [one.receiving for one in shown(state, AFTER)] == ["UG"]
