"""The list of what is followed: a TOML file, checked field by field.

[watch]
contact = "https://example.org/about-our-crawler"

[[source]]
name = "Ministry of Foreign Affairs"
url = "https://example.org/news/feed.xml"
publisher = "Ministry of Foreign Affairs of Spain"
every = "15m"
"""

import re
import tomllib
from pathlib import Path
from typing import Annotated, Final
from urllib.parse import urlsplit

import msgspec

from legation.errors import DataError

_UNITS: Final = {"s": 1, "m": 60, "h": 3600, "d": 86_400}
_SPAN: Final = re.compile(r"(\d+)\s*([smhd])")
Name = Annotated[str, msgspec.Meta(min_length=1, max_length=200)]


class _Source(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    name: Name
    url: Name
    publisher: str | None = None
    language: str | None = None
    every: str | None = None
    silent: str | None = None


class _Watch(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    contact: str | None = None
    every: str = "15m"
    delay: str = "2s"
    silent: str = "7d"
    timeout: str = "30s"


class _File(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    source: list[_Source] = []
    watch: _Watch = _Watch()


class Source(msgspec.Struct, frozen=True, kw_only=True):
    """One feed or sitemap: asked ``every`` so many seconds, and silent for too long after ``silent`` seconds."""

    name: str
    url: str
    every: int
    silent: int
    publisher: str | None = None
    language: str | None = None


class Watching(msgspec.Struct, frozen=True, kw_only=True):
    """All that is followed. ``contact`` stands in the user agent; ``delay`` seconds pass between two asks of one host."""

    sources: tuple[Source, ...]
    contact: str | None
    delay: int
    timeout: int


def sources(path: Path) -> Watching:
    """Read the list.

    Raises:
        DataError: it cannot be read, has an unknown key, names a source twice, or a wrong address or length of time.
    """
    try:
        found = msgspec.convert(tomllib.loads(path.read_text("utf-8")), _File)
    except (OSError, UnicodeDecodeError) as error:
        raise DataError(f"{path}: cannot be read ({error}); give a TOML file with a [[source]] for each feed") from None
    except tomllib.TOMLDecodeError as error:
        raise DataError(f"{path}: no TOML ({error})") from None
    except msgspec.ValidationError as error:
        raise DataError(f"{path}: {error}; see docs/intake.md") from None
    if not found.source:
        raise DataError(f"{path}: no source; add a [[source]] with a name and a url")
    names: set[str] = set()
    for number, one in enumerate(found.source, 1):
        _check(path, number, one, names)
    watch = found.watch
    return Watching(
        sources=tuple(
            Source(
                name=one.name,
                url=one.url,
                every=_seconds(path, f"{one.name}: every", one.every or watch.every),
                silent=_seconds(path, f"{one.name}: silent", one.silent or watch.silent),
                publisher=one.publisher,
                language=one.language,
            )
            for one in found.source
        ),
        contact=watch.contact,
        delay=_seconds(path, "delay", watch.delay),
        timeout=max(1, _seconds(path, "timeout", watch.timeout)),
    )


def _check(path: Path, number: int, one: _Source, names: set[str]) -> None:
    if one.name in names:
        raise DataError(f"{path}: source {number}: there is another named {one.name!r}; give it a name of its own")
    names.add(one.name)
    try:
        parts = urlsplit(one.url)
        good = parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        good = False
    if not good:
        raise DataError(f"{path}: {one.name}: {one.url!r} is no http or https address")


def _seconds(path: Path, field: str, said: str) -> int:
    found = _SPAN.fullmatch(said.strip())
    if not found:
        raise DataError(f'{path}: {field} = {said!r} is no length of time; write "90s", "15m", "2h" or "7d"')
    return int(found[1]) * _UNITS[found[2]]
