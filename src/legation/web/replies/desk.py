"""Where replies come in, from the form and from programs alike: one limit a client, one check, one ledger."""

import functools
import time

from fastapi import Request

from legation.web.limits import Buckets
from legation.web.origin import Marks
from legation.web.replies.given import Given
from legation.web.replies.ledger import Ledger
from legation.web.settings import Settings


class Desk:
    """What the server keeps of replies between requests: how many each client sent of late, and the secret of its forms."""

    def __init__(self, settings: Settings) -> None:
        self._db = settings.db
        self._buckets = Buckets(settings.share(settings.replies))

    @functools.cached_property
    def marks(self) -> Marks:
        """Give what makes and checks the marks of forms."""
        return Marks.kept(self._db)

    def wait(self, client: str, now: float | None = None) -> int:
        """Take one reply from a client's bucket; gives the seconds until the next where it is empty, else 0.

        The bucket fills at its size an hour, where those of requests fill at theirs a minute: its clock runs slower.
        """
        moment = time.monotonic() if now is None else now
        passes, _, seconds = self._buckets.take(client, moment / 60)
        return 0 if passes else seconds * 60

    def send(self, given: Given) -> str:
        """Keep a reply for the moderators; gives its ID."""
        with Ledger(self._db, write=True) as ledger:
            return ledger.send(given, time.time())

    def ledger(self, *, write: bool = False) -> Ledger:
        """Open the ledger; use it as a context manager."""
        return Ledger(self._db, write=write)


def desk(request: Request) -> Desk:
    """Give the server's desk."""
    found: Desk = request.app.state.desk
    return found
