"""Being a polite guest: robots.txt, a pause between two asks of one host, and a name."""

import threading
import time
from typing import Final, NamedTuple
from urllib.parse import urlsplit

from protego import Protego

from legation import __version__
from legation.errors import FetchRefused, Unwelcome
from legation.intake.addresses import Allowed
from legation.intake.network import Got, ask

AGENT: Final = "Legation"
_KEPT: Final = 86_400.0  # seconds that a robots.txt is good for (RFC 9309, 2.4)
_SOON: Final = 600.0  # seconds after which one that could not be had is asked for again
_LARGEST: Final = 512_000  # bytes of a robots.txt (RFC 9309, 2.5)
_SLOWEST: Final = 60.0  # seconds of a Crawl-delay that are kept to; who asks for more is asked once a minute
_ANY: Final = range(100, 600)


class _Rules(NamedTuple):
    """What a host's robots.txt says, and how long that is kept; None permits all, ``fault`` says why it forbids all."""

    said: Protego | None
    kept: float
    fault: str | None = None


class Manners:
    """Asks for addresses as their hosts want to be asked. May be used by several threads."""

    def __init__(self, *, contact: str | None, delay: float, timeout: float, allow_private: Allowed) -> None:
        self._head = {"User-Agent": f"{AGENT}/{__version__}" + (f" (+{contact})" if contact else "")}
        self._delay, self._timeout, self._private = delay, timeout, allow_private
        self._lock = threading.Lock()
        self._free: dict[str, float] = {}
        self._rules: dict[str, tuple[float, _Rules]] = {}
        self._asking: dict[str, threading.Lock] = {}
        self.stop = threading.Event()

    def ask(self, url: str, *, head: dict[str, str] | None = None, pages: bool = False) -> Got:
        """Ask for an address, when its host is ready, and give the answer whatever its status; pages only with 200.

        Raises:
            Unwelcome: robots.txt says no.
            FetchRefused: it may not or cannot be fetched.
        """
        host = host_of(url)
        rules = self._rules_of(host, url)
        if rules.fault:
            raise Unwelcome(
                f"{url}: not asked for now, as its host's robots.txt cannot be had: {rules.fault}", for_now=True
            )
        if rules.said is not None and not rules.said.can_fetch(url, AGENT):
            raise Unwelcome(f"{url}: forbidden by the robots.txt of its host", for_now=False)
        self._wait(host, _pause(rules.said, self._delay))
        return ask(
            url, head={**self._head, **(head or {})}, statuses=(200,) if pages else _ANY, allow_private=self._private,
            timeout=self._timeout, pages=pages,
        )  # fmt: skip

    def _wait(self, host: str, pause: float) -> None:
        with self._lock:
            now = time.monotonic()
            begin = max(now, self._free.get(host, 0.0))
            self._free[host] = begin + pause
        if self.stop.wait(begin - now):
            raise FetchRefused(f"{host}: not asked, as the watch ends")

    def _rules_of(self, host: str, url: str) -> _Rules:
        with self._lock:
            lock = self._asking.setdefault(host, threading.Lock())
        with lock:
            until, rules = self._rules.get(host, (0.0, _Rules(None, 0.0)))
            if until < time.monotonic():
                rules = self._read(f"{urlsplit(url).scheme}://{host}/robots.txt")
                self._rules[host] = time.monotonic() + rules.kept, rules
            return rules

    def _read(self, url: str) -> _Rules:
        """Read a robots.txt: what is not there permits all, what cannot be had forbids all for now (RFC 9309, 2.3.1)."""
        try:
            got = ask(
                url, head=self._head, statuses=_ANY, allow_private=self._private, timeout=self._timeout,
                max_bytes=_LARGEST,
            )  # fmt: skip
        except FetchRefused as error:
            return _Rules(None, _SOON, str(error).removeprefix(f"{url}: "))
        if got.status >= 500:
            return _Rules(None, _SOON, f"the server answers {got.status}")
        if got.status >= 300:
            return _Rules(None, _KEPT)
        return _Rules(Protego.parse(got.data.decode("utf-8", "replace")), _KEPT)


def _pause(rules: Protego | None, delay: float) -> float:
    asked = rules.crawl_delay(AGENT) if rules is not None else None
    return max(delay, min(float(asked or 0.0), _SLOWEST))


def host_of(url: str) -> str:
    """Name the host, and port, that an address leads to."""
    return urlsplit(url).netloc.lower()
