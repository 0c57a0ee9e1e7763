"""That a form was sent from a page of this server: the browser's own word for it, and a mark that only our pages bear.

A reader has no session, and gets no cookie for the sake of a form. So the mark is bound to the page and the day, and to a
secret that lies in a file beside the register: all processes of a server share it, and a form that was open while the
server ended can be sent to the next one.
"""

import contextlib
import datetime as dt
import hashlib
import hmac
import secrets
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from fastapi import Request

from legation.errors import StoreUnwritable
from legation.register.beside import alone, beside, put

_DAYS: Final = 3  # a form that was open over the weekend may still be sent
_SIZE: Final = 32  # bytes of the secret, as many as the hash is wide
_PATIENCE: Final = 30.0  # seconds that one process waits for another which makes the secret
_LOSS: Final = "the secret of forms cannot be kept there"


class Marks:
    """Makes and checks the marks of forms; two of one secret know each other's."""

    def __init__(self, secret: bytes) -> None:
        self._secret = secret

    @classmethod
    def kept(cls, db: str) -> "Marks":
        """Give those of a register's forms; their secret is made the first time, and where it cannot be kept, holds for this process."""
        path = beside(db, "forms.key")
        found = _read(path)
        if found is None:
            busy = StoreUnwritable(f"{path}: another process keeps it; {_LOSS}")
            with contextlib.suppress(StoreUnwritable), alone(path, _PATIENCE, busy, _LOSS):
                if _read(path) is None:
                    put(path, secrets.token_bytes(_SIZE), _LOSS)
                found = _read(path)
        return cls(found or secrets.token_bytes(_SIZE))

    def make(self, page: str, today: dt.date | None = None) -> str:
        """Give the mark of a page's form."""
        day = today or dt.datetime.now(tz=dt.UTC).date()
        return hmac.new(self._secret, f"{day}\n{page}".encode(), hashlib.sha256).hexdigest()[:40]

    def good(self, page: str, mark: str, today: dt.date | None = None) -> bool:
        """Whether a mark was made for this page, in the last days."""
        day = today or dt.datetime.now(tz=dt.UTC).date()
        made = (self.make(page, day - dt.timedelta(days=ago)) for ago in range(_DAYS + 1))
        return any(hmac.compare_digest(one.encode(), mark.encode("utf-8", "replace")) for one in made)


def _read(path: Path) -> bytes | None:
    """Give a secret that is whole; one cut short would let marks be guessed."""
    try:
        found = path.read_bytes()
    except OSError:
        return None
    return found if len(found) == _SIZE else None


def from_here(request: Request, *, browser: bool = True) -> bool:
    """Whether a request comes from a page of this server; a program that is no ``browser`` may leave out where from."""
    headers = request.headers
    if headers.get("sec-fetch-site", "same-origin") != "same-origin":
        return False
    said = headers.get("origin") or headers.get("referer")
    if said is None:
        return not browser or "sec-fetch-site" in headers
    named = {headers.get("host", "").lower(), urlsplit(request.app.state.settings.base).netloc.lower()}
    try:
        return urlsplit(said).netloc.lower() in named - {""}
    except ValueError:
        return False
