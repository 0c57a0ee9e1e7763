"""Letters by mail and chat: by apprise, which knows the services. An extra: ``legation[notify]``.

Letters go as plain text; where a service wants HTML, apprise escapes them. apprise makes its own connections, so the
server that an address names is looked up before, and a private one is refused unless it is allowed.
"""

import importlib
import logging
import re
import socket
import threading
from collections.abc import Sequence
from typing import Any, Final, Self
from urllib.parse import unquote

from legation.errors import DataError, MissingExtra
from legation.intake.addresses import is_public
from legation.notify.letters import Letter, one_line
from legation.notify.webhook import NotTaken

MOST: Final = 20  # changes in one message
_MAIL: Final = ("mailto", "mailtos")
_CALLS: Final = re.compile(r"@(?=\w)|<(?=[!@#])")  # what rings somebody's bell in a chat


def needed() -> Any:
    """Give apprise.

    Raises:
        MissingExtra: it is not installed.
    """
    try:
        return importlib.import_module("apprise")
    except ImportError as error:
        raise MissingExtra("apprise is not installed; install legation[notify]") from error


def service(name: str, to: str) -> Any:
    """Make the service that an address of apprise means.

    Raises:
        MissingExtra: apprise is not installed.
        DataError: apprise knows no such service or the address lacks a part.
    """
    apprise = needed()
    asset = apprise.AppriseAsset(
        app_id="Legation", app_desc="Legation", app_url="", async_mode=False, interpret_emojis=False,
        interpret_escapes=False, secure_logging=True,
    )  # fmt: skip
    made = apprise.Apprise.instantiate(to, asset=asset, suppress_exceptions=True)
    if made is None:
        raise DataError(
            f"{name}: to: apprise does not understand this {to.partition(':')[0][:30]} address; see its manual"
        )
    return made


def send(made: Any, to: str, found: Sequence[Letter], *, allow_private: bool) -> None:
    """Send letters as one message.

    Raises:
        NotTaken: apprise could not hand it over, or the server is a private one.
    """
    if not allow_private:
        _is_public(made)
    title = found[0].title if len(found) == 1 else f"{len(found)} changes, from: {found[0].title}"
    text = "\n\n".join(one.text for one in found)
    if to.partition(":")[0].lower() not in _MAIL:
        title, text = (_CALLS.sub(lambda sign: f"{sign[0]}\u200b", one) for one in (title, text))
    with _Heard() as heard:
        taken = made.notify(body=text, title=one_line(title), body_format=needed().NotifyFormat.TEXT)
    if not taken:
        raise NotTaken(_hidden(heard.said, to) or "the service did not take it")


def _is_public(made: Any) -> None:
    host = getattr(made, "smtp_host", None) or getattr(made, "host", None)
    if not host:
        return  # a service with an address of its own
    try:
        addresses = {str(one[4][0]) for one in socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)}
    except (OSError, UnicodeError):
        return  # some services keep a token where others have a host; and to no address nothing can go
    if not all(is_public(one) for one in addresses):
        raise NotTaken("its server lies in a private or reserved network; allow private addresses if you mean it")


def _hidden(said: str, to: str) -> str:
    """Leave out of a message whatever stands in the address."""
    parts = re.split(r"[/?&=:@]", to)[1:]
    for part in sorted({*parts, *map(unquote, parts)}, key=len, reverse=True):
        if len(part) > 3:
            said = said.replace(part, "…")
    return one_line(said)


class _Heard(logging.Handler):
    """What apprise says of a failure, by its log alone; of this thread."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.said = ""
        self._thread = threading.get_ident()

    def emit(self, record: logging.LogRecord) -> None:
        if record.thread == self._thread:
            self.said = record.getMessage()

    def __enter__(self) -> Self:
        logging.getLogger("apprise").addHandler(self)
        return self

    def __exit__(self, *_: object) -> None:
        logging.getLogger("apprise").removeHandler(self)
