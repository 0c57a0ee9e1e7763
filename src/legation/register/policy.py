"""Policies: the rules from claims to standing, and the definitions of what counts, as versioned TOML.

A policy is data, so that an analyst can write another and put both answers side by side. Nothing in it is optional and
nothing unknown is let by: a misspelt key would otherwise change what the register says without a word.
"""

import functools
import hashlib
import importlib.resources
import json
import tomllib
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, Self, get_args

import msgspec

from legation.errors import PolicyError
from legation.model import Answer
from legation.model.vocabulary import Condition, Kind, MissionKind, Standing

DEFAULT: Final = "all"  # the definition that is asked for where none is named


class Rules(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How claims become a standing."""

    independent_origins: int
    organs_are_one_origin: bool
    third_state_denial_disputes: bool
    moves_spells: tuple[Standing, ...]
    marks_last_days: int


class Grouping(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which claims speak of one happening, in days."""

    agree_within_days: int
    agree_within_days_of: dict[Kind, int]
    plan_lasts_days: int
    retold_within_days: int
    closings_apart_days: int
    stale_list_days: int

    def agree_within(self, kind: str) -> int:
        """Days by which the dates of one happening of this kind may differ."""
        by_kind: Mapping[str, int] = self.agree_within_days_of  # type: ignore[assignment]  # Mapping is invariant in its key
        return by_kind.get(kind, self.agree_within_days)


class Definition(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What counts as a mission of a network."""

    title: str
    kinds: tuple[MissionKind, ...]
    conditions: tuple[Condition, ...]

    def counts(self, kind: str | None, condition: str | None) -> bool:
        """Whether a mission of this kind in this condition counts; a kind that nobody said is a plain ``mission``."""
        return (kind or "mission") in self.kinds and condition in self.conditions

    def answer(self, kind: str | None, open_: Answer, condition: str | None) -> Answer:
        """Say whether a mission counts of which it is said whether it is open, and in which condition it is."""
        if not self.has_kind(kind):
            return Answer.NO
        if open_ is Answer.UNKNOWN:
            return Answer.UNKNOWN
        return Answer.YES if self.counts(kind, condition) else Answer.NO

    def has_kind(self, kind: str | None) -> bool:
        """Whether missions of this kind can count at all."""
        return (kind or "mission") in self.kinds


class Policy(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, dict=True):
    """One policy file."""

    name: str
    version: str
    standing: Rules
    happenings: Grouping
    belongs: dict[str, str]
    state_media: dict[str, str]
    definitions: dict[str, Definition]

    @property
    def label(self) -> str:
        """Name and version, as answers carry them."""
        return f"{self.name}/{self.version}"

    @property
    def text(self) -> str:
        """The TOML text that it was read from; one that was made otherwise is written as TOML."""
        held = self.__dict__.get("text")
        return held if isinstance(held, str) else _toml(msgspec.to_builtins(self))

    @functools.cached_property
    def sha256(self) -> str:
        """A sum over what it says, whatever its comments and the order of its keys."""
        return hashlib.sha256(msgspec.json.encode(msgspec.to_builtins(self), order="sorted")).hexdigest()

    def definition(self, name: str) -> Definition:
        """Give the definition of what counts.

        Raises:
            PolicyError: the policy has none of this name; the message lists those it has.
        """
        try:
            return self.definitions[name]
        except KeyError:
            known = ", ".join(sorted(self.definitions))
            raise PolicyError(f"policy {self.label} has no definition {name!r}; it has {known}") from None

    @classmethod
    def default(cls) -> "Policy":
        """Give the policy that the design describes."""
        return _default()

    @classmethod
    def read(cls, path: Path) -> Self:
        """Read a policy file.

        Raises:
            PolicyError: no TOML, or a key that is unknown, missing or of the wrong kind; the message names it.
        """
        try:
            text = path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise PolicyError(f"{path}: cannot be read ({error}); give a TOML file") from error
        return cls.parse(text, str(path))

    @classmethod
    def parse(cls, text: str, source: str) -> Self:
        """Build from TOML text; ``source`` names it in messages."""
        try:
            raw: dict[str, Any] = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            raise PolicyError(f"{source}: not TOML ({error})") from error
        try:
            policy = msgspec.convert(raw, cls)
        except msgspec.ValidationError as error:
            raise PolicyError(f"{source}: {error}; correct or remove that key") from error
        if policy.standing.independent_origins < 1:
            raise PolicyError(f"{source}: standing.independent_origins must be at least 1")
        if not 0 <= policy.standing.marks_last_days <= _LONGEST:
            raise PolicyError(f"{source}: standing.marks_last_days must lie between 0 and {_LONGEST}")
        unmoved = set(policy.standing.moves_spells) - set(_MAY_MOVE)
        if unmoved:
            raise PolicyError(f"{source}: standing.moves_spells holds {min(unmoved)}, which says nothing has happened")
        policy.__dict__["text"] = text
        return policy


def _toml(form: Mapping[str, Any]) -> str:
    """Write a policy as TOML, a line a key of the outermost table."""
    return "".join(f"{key} = {_value(value)}\n" for key, value in form.items())


def _value(value: Any) -> str:
    if isinstance(value, dict):
        return (
            "{ "
            + ", ".join(f"{json.dumps(key, ensure_ascii=False)} = {_value(one)}" for key, one in value.items())
            + " }"
        )
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(_value, value)) + "]"
    return json.dumps(value, ensure_ascii=False)  # of strings, numbers and booleans JSON and TOML write alike


_LONGEST: Final = 36_525  # days: a century
_MAY_MOVE: Final = tuple(word for word in get_args(Standing) if word in ("confirmed", "reported", "disputed"))


@functools.cache
def _default() -> Policy:
    folder = importlib.resources.files("legation.register") / "policies"
    return Policy.parse((folder / "default.toml").read_text(encoding="utf-8"), "policies/default.toml")


def shipped() -> Mapping[str, Definition]:
    """Give the definitions of what counts that ship with the default policy, by name."""
    return MappingProxyType(dict(sorted(Policy.default().definitions.items())))
