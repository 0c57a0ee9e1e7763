"""The loop: see what changed, write it down for each subscription, send what is due. One thread writes, others wait for servers.

At most one message to a subscription is under way at any time, so that one who is slow or fails holds up no other.
"""

import threading
import time
from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from typing import Any, Final

import msgspec

from legation.notify import chat
from legation.notify.letters import Letter, letters, since
from legation.notify.outbox import Outbox, Waiting
from legation.notify.subscriptions import Notifying, Subscription
from legation.notify.webhook import NotTaken, post
from legation.register import Change, Register

_HANDS: Final = 16  # threads that wait for servers
_IN_A_ROW: Final = 3  # failures after which a subscriber is left alone until the next look
Tell = Callable[[str], None]


class Told(msgspec.Struct, kw_only=True):
    """What notifying came to so far, in changes a subscription."""

    found: int = 0
    sent: int = 0
    failed: int = 0
    given_up: int = 0


@dataclass(slots=True, kw_only=True)
class Post:
    """Who sends what waits. ``stop`` ends it in order: what is under way is waited for, the rest stays in the outbox."""

    listed: Notifying
    outbox: Outbox
    tell: Tell
    allow_private: bool = False
    stop: threading.Event = field(default_factory=threading.Event)
    told: Told = field(default_factory=Told)
    services: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Make the services of apprise, so that a wrong address is told before anything is sent."""
        for one in self.listed.subscriptions:
            if not one.is_webhook:
                self.services[one.name] = chat.service(one.name, one.to)

    def look(self, register: Register) -> None:
        """Write down what changed since each subscription was served last."""
        last = register.known()
        upto, now = (last.sequence if last else 0), time.time()
        positions = {one.name: self.outbox.position(one.name, now, upto) for one in self.listed.subscriptions}
        begin = min(positions.values())
        if begin == upto:
            return
        found = list(letters(since(register, begin, upto), self.listed.base))
        for one in self.listed.subscriptions:
            if positions[one.name] < upto:
                wanted = _wanted(one, found, positions[one.name])
                self.told.found += self.outbox.put(one.name, wanted, upto)

    def send(self) -> None:
        """Send what is due, to all subscriptions at once and to each in order."""
        left: dict[str, int] = dict.fromkeys((one.name for one in self.listed.subscriptions), _IN_A_ROW)
        by_name = {one.name: one for one in self.listed.subscriptions}
        under_way: dict[Future[None], tuple[Subscription, list[Waiting]]] = {}
        now = time.time()  # what fails in this round is not due again within it
        with ThreadPoolExecutor(_HANDS, thread_name_prefix="legation-notify") as pool:
            while True:
                busy = {one.name for one, _ in under_way.values()}
                for name in [one for one in left if one not in busy] if not self.stop.is_set() else []:
                    due = self.outbox.due(name, now, 1 if by_name[name].is_webhook else chat.MOST)
                    if due:
                        under_way[pool.submit(self._hand, by_name[name], due)] = by_name[name], due
                    else:
                        del left[name]
                if not under_way:
                    break
                for one in wait(under_way, return_when=FIRST_COMPLETED).done:
                    self._end(one, *under_way.pop(one), left)
        self.outbox.forget(time.time())

    def _hand(self, to: Subscription, found: list[Waiting]) -> None:
        if to.is_webhook:
            private, timeout = self.allow_private, self.listed.timeout
            post(to.to, to.secret or "", found[0], timeout=timeout, allow_private=private)
        else:
            chat.send(self.services[to.name], to.to, found, allow_private=self.allow_private)

    def _end(self, done: Future[None], to: Subscription, found: list[Waiting], left: dict[str, int]) -> None:
        fault, now = done.exception(), time.time()
        if fault is None:
            self.outbox.sent(to.name, [one.key for one in found], now)
            self.told.sent += len(found)
            left[to.name] = _IN_A_ROW
            return
        asked = fault.wait if isinstance(fault, NotTaken) else 0.0
        # what no library said that it would raise is told by its name alone: its words may hold the address
        said = str(fault) if isinstance(fault, NotTaken) else type(fault).__name__
        lost = self.outbox.failed(
            to.name, found, now, said, wait=self.listed.wait, least=asked, tries=self.listed.tries
        )  # fmt: skip
        self.told.failed += len(found)
        self.told.given_up += lost
        self.tell(f"{to.name}: {said}" + (f"; {lost} given up after {self.listed.tries} tries" if lost else ""))
        left[to.name] -= 1
        if not left[to.name]:
            del left[to.name]


def notify(open_: Callable[[], Any], sender: Post, *, once: bool = False) -> Told:
    """Look at the register that ``open_`` opens and send what is due; ``once``, or until ``sender.stop`` is set.

    The register is opened anew for each look, so that no lock is held between them.

    Raises:
        StoreError: the register cannot be read or the outbox cannot be written.
    """
    while not sender.stop.is_set():
        with open_() as register:
            sender.look(register)
        sender.send()
        if once:
            break
        sender.stop.wait(sender.listed.every)
    return sender.told


def _wanted(to: Subscription, found: list[tuple[Change, Letter]], after: int) -> list[Letter]:
    return [letter for change, letter in found if change.known.sequence > after and to.wants(change)]
