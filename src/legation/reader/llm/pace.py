"""How fast may be asked: a rate of one's own, and the patience that the server asks for in its headers.

``Retry-After`` (RFC 9110, seconds or a date) and ``retry-after-ms`` say how long to wait after a refusal; the
``x-ratelimit-*`` and ``anthropic-ratelimit-*`` families say after an answer that the next question would be one too many.
All workers wait for the same moment, so that one refusal slows all of them down.
"""

import datetime as dt
import email.utils
import re
import threading
import time
from collections.abc import Callable, Mapping
from typing import Final

_FIRST: Final = 0.5  # seconds before the first repetition where the server says nothing; doubled each time
_PARTS: Final = re.compile(
    r"(?:(?P<h>\d+(?:\.\d+)?)h)?(?:(?P<m>\d+(?:\.\d+)?)m(?!s))?(?:(?P<s>\d+(?:\.\d+)?)s)?(?:(?P<ms>\d+(?:\.\d+)?)ms)?"
)
_FAMILIES: Final = (
    "x-ratelimit-{0}-requests",
    "x-ratelimit-{0}-tokens",
    "anthropic-ratelimit-requests-{0}",
    "anthropic-ratelimit-tokens-{0}",
)


class Pace:
    """Lets callers through one after another, no faster than allowed. Clock and sleep can be given, for tests."""

    def __init__(
        self,
        per_minute: float | None,
        longest_wait: float,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._gap = 60 / per_minute if per_minute else 0.0
        self._longest = longest_wait
        self._clock, self._sleep = clock, sleep
        self._next = 0.0
        self._lock = threading.Lock()

    def wait(self) -> None:
        """Wait for one's turn."""
        with self._lock:
            now = self._clock()
            turn = max(now, self._next)
            self._next = turn + self._gap
        if turn > now:
            self._sleep(turn - now)

    def hold(self, seconds: float) -> None:
        """Let nobody through for so long."""
        with self._lock:
            self._next = max(self._next, self._clock() + min(seconds, self._longest))

    def back_off(self, attempt: int, patience: float | None) -> bool:
        """Hold before the next attempt; False where the server asks for more patience than there is."""
        wait = patience if patience is not None else _FIRST * 2.0 ** (attempt - 1)
        if wait > self._longest:
            return False
        self.hold(wait)
        return True


def patience(headers: Mapping[str, str], now: dt.datetime | None = None) -> float | None:
    """Give how many seconds a refusal's headers ask to wait; None where they do not say."""
    if (milliseconds := _number(headers.get("retry-after-ms"))) is not None:
        return milliseconds / 1000
    after = headers.get("retry-after")
    if (seconds := _number(after)) is not None:
        return seconds
    if after:
        try:
            until = email.utils.parsedate_to_datetime(after)
        except (ValueError, TypeError):
            return exhausted(headers, now)
        return max(0.0, (until - (now or dt.datetime.now(dt.UTC))).total_seconds())
    return exhausted(headers, now)


def exhausted(headers: Mapping[str, str], now: dt.datetime | None = None) -> float | None:
    """Give how many seconds it takes until questions are allowed again; None where some are left."""
    waits = []
    for family in _FAMILIES:
        left, reset = headers.get(family.format("remaining")), headers.get(family.format("reset"))
        if _number(left) == 0 and reset:
            waits.append(_until(reset, now or dt.datetime.now(dt.UTC)))
    known = [one for one in waits if one is not None]
    return max(known) if known else None


def _until(reset: str, now: dt.datetime) -> float | None:
    """Read "1.5", "6m0s", "200ms" or an RFC 3339 moment as seconds from now."""
    if (seconds := _number(reset)) is not None:
        return seconds
    if (parts := _PARTS.fullmatch(reset)) and any(parts.groups()):
        scale = {"h": 3600.0, "m": 60.0, "s": 1.0, "ms": 0.001}
        return sum(float(value) * scale[unit] for unit, value in parts.groupdict().items() if value)
    try:
        moment = dt.datetime.fromisoformat(reset)
    except ValueError:
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)
    return max(0.0, (moment - now).total_seconds())


def _number(text: str | None) -> float | None:
    """Read a plain number that is not below nought."""
    try:
        value = float(text) if text else -1.0
    except ValueError:
        return None
    return value if 0 <= value < float("inf") else None
