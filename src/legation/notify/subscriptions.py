"""The list of who is told of what: a TOML file, checked field by field.

[notify]
base = "https://legation.example.org"

[[subscription]]
name = "Desk"
to = "https://desk.example.org/hooks/legation"
secret = "DESK_SECRET"
sending = ["KP"]
standing = ["confirmed", "reported"]

What is secret stands in the environment; the list names the variable. An address of apprise that holds a password does
too: ``to_env`` names the variable that holds the address.
"""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Final
from urllib.parse import urlsplit

import msgspec

from legation.errors import DataError
from legation.gazetteer import code_of
from legation.model.lists import read_list, seconds
from legation.model.vocabulary import KINDS, RELATION_KINDS, STANDINGS
from legation.network.changes import OF_POLICY, speaks
from legation.register import Change

GONE: Final = "gone"  # the standing of what the register holds no longer
_LEAST: Final = 16  # signs of a secret; shorter ones can be tried out
_UNSIGNED: Final = ("json", "jsons", "xml", "xmls", "form", "forms")  # apprise's own webhooks
Name = Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
Words = str | list[str] | None


class _Subscription(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    name: Name
    to: str | None = None
    to_env: str | None = None
    secret: str | None = None
    sending: Words = None
    receiving: Words = None
    mission: Words = None
    standing: Words = None
    kind: Words = None
    words: str | None = None


class _Notify(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    base: str | None = None
    every: str = "1m"
    wait: str = "30s"
    timeout: str = "20s"
    tries: Annotated[int, msgspec.Meta(ge=1, le=50)] = 12


class _File(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    subscription: list[_Subscription] = []
    notify: _Notify = _Notify()


class Subscription(msgspec.Struct, frozen=True, kw_only=True):
    """Who is told (``to``: an https address with the ``secret`` that signs, or one of apprise), and of what.

    Of each filter one value must hold; a filter without values lets all pass. ``words`` must all be said.
    """

    name: str
    to: str
    secret: str | None = None
    sending: frozenset[str] = frozenset()
    receiving: frozenset[str] = frozenset()
    mission: frozenset[str] = frozenset()
    standing: frozenset[str] = frozenset()
    kind: frozenset[str] = frozenset()
    words: tuple[str, ...] = ()

    @property
    def is_webhook(self) -> bool:
        """Whether it is told by a signed POST, not by apprise."""
        return self.to.partition(":")[0].lower() in ("http", "https")

    @property
    def way(self) -> str:
        """Say by which way it is told, with nothing of the address that may be secret."""
        return f"webhook {urlsplit(self.to).netloc}" if self.is_webhook else self.to.partition(":")[0].lower()

    def wants(self, change: Change) -> bool:
        """Whether a change passes all filters. Relations have two sides and no sender: either side will do."""
        sides = change.mission.split("-")
        related = change.kind in RELATION_KINDS
        sending, receiving = (set(sides[:2]), set(sides[:2])) if related else ({sides[0]}, set(sides[1:2]))
        return (
            (not self.sending or bool(self.sending & sending))
            and (not self.receiving or bool(self.receiving & receiving))
            and (not self.mission or change.mission in self.mission)
            and (not self.standing or (change.standing or GONE) in self.standing)
            and (not self.kind or change.kind in self.kind)
            and (not self.words or speaks(change, self.words))
        )


class Notifying(msgspec.Struct, frozen=True, kw_only=True):
    """All that are told. The register is looked at ``every`` so many seconds; a try waits ``wait`` seconds, doubled each time."""

    subscriptions: tuple[Subscription, ...]
    base: str | None
    every: int
    wait: int
    timeout: int
    tries: int


def subscriptions(
    path: Path, *, environment: Mapping[str, str] = os.environ, insecure: bool = False, secrets: bool = True
) -> Notifying:
    """Read the list; ``insecure`` lets http addresses pass, without ``secrets`` the environment need not hold any.

    Raises:
        DataError: it cannot be read, or a field is unknown, missing or wrong; the message names it.
    """
    found = read_list(path, _File, entry="subscription", page="docs/notify.md")
    if not found.subscription:
        raise DataError(f"{path}: no subscription; add a [[subscription]] with a name and to")
    made: dict[str, Subscription] = {}
    for number, one in enumerate(found.subscription, 1):
        if one.name in made:
            raise DataError(f"{path}: subscription {number}: name: there is another named {one.name!r}")
        try:
            made[one.name] = _made(one, environment, insecure=insecure, secrets=secrets)
        except DataError as error:
            raise DataError(f"{path}: {one.name}: {error}") from None
    held = found.notify
    try:
        return Notifying(
            subscriptions=tuple(made.values()), base=_base(held.base), every=seconds("every", held.every),
            wait=seconds("wait", held.wait), timeout=max(1, seconds("timeout", held.timeout)), tries=held.tries,
        )  # fmt: skip
    except DataError as error:
        raise DataError(f"{path}: notify: {error}") from None


def _made(one: _Subscription, environment: Mapping[str, str], *, insecure: bool, secrets: bool) -> Subscription:
    if (one.to is None) == (one.to_env is None):
        raise DataError("to: give either to (an address) or to_env (the environment variable that holds it)")
    to = one.to if one.to is not None else _variable("to_env", one.to_env or "", environment, secrets=secrets)
    to = to or "mailto://"
    scheme = to.partition("://")[0].lower()
    secret = None
    if scheme in ("http", "https"):
        _check(to, insecure=insecure)
        if one.secret is None:
            raise DataError("secret: missing; name the environment variable that holds the key for signing")
        secret = _variable("secret", one.secret, environment, secrets=secrets)
        if secrets and len(secret) < _LEAST:
            raise DataError(f"secret: what {one.secret} holds is shorter than {_LEAST} signs")
    elif one.secret is not None:
        raise DataError("secret: only webhooks (https) are signed; leave it out")
    elif scheme in _UNSIGNED:
        raise DataError(f"to: {scheme}:// of apprise is not signed; give the https address and a secret")
    elif "://" not in to:
        raise DataError("to: no address; write https://… or an address of apprise such as mailto://…")
    return Subscription(
        name=one.name, to=to, secret=secret, sending=_states("sending", one.sending),
        receiving=_states("receiving", one.receiving), mission=frozenset(_list(one.mission)),
        standing=_known("standing", one.standing, (*STANDINGS, GONE)),
        kind=_known("kind", one.kind, (*KINDS, *OF_POLICY)), words=tuple((one.words or "").casefold().split()),
    )  # fmt: skip


def _variable(field: str, name: str, environment: Mapping[str, str], *, secrets: bool) -> str:
    found = environment.get(name, "")
    if secrets and not found:
        raise DataError(f"{field}: the environment variable {name} is not set")
    return found


def _check(to: str, *, insecure: bool) -> None:
    try:
        parts = urlsplit(to)
        good, named = bool(parts.hostname) and (parts.port or 1) > 0, parts.username is not None
    except ValueError:
        good, named = False, False
    if not good or not to.isascii() or not to.isprintable() or " " in to:
        raise DataError("to: no https address")
    if named:
        raise DataError("to: a name or password stands in the address; leave it out, the signature tells who sends")
    if parts.scheme.lower() == "http" and not insecure:
        raise DataError("to: http can be read on the way; give an https address (http needs --allow-private)")


def _list(words: Words) -> list[str]:
    return [words] if isinstance(words, str) else words or []


def _known(field: str, words: Words, every: tuple[str, ...]) -> frozenset[str]:
    for one in _list(words):
        if one not in every:
            raise DataError(f"{field}: {one!r} is none of {', '.join(every)}")
    return frozenset(_list(words))


def _states(field: str, words: Words) -> frozenset[str]:
    found = {one: code_of(one) or code_of(one.upper()) for one in _list(words)}
    for one, code in found.items():
        if code is None:
            raise DataError(f"{field}: {one!r} is no state; give its usual English name or its two-letter code")
    return frozenset(code for code in found.values() if code)


def _base(said: str | None) -> str | None:
    if said is not None and not said.startswith(("http://", "https://")):
        raise DataError(f"base: {said!r} is no http or https address")
    return said.rstrip("/") if said else None
