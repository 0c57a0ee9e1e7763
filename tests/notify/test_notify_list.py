"""The list of subscriptions: what it says, and that each fault names its field."""

from pathlib import Path

import pytest

from legation.errors import DataError
from legation.notify import Notifying, subscriptions

HELD = {"KEY": "sixteen signs and more", "SHORT": "abc", "MAIL": "mailto://me:word@example.org"}
HOOK = '[[subscription]]\nname = "Desk"\nto = "https://desk.example.org/hook"\nsecret = "KEY"\n'


def read(folder: Path, text: str) -> Notifying:
    """Read a list."""
    (folder / "list.toml").write_text(text, "utf-8")
    return subscriptions(folder / "list.toml", environment=HELD)


def test_a_list_is_read(tmp_path: Path) -> None:
    """States are read by name or code, one value or several; secrets and addresses come from the environment."""
    found = read(
        tmp_path,
        '[notify]\nevery = "5m"\ntries = 3\nbase = "https://legation.example.org/"\n'
        + HOOK + 'sending = "North Korea"\nreceiving = ["no", "ML"]\nstanding = ["confirmed", "gone"]\nwords = "Closed two"\n'
        + '[[subscription]]\nname = "Mail"\nto_env = "MAIL"\nkind = "closed"\n',
    )  # fmt: skip
    desk, mail = found.subscriptions
    assert (found.every, found.tries, found.wait, found.base) == (300, 3, 30, "https://legation.example.org")
    assert (set(desk.sending), set(desk.receiving), desk.words) == ({"KP"}, {"NO", "ML"}, ("closed", "two"))
    assert (desk.secret, desk.is_webhook, desk.way) == (HELD["KEY"], True, "webhook desk.example.org")
    assert (mail.to, mail.is_webhook, mail.way) == (HELD["MAIL"], False, "mailto")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "no subscription"),
        ("x =", "no TOML"),
        (HOOK + "filter = 1", "unknown field `filter`"),
        (HOOK + "sending = 3", r"\$.subscription\[0\].sending"),
        (HOOK + HOOK, "subscription 2: name: there is another named 'Desk'"),
        (HOOK + 'sending = "Atlantis"', "Desk: sending: 'Atlantis' is no state"),
        (HOOK + 'receiving = ["NO", "QQQ"]', "Desk: receiving: 'QQQ' is no state"),
        (HOOK + 'standing = "rumoured"', "Desk: standing: 'rumoured' is none of confirmed"),
        (HOOK + 'kind = "burnt"', "Desk: kind: 'burnt' is none of opened"),
        (HOOK + 'to_env = "MAIL"', "Desk: to: give either"),
        (HOOK.replace("KEY", "NONE"), "Desk: secret: the environment variable NONE is not set"),
        (HOOK.replace("KEY", "SHORT"), "Desk: secret: what SHORT holds is shorter than 16 signs"),
        (HOOK.replace('secret = "KEY"\n', ""), "Desk: secret: missing"),
        (HOOK.replace("https", "http"), "Desk: to: http can be read on the way"),
        (HOOK.replace("https://", "https://me:word@"), "Desk: to: a name or password"),
        (HOOK.replace("desk.example.org", ""), "Desk: to: no https address"),
        (HOOK.replace("/hook", "/ho ok"), "Desk: to: no https address"),
        (HOOK.replace("/hook", "/hook\\r\\nX: y"), "Desk: to: no https address"),
        (HOOK.replace("example.org", "example.org:99999"), "Desk: to: no https address"),
        (HOOK.replace("https", "json"), "Desk: secret: only webhooks"),
        ('[[subscription]]\nname = "A"\nto = "json://desk.example.org"', "A: to: json:// of apprise is not signed"),
        ('[[subscription]]\nname = "A"\nto = "somebody"', "A: to: no address"),
        ('[[subscription]]\nname = "A"\nto_env = "NONE"', "A: to_env: the environment variable NONE is not set"),
        ('[[subscription]]\nname = ""\nto = "x://y"', "name"),
        (HOOK + '[notify]\nevery = "often"', "notify: every = 'often' is no length of time"),
        (HOOK + "[notify]\ntries = 0", r"\$.notify.tries"),
        (HOOK + '[notify]\nbase = "here"', "notify: base: 'here' is no http or https address"),
    ],
)
def test_a_fault_names_its_field(tmp_path: Path, text: str, said: str) -> None:
    """The message holds file, subscription and field, and nothing secret."""
    with pytest.raises(DataError, match=said) as raised:
        read(tmp_path, text)
    assert "list.toml" in str(raised.value)
    assert not any(secret in str(raised.value) for secret in HELD.values())


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    """The message names the file."""
    with pytest.raises(DataError, match=r"none\.toml: cannot be read"):
        subscriptions(tmp_path / "none.toml")
