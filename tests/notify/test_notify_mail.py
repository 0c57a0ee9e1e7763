"""Mail by apprise to a real SMTP server on loopback: what arrives, and that text stays text."""

import email
import email.policy
import subprocess
import sys
from collections.abc import Iterator
from email.message import EmailMessage
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from hypothesis import given
from hypothesis import strategies as st
from subscriber import Desk, Subscriber, news

from legation.errors import DataError
from legation.notify import Subscription
from legation.notify.letters import one_line

pytestmark = pytest.mark.filterwarnings("ignore:'imghdr' is deprecated:DeprecationWarning")  # apprise's own


class Box:
    """A mailbox; ``status`` answers what is sent to it."""

    def __init__(self) -> None:
        self.mails, self.status, self.to = list[EmailMessage](), "250 OK", ""

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: ARG002, N802  # aiosmtpd's names
        """Take a mail."""
        if self.status.startswith("250"):
            made = email.message_from_bytes(envelope.content, policy=email.policy.default)
            self.mails.append(made)
            assert envelope.rcpt_tos == ["desk@example.org"]
        return self.status

    def text(self) -> str:
        """Give the plain text of the last mail."""
        part = self.mails[-1].get_body(("plain",))
        assert part is not None
        return str(part.get_content())


class _Server(Controller):
    """A mail server on a port that the system chose."""

    def _trigger_server(self) -> None:
        server: Any = self.server
        self.port = server.sockets[0].getsockname()[1]
        super()._trigger_server()  # type: ignore[no-untyped-call]  # it says nothing of its types


@pytest.fixture
def box() -> Iterator[Box]:
    """A mail server with one box."""
    held = Box()
    server = _Server(held, hostname="127.0.0.1", port=0)
    server.start()
    held.to = f"mailto://127.0.0.1:{server.port}/?from=legation@example.org&to=desk@example.org&mode=insecure"
    try:
        yield held
    finally:
        server.stop()


def test_changes_arrive_as_one_mail_with_their_keys(desk: Desk, box: Box, other: Subscriber) -> None:
    """A mail holds several changes with words, publisher and key; the key is that of the webhook."""
    mail = Subscription(name="Mail", to=box.to)
    hook = Subscription(name="Hook", to=other.address, secret="a secret of the tests")  # noqa: S106  # it opens nothing
    desk.once(mail, hook)
    news(desk.folder, "One", quote="Chile closed its embassy in Norway & left.")
    assert desk.once(mail, hook).sent == 2
    assert box.mails[-1]["Subject"] == "Chile in Norway: closed, new: reported"
    assert "“Chile closed its embassy in Norway & left.” (The Daily)" in box.text()
    assert other.keys()[0] in box.text()
    news(desk.folder, "Two", sending="PE")
    news(desk.folder, "Three", sending="BO")
    desk.once(mail, hook)
    assert len(box.mails) == 2
    assert box.mails[-1]["Subject"].startswith("2 changes, from: Peru in Norway")
    assert all(key in box.text() for key in other.keys()[1:])


def test_who_takes_no_mail_is_tried_again(desk: Desk, box: Box) -> None:
    """A mail that the server does not take waits, and is told without anything of the address."""
    mail = Subscription(name="Mail", to=box.to)
    desk.once(mail)
    news(desk.folder, "One")
    box.status = "451 later"
    assert desk.once(mail).failed == 1
    assert desk.said[-1].startswith("Mail: ")
    assert "desk@example.org" not in " ".join(desk.said)
    box.status = "250 OK"
    assert desk.once(mail).sent == 1
    assert len(box.mails) == 1


HOSTILE = "Closed\r\nBcc: all@example.org\n\n<script>alert(1)</script>\u2028X-Evil: 1\x00\x85 \u202egnp"


def test_no_text_of_news_becomes_a_head_or_an_element(desk: Desk, box: Box) -> None:
    """Titles, publishers and quotes that hold line ends, elements and turning signs stay words of the text."""
    mail = Subscription(name="Mail", to=box.to)
    desk.once(mail)
    news(desk.folder, "Hostile", quote=HOSTILE.replace("\x00", ""), publisher=HOSTILE.replace("\x00", ""))
    assert desk.once(mail).sent == 1
    (made,) = box.mails
    assert "Bcc" not in made
    assert "X-Evil" not in made
    assert made["To"].addresses[0].addr_spec == "desk@example.org"
    html = made.get_body(("html",))
    assert html is None or "<script" not in html.get_content()
    assert "\u202e" not in box.text()
    assert "Bcc: all@example.org" in box.text()


@given(st.text())
def test_a_title_is_one_line(text: str) -> None:
    """Whatever stands in it, nothing of a title ends a line."""
    made = one_line(text + "\r\nBcc: x")
    assert len(made.splitlines()) <= 1
    assert len(made) <= 200
    made.encode("utf-8")


def test_a_private_mail_server_needs_to_be_allowed(desk: Desk, box: Box) -> None:
    """Nothing is sent into a private network unless it is allowed."""
    mail = Subscription(name="Mail", to=box.to)
    desk.once(mail)
    news(desk.folder, "One")
    assert desk.once(mail, private=False).failed == 1
    assert "private or reserved network" in desk.said[-1]
    assert box.mails == []


def test_an_address_that_apprise_does_not_know_is_told_at_once(desk: Desk) -> None:
    """The message names subscription and field, and nothing of what may be secret."""
    with pytest.raises(DataError, match="Chat: to: apprise does not understand this bogus address") as raised:
        desk.once(Subscription(name="Chat", to="bogus://token-of-mine"))
    assert "token-of-mine" not in str(raised.value)


def test_without_apprise_it_is_told_how_to_install_it() -> None:
    """Mail and chat are an extra; webhooks need no apprise."""
    code = (
        "import sys; sys.modules['apprise'] = None\n"
        "from legation.notify.chat import service\n"
        "from legation.errors import MissingExtra\n"
        "try: service('Mail', 'mailto://example.org')\n"
        "except MissingExtra as error: print(error)"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "apprise is not installed; install legation[notify]"
