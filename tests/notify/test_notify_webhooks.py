"""Webhooks over real HTTP: signed, tried again, given up, and sent nowhere else."""

import functools
import threading
import time
from pathlib import Path
from typing import Any

import msgspec
import pytest
from subscriber import SECRET, Answer, Desk, Subscriber, Taken, is_signed, news

from legation.errors import StoreUnwritable
from legation.notify import Outbox, Post, Subscription, health, notify
from legation.notify.webhook import signature
from legation.register import Register


def test_a_first_run_begins_with_now(desk: Desk, hook: Subscription, other: Subscriber) -> None:
    """What the register held before is not told; what comes after is, once."""
    assert desk.once(hook).found == 0
    news(desk.folder, "New")
    assert desk.once(hook).sent == 1
    assert desk.once(hook).sent == 0
    assert other.titles() == ["New"]


def test_a_letter_is_signed_and_holds_the_change(desk: Desk, hook: Subscription, other: Subscriber) -> None:
    """The receiver's own sum over time and body agrees; the body is the form of ``changes`` with a key."""
    desk.once(hook, base="https://legation.example.org")
    news(desk.folder, "New")
    desk.once(hook, base="https://legation.example.org")
    (one,) = other.taken
    assert is_signed(one.head, one.body)
    assert not is_signed(one.head, one.body, secret="another " + SECRET)
    assert not is_signed(one.head, one.body + b" ")
    assert not is_signed(one.head, one.body, now=time.time() + 3600)
    assert one.form["id"] == one.key
    assert one.form["title"] == "Chile in Norway: closed, new: reported"
    assert one.form["url"].startswith("https://legation.example.org/document/")
    assert (one.form["change"]["mission"], one.form["change"]["sequence"]) == ("CL-NO-embassy", 2)
    assert one.form["change"]["quotes"][0]["quote"] == "New: the embassy was closed on Monday."
    assert one.head["host"] == other.address.split("/")[2]


def test_a_signature_is_a_known_sum() -> None:
    """The sum is that of other programs: RFC 2104 over ``t.body``."""
    # printf '1700000000.{"id":1}' | openssl dgst -sha256 -hmac 'key of sixteen signs'
    made = "t=1700000000,v1=591accba438b5bc3a895cb1188ffae7ccc148a572a537385d91acfde55622106"
    assert signature("key of sixteen signs", b'{"id":1}', 1_700_000_000) == made


def test_who_fails_is_tried_again_with_the_same_key(desk: Desk, hook: Subscription, other: Subscriber) -> None:
    """A subscriber that fails and recovers has each change, to the byte the same, and in order."""
    desk.once(hook)
    answers = iter([500, 503, 204, 204])
    other.answer = lambda _: (next(answers), {})
    news(desk.folder, "One")
    news(desk.folder, "Two", sending="PE")
    first = desk.once(hook)
    assert (first.failed, first.sent) == (2, 0)
    assert [one.form["change"]["title"] for one in other.asked] == ["One", "Two"]
    assert desk.once(hook).sent == 2
    assert other.titles() == ["One", "Two"]
    assert [one.body for one in other.asked[:2]] == [one.body for one in other.asked[2:]]
    assert [one.key for one in other.asked[:2]] == other.keys()
    assert "Hook: the server answers 500" in desk.said[0]


def test_who_fails_on_is_given_up_and_told(desk: Desk, hook: Subscription, other: Subscriber) -> None:
    """After so many tries a letter is given up, the health counts it, and the next letter goes out."""
    desk.once(hook)
    other.answer = lambda _: (500, {})
    news(desk.folder, "One")
    assert [desk.once(hook, tries=3).given_up for _ in range(4)] == [0, 0, 1, 0]
    assert len(other.asked) == 3
    assert "given up after 3 tries" in desk.said[-1]
    with Outbox(desk.folder / "r.db.notify.db") as outbox:
        (found,) = health(outbox, [hook])
    assert (found.condition, found.given_up, found.waiting, found.failures) == ("failing", 1, 0, 3)
    other.answer = lambda _: (200, {})
    news(desk.folder, "Two", sending="PE")
    assert desk.once(hook).sent == 1
    with Outbox(desk.folder / "r.db.notify.db") as outbox:
        assert health(outbox, [hook])[0].condition == "well"


def test_each_try_waits_twice_as_long(desk: Desk, hook: Subscription, other: Subscriber) -> None:
    """The pauses double, keep to what a server asks for, and end at a day."""
    desk.once(hook)
    news(desk.folder, "One")
    other.answer = lambda _: (500, {})
    desk.once(hook, wait=100)
    now, pauses = time.time(), []
    with Outbox(desk.folder / "r.db.notify.db") as outbox:
        assert outbox.due("Hook", now, 5) == []
        for asked in (0.0, 0.0, 5000.0, 0.0, *[0.0] * 9):
            due = outbox.due("Hook", float("inf"), 5)
            outbox.failed("Hook", due, now, "no", wait=100, tries=50, least=asked)
            pauses.append(outbox.subscribers()["Hook"]["next"] - now)
    assert [round(one) for one in pauses] == [200, 400, 5000, 1600, 3200, 6400, 12800, 25600, 51200, *[86400] * 4]


def test_a_server_may_ask_to_be_left_alone(desk: Desk, hook: Subscription, other: Subscriber) -> None:
    """Retry-After holds where it is longer than the pause."""
    desk.once(hook)
    news(desk.folder, "One")
    other.answer = lambda _: (429, {"Retry-After": "3600"})
    desk.once(hook)
    assert desk.once(hook).failed == 0
    with Outbox(desk.folder / "r.db.notify.db") as outbox:
        assert outbox.subscribers()["Hook"]["next"] > time.time() + 3000


def test_one_who_is_slow_or_dead_stops_no_other(
    desk: Desk, hook: Subscription, other: Subscriber, third: Subscriber
) -> None:
    """While one subscriber keeps its answer back and another's port is closed, the third gets all."""
    all_there, dead = threading.Event(), Subscription(name="Dead", to="http://127.0.0.1:9/", secret=SECRET)

    def slow(_: Taken) -> Answer:
        assert all_there.wait(60)
        return 204, {}

    def count(_: Taken) -> Answer:
        if len(third.asked) == 3:
            all_there.set()
        return 204, {}

    other.answer, third.answer = slow, count
    quick = Subscription(name="Quick", to=third.address, secret=SECRET)
    listed = (dead, hook, quick)
    desk.once(*listed)
    for n, code in enumerate(("PE", "BO", "EC")):
        news(desk.folder, f"Story {n}", sending=code)
    told = desk.once(*listed, timeout=60)
    assert (told.found, told.sent, told.failed) == (9, 6, 3)
    assert third.titles() == other.titles() == ["Story 0", "Story 1", "Story 2"]


def test_who_does_not_answer_in_time_did_not_take_it(desk: Desk, hook: Subscription, other: Subscriber) -> None:
    """A letter whose answer comes too late is sent again, with the same key: at least once."""
    released = threading.Event()
    desk.once(hook)
    news(desk.folder, "One")
    other.answer = lambda _: (204 if released.wait(60) else 500, {})
    assert desk.once(hook, timeout=1).failed == 1
    assert "no answer within 1 seconds" in desk.said[-1]
    released.set()
    assert desk.once(hook, timeout=60).sent == 1
    assert len(set(other.keys())) == 1


def test_no_redirect_is_followed(desk: Desk, hook: Subscription, other: Subscriber, third: Subscriber) -> None:
    """Neither letter nor signature goes to whom the list does not name, by any status of redirect."""
    desk.once(hook)
    news(desk.folder, "One")
    for status in (301, 302, 303, 307, 308):
        other.answer = functools.partial(_elsewhere, status, third.address)
        assert desk.once(hook, tries=9).failed == 1
        assert f"answers {status}, and no redirect is followed" in desk.said[-1]
    assert (third.asked, third.gets) == ([], [])


def _elsewhere(status: int, there: str, _: Taken) -> Answer:
    return status, {"Location": there}


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]", "169.254.169.254", "10.0.0.1", "2130706433"])
def test_private_networks_are_not_reached(desk: Desk, other: Subscriber, host: str) -> None:
    """Unless it is allowed, nothing is sent to a private address, however it is written."""
    port = other.address.split(":")[2]
    inside = Subscription(name="Inside", to=f"http://{host}:{port}", secret=SECRET)
    desk.once(inside)
    news(desk.folder, "One")
    assert desk.once(inside, private=False).failed == 1
    assert "private or reserved network" in desk.said[-1]
    assert other.asked == []


def test_the_backlog_of_a_source_is_no_news(desk: Desk, hook: Subscription, other: Subscriber) -> None:
    """What was there before a source was followed is not told."""
    desk.once(hook)
    news(desk.folder, "From the backlog", backlog=True)
    news(desk.folder, "New", sending="PE")
    desk.once(hook)
    assert other.titles() == ["New"]


def _frozen(filters: dict[str, Any]) -> dict[str, Any]:
    return {key: frozenset(one) for key, one in filters.items()}


def test_filters_choose_what_is_told(desk: Desk, other: Subscriber) -> None:
    """All filters of a subscription must hold, each by one of its values."""
    wanted: dict[str, dict[str, Any]] = {
        "all": {}, "Peru": {"sending": {"PE", "BO"}}, "in Chad": {"receiving": {"TD"}},
        "both": {"sending": {"PE"}, "receiving": {"NO"}}, "one": {"mission": {"PE-TD-embassy"}},
        "opened": {"kind": {"opened"}}, "denied": {"standing": {"denied"}}, "reported": {"standing": {"reported"}},
    }  # fmt: skip
    of = [Subscription(name=name, to=other.address, secret=SECRET, **_frozen(more)) for name, more in wanted.items()]
    of.append(Subscription(name="words", to=other.address, secret=SECRET, words=("monday", "second")))
    desk.once(*of)
    news(desk.folder, "First", sending="CL", receiving="NO")
    news(desk.folder, "Second", sending="PE", receiving="TD", kind="opened")
    with Outbox(desk.folder / "r.db.notify.db") as outbox:
        sender = Post(listed=desk.list(*of), outbox=outbox, tell=desk.said.append)
        with Register.open(desk.folder / "r.db", read_only=True) as register:
            sender.look(register)
        found = {one.name: [each.sequence for each in outbox.due(one.name, float("inf"), 9)] for one in of}
    assert found == {
        "all": [2, 3], "Peru": [3], "in Chad": [3], "both": [], "one": [3], "opened": [3], "denied": [],
        "reported": [2, 3], "words": [3],
    }  # fmt: skip


def test_relations_are_heard_of_by_either_side(desk: Desk, other: Subscriber) -> None:
    """Relations have no sender: who asks for either state is told."""
    of = [
        Subscription(name=one, to=other.address, secret=SECRET, sending=frozenset([one])) for one in ("NO", "CL", "PE")
    ]
    desk.once(*of)
    news(desk.folder, "Severed", kind="relations_severed")
    assert desk.once(*of).sent == 2


def test_what_the_loop_sends_it_sends_until_it_is_stopped(desk: Desk, hook: Subscription, other: Subscriber) -> None:
    """What comes while it runs goes out; ``stop`` ends it."""
    desk.once(hook)
    with Outbox(desk.folder / "r.db.notify.db") as outbox:
        sender = Post(listed=desk.list(hook), outbox=outbox, tell=desk.said.append, allow_private=True)
        rounds = 0

        def open_() -> Register:
            nonlocal rounds
            rounds += 1
            if rounds <= 2:
                news(desk.folder, f"Story {rounds}", sending=("PE", "BO")[rounds - 1])
            else:
                sender.stop.set()
            return Register.open(desk.folder / "r.db", read_only=True)

        assert notify(open_, sender).sent == 2
    assert other.titles() == ["Story 1", "Story 2"]


def test_a_changed_filter_holds_from_then_on(desk: Desk, hook: Subscription, other: Subscriber) -> None:
    """A position belongs to a subscription's name: what was passed over is not told later, and nothing twice."""
    desk.once(hook)
    news(desk.folder, "One")
    desk.once(msgspec.structs.replace(hook, sending=frozenset(["KP"])))
    news(desk.folder, "Two", sending="PE")
    desk.once(hook)
    assert other.titles() == ["Two"]


def test_a_register_that_is_shorter_than_before_is_told_from_its_end(
    desk: Desk, hook: Subscription, other: Subscriber
) -> None:
    """An older register in the same place does not silence a subscription for good."""
    desk.once(hook)
    with Outbox(desk.folder / "r.db.notify.db") as outbox:
        outbox.put("Hook", [], 500)
    desk.once(hook)
    news(desk.folder, "New")
    desk.once(hook)
    assert other.titles() == ["New"]


def test_a_damaged_outbox_is_told(tmp_path: Path) -> None:
    """A file that is none is not overwritten."""
    (tmp_path / "x.db").write_bytes(b"no database at all" * 100)
    with pytest.raises(StoreUnwritable, match="what is to be told cannot be kept there"):
        Outbox(tmp_path / "x.db")
