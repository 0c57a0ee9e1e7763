"""What a server is told when it starts."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Settings:
    """Which register is served, under which policy, and how it is reached from outside.

    ``db`` is a path or a database URL; ``base`` is the address under which readers know the server, for feeds and
    links that leave it (without a slash at its end);
    ``rate`` is how many requests a minute one client may send to the API, ``replies`` how many replies an hour.
    ``workers`` is how many processes serve the register.
    """

    db: str
    policy: Path | None = None
    base: str = "http://127.0.0.1:8411"
    rate: int = 600
    replies: int = 10
    workers: int = 1

    def share(self, limit: int) -> int:
        """Give the part of a limit that one process grants, so that all of them together never grant more."""
        return max(1, limit // self.workers)
