"""A key comes from the environment or a file of one's own, and stands in nothing that is written."""

import logging
import os
import pickle
import subprocess
import sys
from pathlib import Path

import pytest
from llm_parts import KEY, MakeReader, Story
from llm_server import Act, ModelServer

from legation.errors import ReaderUnusable
from legation.reader.llm import Settings
from legation.reader.llm.secrets import Secret, find_key
from legation.reader.unread import Unread

FORMS = pytest.mark.parametrize("form", ["openai", "anthropic"])
_SET = {"LEGATION_LLM_URL": "https://models.example/v1", "LEGATION_LLM_MODEL": "m"}


@FORMS
def test_the_key_reaches_the_endpoint_and_nothing_else(
    *, server: ModelServer, make: MakeReader, story: Story, form: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """With the log at its loudest, and a server that echoes the key wherever it can, it stands in no output and no file."""
    echo = [{**story.claims[0], "holder": KEY}, {**story.claims[1], "city": KEY}]
    server.play(
        Act(status=400, text=f"bad key {KEY}"),
        Act(status=401, text=f"Authorization: Bearer {KEY}"),
        Act(text=f"the key is {KEY}"),
        Act(claims=echo),
        Act(claims=story.claims),
    )
    shown: list[str] = []
    with caplog.at_level(logging.DEBUG):
        for number in range(5):
            reader = make(form=form, attempts=1, model=f"m{number}")
            found = reader.examine(story.document)
            shown += [repr(found), repr(reader.settings), repr(reader), str(vars(reader)), reader.name]
            if isinstance(found.reading, Unread):
                shown.append(found.reading.detail)
    assert all(KEY in str(asked.headers) for asked in server.asked)
    assert not [text for text in [*shown, caplog.text] if KEY in text]
    files = [file for file in tmp_path.rglob("*") if file.is_file()]
    assert len(files) > 1
    assert not [file for file in files if KEY.encode() in file.read_bytes()]


@FORMS
def test_keys_meant_for_others_do_not_leave_the_machine(
    server: ModelServer, make: MakeReader, story: Story, form: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The client libraries read much from the environment; none of it reaches an endpoint that the user named for Legation."""
    for name in ("API_KEY", "ADMIN_KEY", "ORG_ID", "PROJECT_ID", "AUTH_TOKEN", "WEBHOOK_SECRET"):
        monkeypatch.setenv(f"OPENAI_{name}", "ambient-secret")
        monkeypatch.setenv(f"ANTHROPIC_{name}", "ambient-secret")
    for name in ("OPENAI", "ANTHROPIC"):
        monkeypatch.setenv(f"{name}_CUSTOM_HEADERS", "X-Ambient: ambient-secret\nCookie: ambient-secret")
    for key in (Secret(KEY), None):
        make(form=form, key=key, cache=None).read(story.document)
    assert len(server.asked) == 2
    for asked in server.asked:
        assert "ambient" not in str(asked.headers).lower()
        assert "ambient" not in str(asked.body)


def test_a_secret_shows_itself_to_nobody() -> None:
    """It cannot be printed, formatted or pickled by accident."""
    secret = Secret(KEY)
    assert KEY not in f"{secret} {secret!r} {[secret]} {vars(Settings)}"
    with pytest.raises(TypeError):
        pickle.dumps(secret)


def test_a_key_is_taken_out_of_texts_in_every_spelling() -> None:
    """Plain, as JSON escapes it, and as an address writes it."""
    secret = Secret('abc"def/ghi+jkl')
    for text in ('x abc"def/ghi+jkl y', 'x abc\\"def/ghi+jkl y', "x abc%22def%2Fghi%2Bjkl y"):
        assert secret.redact(text) == "x *** y"


def test_a_short_placeholder_is_no_secret() -> None:
    """A key such as "none" would put stars into every text."""
    assert Secret("none").redact("none of the embassies") == "none of the embassies"


def test_a_file_that_others_can_read_is_refused(tmp_path: Path) -> None:
    """The message names the file and says what to do, and not what is in it."""
    file = tmp_path / "key"
    file.write_text(KEY + "\n")
    file.chmod(0o644)
    with pytest.raises(ReaderUnusable, match="chmod 600") as told:
        find_key({"LEGATION_LLM_KEY_FILE": str(file)})
    assert KEY not in str(told.value)
    file.chmod(0o600)
    found = find_key({"LEGATION_LLM_KEY_FILE": str(file)})
    assert found is not None
    assert found.reveal() == KEY


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00", b"two words"])
def test_a_file_without_a_key_is_refused(tmp_path: Path, content: bytes) -> None:
    """Nothing, no text, and more than a key are told apart from a key."""
    file = tmp_path / "key"
    file.write_bytes(content)
    file.chmod(0o600)
    with pytest.raises(ReaderUnusable):
        find_key({"LEGATION_LLM_KEY_FILE": str(file)})


@pytest.mark.parametrize(
    ("changed", "named"),
    [
        ({"LEGATION_LLM_URL": ""}, "LEGATION_LLM_URL"),
        ({"LEGATION_LLM_URL": "ftp://models.example"}, "LEGATION_LLM_URL"),
        ({"LEGATION_LLM_URL": f"https://user:{KEY}@models.example/v1"}, "LEGATION_LLM_URL"),
        ({"LEGATION_LLM_URL": f"https://models.example/v1?key={KEY}"}, "LEGATION_LLM_URL"),
        ({"LEGATION_LLM_URL": "http://models.example/v1", "LEGATION_LLM_KEY": KEY}, "https"),
        ({"LEGATION_LLM_FORM": "telex"}, "LEGATION_LLM_FORM"),
        ({"LEGATION_LLM_ATTEMPTS": "1000"}, "LEGATION_LLM_ATTEMPTS"),
        ({"LEGATION_LLM_CONCURENCY": "2"}, "LEGATION_LLM_CONCURENCY"),
        ({"LEGATION_LLM_BUDGET": "2.50USD"}, "LEGATION_LLM_PRICE"),
        ({"LEGATION_LLM_BUDGET": "lots"}, "budget"),
        ({"LEGATION_LLM_EXTRA": "[1]"}, "LEGATION_LLM_EXTRA"),
        ({"LEGATION_LLM_KEY": KEY, "LEGATION_LLM_KEY_FILE": "/nowhere"}, "LEGATION_LLM_KEY_FILE"),
        ({"LEGATION_LLM_KEY_FILE": "/nowhere/key"}, "/nowhere/key"),
    ],
)
def test_a_wrong_setting_is_named_and_no_key_is_shown(changed: dict[str, str], named: str) -> None:
    """Whatever is wrong, one line says which variable, and the key stays out of it."""
    with pytest.raises(ReaderUnusable, match=named) as told:
        Settings.from_environment({**_SET, **changed})
    assert KEY not in str(told.value)


def test_settings_come_from_the_environment() -> None:
    """All that docs/readers.md names can be set."""
    settings = Settings.from_environment(
        {
            **_SET,
            "LEGATION_LLM_KEY": KEY,
            "LEGATION_LLM_FORM": "anthropic",
            "LEGATION_LLM_STREAM": "1",
            "LEGATION_LLM_PER_MINUTE": "30",
            "LEGATION_LLM_PRICE": "0.25/1.25EUR",
            "LEGATION_LLM_BUDGET": "€2",
            "LEGATION_LLM_CACHE": "off",
        }
    )
    assert (settings.form, settings.stream, settings.per_minute, settings.cache) == ("anthropic", True, 30.0, None)
    assert str(settings.budget) == "2 EUR"


def test_no_option_of_the_command_line_takes_a_key() -> None:
    """What stands in a command is seen by every user of the machine."""
    said = subprocess.run(
        [sys.executable, "-m", "legation.cli", "read", "--help"],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "COLUMNS": "200"},
    ).stdout
    assert "--key" not in said
    assert "--token" not in said
