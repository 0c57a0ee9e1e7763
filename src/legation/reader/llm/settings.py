"""What a user sets: endpoint, model, form, limits. All of it from the environment, under one prefix."""

import ipaddress
import json
import urllib.parse
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final, Literal, Self, get_args

import msgspec
import platformdirs

from legation.errors import ReaderUnusable
from legation.reader.llm.budget import Budget, Prices
from legation.reader.llm.secrets import Secret, find_key

PREFIX: Final = "LEGATION_LLM_"
Form = Literal["openai", "anthropic"]
Output = Literal["schema", "object"]
_SET_UP: Final = (
    "set LEGATION_LLM_URL (such as http://127.0.0.1:8080/v1) and LEGATION_LLM_MODEL; docs/readers.md shows how"
)


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """How the language-model reader reaches its model, and within which limits.

    ``window`` is in characters of passages in one request, ``per_minute`` in requests; ``attempts`` counts the first.
    ``longest_wait`` is the longest that is waited for a server that asks for patience; one that asks for more is given up.
    """

    url: str
    model: str
    form: Form = "openai"
    output: Output = "schema"
    key: Secret | None = None
    timeout: float = 120.0
    stream: bool = False
    concurrency: int = 4
    per_minute: float | None = None
    attempts: int = 3
    longest_wait: float = 60.0
    max_output: int = 4096
    window: int = 6000
    windows: int = 40
    cache: Path | None = None
    ledger: Path | None = None
    prices: Prices | None = None
    budget: Budget | None = None
    extra: dict[str, Any] = {}

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> Self:
        """Read the settings.

        Raises:
            ReaderUnusable: one is missing, unknown, or not as it should be; the message names the variable.
        """
        given = {
            name.removeprefix(PREFIX).lower(): value.strip()
            for name, value in environment.items()
            if name.startswith(PREFIX) and value.strip()
        }
        unknown = sorted(set(given) - {*_READ, "url", "model", "key", "key_file"})
        if unknown:
            raise ReaderUnusable(f"{PREFIX}{unknown[0].upper()} is no setting; there are: {_names()}")
        if not given.get("url") or not given.get("model"):
            raise ReaderUnusable(f"the language-model reader does not know its model: {_SET_UP}")
        key = find_key(environment)
        values = {name: _value(name, given[name]) for name in _READ if name in given}
        values.setdefault("cache", platformdirs.user_cache_path("legation", appauthor=False) / "llm")
        values.setdefault("ledger", platformdirs.user_state_path("legation", appauthor=False) / "llm-usage.jsonl")
        values["prices"] = values.pop("price", None)
        if budget := values.get("budget"):
            values["budget"] = Budget.parse(budget, values["prices"])
        return cls(url=_address(given["url"], key), model=given["model"], key=key, **values)

    def redact(self, text: str) -> str:
        """Take the key out of a text that came from outside."""
        return self.key.redact(text) if self.key else text


def _one_of(*words: str) -> Any:
    def read(text: str) -> str:
        if text not in words:
            raise ValueError(f"give {' or '.join(words)}")
        return text

    return read


def _number(kind: type[int] | type[float], least: float, most: float) -> Any:
    def read(text: str) -> float:
        value = kind(text)
        if not least <= value <= most:
            raise ValueError(f"give a number from {least:g} to {most:g}")
        return value

    return read


def _yes(text: str) -> bool:
    if text.lower() not in ("0", "1", "yes", "no", "true", "false"):
        raise ValueError("give 1 or 0")
    return text.lower() in ("1", "yes", "true")


def _path(text: str) -> Path | None:
    return None if text.lower() in ("off", "none") else Path(text).expanduser()


def _object(text: str) -> dict[str, Any]:
    found = json.loads(text)
    if not isinstance(found, dict):
        raise ValueError("give a JSON object")  # noqa: TRY004  # what is wrong is the user's text, not a type of ours
    return found


_READ: Final[dict[str, Any]] = {
    "form": _one_of(*get_args(Form)),
    "output": _one_of(*get_args(Output)),
    "timeout": _number(float, 0.1, 3600),
    "stream": _yes,
    "concurrency": _number(int, 1, 64),
    "per_minute": _number(float, 0.1, 100_000),
    "attempts": _number(int, 1, 10),
    "longest_wait": _number(float, 0, 3600),
    "max_output": _number(int, 64, 100_000),
    "window": _number(int, 500, 100_000),
    "cache": _path,
    "ledger": _path,
    "price": Prices.parse,
    "budget": str,
    "extra": _object,
}


def _names() -> str:
    return ", ".join(f"{PREFIX}{name.upper()}" for name in ("url", "model", "key", "key_file", *_READ))


def _value(name: str, text: str) -> Any:
    try:
        return _READ[name](text)
    except ValueError as error:
        raise ReaderUnusable(f"{PREFIX}{name.upper()}: {text[:60]!r}: {error}") from None


def _address(url: str, key: Secret | None) -> str:
    """Hold the endpoint's address to what a key may be sent to."""
    try:
        parts = urllib.parse.urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        host = None
        parts = urllib.parse.urlsplit("")
    if parts.scheme not in ("http", "https") or not host:
        raise ReaderUnusable(f"{PREFIX}URL is no http or https address; {_SET_UP}")
    if parts.username or parts.password or parts.query or parts.fragment:
        raise ReaderUnusable(f"{PREFIX}URL holds more than host and path; put the key into {PREFIX}KEY")
    if key and parts.scheme == "http" and not _near(host):
        raise ReaderUnusable(f"{PREFIX}URL: a key would cross the network unencrypted to {host}; use https")
    return url.rstrip("/")


def _near(host: str) -> bool:
    """Whether a host is this machine or its own network, by its name or number alone."""
    try:
        return ipaddress.ip_address(host).is_private
    except ValueError:
        return host == "localhost" or "." not in host or host.endswith((".localhost", ".local", ".internal", ".lan"))
