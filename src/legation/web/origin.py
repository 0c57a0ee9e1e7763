"""That a form was sent from a page of this server: the browser's own word for it, and a mark that only our pages bear.

A reader has no session, and gets no cookie for the sake of a form. So the mark is bound to the page and the day, and to a
secret that all processes of one server share: after a new start an open form comes back with a new mark and with what
was written in it.
"""

import datetime as dt
import hashlib
import hmac
import secrets
from typing import Final
from urllib.parse import urlsplit

from fastapi import Request

_DAYS: Final = 3  # a form that was open over the weekend may still be sent


class Marks:
    """Makes and checks the marks of forms."""

    def __init__(self, secret: str | None = None) -> None:
        self._secret = (secret or secrets.token_hex(32)).encode()

    def make(self, page: str, today: dt.date | None = None) -> str:
        """Give the mark of a page's form."""
        day = today or dt.datetime.now(tz=dt.UTC).date()
        return hmac.new(self._secret, f"{day}\n{page}".encode(), hashlib.sha256).hexdigest()[:40]

    def good(self, page: str, mark: str, today: dt.date | None = None) -> bool:
        """Whether a mark was made for this page, in the last days."""
        day = today or dt.datetime.now(tz=dt.UTC).date()
        made = (self.make(page, day - dt.timedelta(days=ago)) for ago in range(_DAYS + 1))
        return any(hmac.compare_digest(one.encode(), mark.encode("utf-8", "replace")) for one in made)


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
