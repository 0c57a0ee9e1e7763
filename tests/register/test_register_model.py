"""Random histories of the register held against a naive model, at every point of its past."""

import datetime as dt
import functools
import importlib.resources
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any, Final

import msgspec
import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule
from naive import Naive, Ruled, Told
from places import file, on_server
from register_claims import report, say

from legation.errors import DecisionRefused
from legation.model import Claim, Document
from legation.register import Decision, Policy, Register, canonical, open_on
from legation.register.opinion import glance
from server import Server

DAYS: Final = [dt.date(1990 + 3 * slot, 5, 5) for slot in range(8)]
MISSIONS: Final = {"KP-UG-embassy": "UG", "KP-CN-embassy": "CN"}
TEXT: Final = (importlib.resources.files("legation.register") / "policies" / "default.toml").read_text("utf-8")
# name → the policy, how many origins confirm, and which standings move a spell
POLICIES: Final[dict[str, tuple[Policy, int, set[str]]]] = {
    "default": (Policy.default(), 2, {"confirmed", "reported"}),
    "lone": (Policy.parse(TEXT.replace("origins = 2", "origins = 1"), "lone"), 1, {"confirmed", "reported"}),
    "strict": (Policy.parse(TEXT.replace('["confirmed", "reported"]', '["confirmed"]'), "strict"), 2, {"confirmed"}),
}
events = st.lists(
    st.tuples(st.sampled_from(sorted(MISSIONS)), st.integers(0, len(DAYS) - 1)), min_size=1, max_size=3, unique=True
)


def body(number: int) -> str:
    """Write what no other article has, long enough for a copy to be known by it."""
    return "\n" + " ".join(f"word{number}of{place}" for place in range(50))


class Histories(RuleBasedStateMachine):
    """Documents, copies, lists, readings again, rulings, withdrawals and policies, in any order."""

    place_of: Callable[[], AbstractContextManager[str]] = staticmethod(file)

    @initialize()
    def begin(self) -> None:
        """Begin an empty register and its model."""
        self.place = self.place_of()
        self.register = Register.open(self.place.__enter__())
        self.policy = "default"
        self.naive = Naive()
        self.documents: list[tuple[Document, list[Claim], Told]] = []
        self.answered: list[tuple[int, str, bytes]] = []

    def teardown(self) -> None:
        """Ask everything again that was ever answered."""
        if hasattr(self, "register"):
            for number in range(len(self.answered)):
                self.ask_again(number)
            self.register.close()
            self.place.__exit__(None, None, None)

    def ask_again(self, number: int) -> None:
        """What was answered once is answered again to the letter."""
        upto, policy, form = self.answered[number]
        self.register.policy = POLICIES[policy][0]
        assert msgspec.json.encode(canonical.form(self.register.state(upto))) == form
        self.register.policy = POLICIES[self.policy][0]

    def answer(self, upto: int) -> None:
        """Hold the register at a point of known time against the model, on all days, and note the answer."""
        policy, origins, moving = POLICIES[self.policy]
        self.register.policy = policy
        state = self.register.state(upto)
        held: dict[tuple[str, int], list[str]] = {}
        for key, one in state.missions.items():
            for each in one.happenings:
                assert each.when
                held.setdefault((key, DAYS.index(each.when.earliest)), []).append(each.standing)
        assert {place: sorted(found) for place, found in held.items()} == self.naive.standings(upto, origins)
        for slot, day in enumerate(DAYS):
            asked = day + dt.timedelta(days=100)
            seen = {one.mission: one.answer for one in self.register.seen_on(asked, upto)}
            for mission in MISSIONS:
                expected = self.naive.is_open(upto, origins, moving, mission, slot)
                record = state.missions.get(mission)
                assert (open_on(record, asked).answer if record else None) == expected == seen.get(mission)
        self.answered.append((upto, self.policy, msgspec.json.encode(canonical.form(state))))

    def take(self, document: Document, claims: list[Claim], told: Told) -> None:
        """Take a reading into both."""
        before = self.register.known()
        added = self.register.add(document, claims, f"test/{told.version}")
        assert added.refused == ()
        assert added.known.sequence == (before.sequence if before else 0) + 1
        self.naive.log.append(told)
        self.answer(added.known.sequence)

    def said(self, document: Document, claims: list[Claim], version: int, origin: str) -> Told:
        """Give what the model knows of a reading."""
        missions = {code: mission for mission, code in MISSIONS.items()}
        found = {
            claim.id_in(document.id): (
                missions[claim.receiving or ""], DAYS.index(dt.date.fromisoformat(claim.date or "")), origin,
            )
            for claim in claims
        }  # fmt: skip
        return Told(document.id, version, found)

    @rule(told=events, publisher=st.sampled_from(["Alpha", "Beta", "Gamma"]))
    def add(self, told: list[tuple[str, int]], publisher: str) -> None:
        """A paper says what happened; a list says it of several missions at once."""
        said = [say("closed" if slot % 2 else "opened", MISSIONS[key], date=str(DAYS[slot])) for key, slot in told]
        document, claims = report("2023-01-01", publisher, *said, title=f"No. {len(self.naive.log)}")
        document = msgspec.structs.replace(document, text=document.text + body(len(self.naive.log)))
        reading = self.said(document, claims, 1, publisher)
        self.documents.append((document, claims, reading))
        self.take(document, claims, reading)

    @precondition(lambda self: self.documents)
    @rule(
        data=st.data(),
        publisher=st.sampled_from(["Alpha", "Beta", "Delta"]),
        head=st.sampled_from(["", "Under another headline\n"]),
        cut=st.sampled_from([0, 120]),
    )
    def copy(self, data: Any, publisher: str, head: str, cut: int) -> None:
        """Another paper prints the same words later, or most of them under a headline of its own: no new origin."""
        document, claims, told = data.draw(st.sampled_from(self.documents))
        day = dt.date(2024, 1, 1) + dt.timedelta(days=len(self.naive.log))
        text = head + document.text[: len(document.text) - cut]
        again = Document(
            text=text, title=head.strip() or document.title, published=day.isoformat(), publisher=publisher
        )
        claims = [
            msgspec.structs.replace(claim, start=claim.start + len(head), end=claim.end + len(head)) for claim in claims
        ]
        origin = next(iter(told.claims.values()))[2]
        standings = self.naive.standings(len(self.naive.log), 2)
        whole = told in self.naive.log and not any(
            isinstance(each, Told) and each.document == told.document and each.version > told.version
            for each in self.naive.log
        )
        self.take(again, claims, self.said(again, claims, 1, origin))
        if whole and not self.naive.rulings(len(self.naive.log)):
            assert self.naive.standings(len(self.naive.log), 2) == standings

    @precondition(lambda self: self.documents)
    @rule(data=st.data())
    def read_again(self, data: Any) -> None:
        """A newer version of the reader finds fewer claims in a document, or all of them."""
        document, claims, told = data.draw(st.sampled_from(self.documents))
        found = [claim for claim in claims if data.draw(st.booleans())]
        version = 1 + max(
            each.version for each in self.naive.log if isinstance(each, Told) and each.document == document.id
        )
        origin = next(iter(told.claims.values()))[2]
        self.take(document, found, self.said(document, found, version, origin))

    @precondition(lambda self: self.documents)
    @rule(data=st.data(), kind=st.sampled_from(["accept", "reject", "correct"]), by=st.sampled_from(["Ada", "Ben"]))
    def decide(self, data: Any, kind: Any, by: str) -> None:
        """Somebody rules on a claim; who contradicts an own ruling is refused."""
        _, _, told = data.draw(st.sampled_from(self.documents))
        key = data.draw(st.sampled_from(sorted(told.claims)))
        if kind == "correct" and self.ruled_on(key, "merge", "split"):
            return  # what is merged and then dated apart is one happening of two days, for which the model is too naive
        slot = data.draw(st.integers(0, 3)) * 2 + told.claims[key][1] % 2 if kind == "correct" else None
        corrections = {} if slot is None else {"date": str(DAYS[slot])}
        at = f"2025-01-01T00:00:00.{len(self.naive.log):06}+00:00"
        decision = Decision(kind=kind, target=key, corrections=corrections, by=by, reason="seen", at=at)
        ruled = Ruled(decision.id, kind, (key,), by, slot)
        self.rule_on(decision, ruled, refused=self.own_word_against(ruled))

    def own_word_against(self, ruled: Ruled) -> bool:
        """Whether a ruling contradicts one of the same person."""
        held = self.naive.rulings(len(self.naive.log))
        return any(each.by == ruled.by and each.contradicts(ruled) for each in held)

    def ruled_on(self, key: str, *kinds: str) -> bool:
        """Whether a claim was ever ruled on in one of these ways."""
        return any(isinstance(each, Ruled) and each.kind in kinds and key in each.named for each in self.naive.log)

    @precondition(lambda self: self.documents)
    @rule(data=st.data(), kind=st.sampled_from(["merge", "split"]), by=st.sampled_from(["Ada", "Ben"]))
    def put_together_or_apart(self, data: Any, kind: Any, by: str) -> None:
        """Somebody rules that claims of one day are of one happening, or are not; of two pairs of states it is refused."""
        every = {key: said for _, _, told in self.documents for key, said in told.claims.items()}
        free = sorted(key for key in every if not self.ruled_on(key, "correct"))
        if not free:
            return
        head = data.draw(st.sampled_from(free))
        near = [key for key in free if every[key][1] == every[head][1]]
        named = (head, *(key for key in near if key != head and data.draw(st.booleans())))
        at = f"2025-01-01T00:00:00.{len(self.naive.log):06}+00:00"
        decision = Decision(kind=kind, target=head, others=named[1:], by=by, reason="seen", at=at)
        ruled = Ruled(decision.id, kind, named, by)
        refused = kind == "merge" and (len(named) == 1 or len({every[key][0] for key in named}) > 1)
        self.rule_on(decision, ruled, refused=refused or self.own_word_against(ruled))

    def rule_on(self, decision: Decision, ruled: Ruled, *, refused: bool = False) -> None:
        """Take a ruling into both, or see it refused."""
        try:
            _, known = self.register.decide(decision)
        except DecisionRefused:
            assert refused
            return
        assert not refused
        self.naive.log.append(ruled)
        self.answer(known.sequence)

    @precondition(lambda self: self.naive.rulings(len(self.naive.log)))
    @rule(data=st.data())
    def withdraw(self, data: Any) -> None:
        """A ruling is withdrawn."""
        target = data.draw(st.sampled_from([each.id for each in self.naive.rulings(len(self.naive.log))]))
        decision = Decision(kind="withdraw", target=target, by="Ada", reason="no", at="2025-01-02T00:00:00+00:00")
        self.rule_on(decision, Ruled(decision.id, "withdraw", (target,), "Ada"))

    @precondition(lambda self: self.naive.log)
    @rule(data=st.data(), policy=st.sampled_from(sorted(POLICIES)))
    def ask(self, data: Any, policy: str) -> None:
        """Any point of the past is asked about under any policy, which stays the policy from then on."""
        self.policy = policy
        self.answer(data.draw(st.integers(1, len(self.naive.log))))

    @precondition(lambda self: self.naive.log)
    @rule(policy=st.sampled_from(sorted(POLICIES)))
    def adopt(self, policy: str) -> None:
        """The register stands under a policy from now on: an entry of its own, unless it did already; no past answer changes."""
        last = self.register.adopted()[-1].sha256
        known = self.register.adopt(POLICIES[policy][0])
        self.policy = policy
        assert (known is None) == (last == POLICIES[policy][0].sha256)
        if known is not None:
            self.naive.log.append(policy)
            assert known.sequence == len(self.naive.log)
            assert {change.cause for change in self.register.changes(known.sequence - 1)} <= {"policy"}
        self.answer(len(self.naive.log))

    @precondition(lambda self: self.naive.log)
    @rule(slot=st.integers(0, len(DAYS) - 1))
    def lay(self, slot: int) -> None:
        """What held at every entry is laid, and says at each of them what the log does up to it."""
        self.register.lay_past()
        day = DAYS[slot] + dt.timedelta(days=100)
        for upto in range(1, len(self.naive.log) + 1):
            seen = {one.mission: (one.answer, one.condition, one.marks) for one in self.register.seen_on(day, upto)}
            assert seen == {key: glance(one, day) for key, one in self.register.state(upto).missions.items()}


class TestHistories(Histories.TestCase):  # type: ignore[misc, valid-type]  # made by Hypothesis
    """Random histories in a file."""

    settings = settings(max_examples=12, stateful_step_count=15, deadline=None)


class HistoriesOnServer(Histories):
    """The same in a PostgreSQL database."""


@pytest.fixture(scope="module")
def server(postgres_server: Server) -> None:
    """Let the histories be kept on the server that was started for the tests."""
    HistoriesOnServer.place_of = staticmethod(functools.partial(on_server, postgres_server))


@pytest.mark.usefixtures("server")
class TestHistoriesOnServer(HistoriesOnServer.TestCase):  # type: ignore[misc, valid-type]  # made by Hypothesis
    """Random histories in a PostgreSQL database, fewer of them."""

    settings = settings(max_examples=4, stateful_step_count=12, deadline=None)
