"""One letter to a subscriber's server: a POST with a signature, to public addresses only, to that address and no other.

``Legation-Signature: t=SECONDS,v1=HEX`` holds the time of sending and the HMAC-SHA256, under the subscription's secret, of
``SECONDS.BODY``. Redirects are not followed: a signature is for whom the list names. What the server answers beyond its
status is not read.
"""

import hashlib
import hmac
import time
from typing import Final

import httpcore
import httpx

from legation import __version__
from legation.errors import FetchRefused
from legation.intake.addresses import Allowed, Deadline, Guard
from legation.intake.network import retry_after
from legation.notify.letters import Letter

_ADVICE: Final = {
    401: "it does not take the signature; is the secret the same on both sides?",
    403: "it does not take the signature; is the secret the same on both sides?",
    404: "there is nothing at this address; is it right?",
    410: "the subscription is gone there; take it off the list",
    429: "it wants fewer letters",
}


class NotTaken(Exception):
    """A letter that a subscriber did not take; ``wait``: seconds that it asked to be left alone."""

    def __init__(self, said: str, wait: float = 0.0) -> None:
        super().__init__(said)
        self.wait = wait


def signature(secret: str, body: bytes, at: int) -> str:
    """Give the value of the head ``Legation-Signature``."""
    made = hmac.new(secret.encode(), f"{at}.".encode() + body, hashlib.sha256).hexdigest()
    return f"t={at},v1={made}"


def post(to: str, secret: str, letter: Letter, *, timeout: float, allow_private: Allowed = False) -> None:
    """Send a letter, within ``timeout`` seconds from resolving the name to the status of the answer.

    Raises:
        NotTaken: the address may not or cannot be reached, or the answer is no 2xx.
    """
    body = letter.body.encode()
    head: dict[bytes | str, bytes | str] = {
        "Host": httpx.URL(to).netloc.decode(),
        "User-Agent": f"Legation/{__version__}",
        "Content-Type": "application/json",
        "Content-Length": str(len(body)),
        "Idempotency-Key": letter.key,
        "Legation-Signature": signature(secret, body, int(time.time())),
    }
    guard = Guard(allow_private, Deadline(timeout))
    try:
        with (
            httpcore.ConnectionPool(
                ssl_context=httpx.create_ssl_context(trust_env=False), network_backend=guard
            ) as pool,
            pool.stream("POST", str(httpx.URL(to)), headers=head, content=body) as answer,
        ):
            status, said = answer.status, {key.lower(): value for key, value in answer.headers}
    except FetchRefused as error:
        raise NotTaken(str(error)) from error
    except httpcore.TimeoutException as error:
        raise NotTaken(f"no answer within {timeout:g} seconds") from error
    except (httpcore.ProtocolError, httpcore.NetworkError, httpcore.UnsupportedProtocol, OSError) as error:
        raise NotTaken(f"cannot be reached ({error})") from error
    if 300 <= status < 400:
        raise NotTaken(f"the server answers {status}, and no redirect is followed; give the address where it ends")
    if not 200 <= status < 300:
        raise NotTaken(
            f"the server answers {status}: {_ADVICE.get(status, 'it did not take it')}",
            retry_after(said.get(b"retry-after", b"").decode("latin-1")),
        )
