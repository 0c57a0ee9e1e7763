"""The list of what is followed: a TOML file, checked field by field.

[watch]
contact = "https://example.org/about-our-crawler"

[[source]]
name = "Ministry of Foreign Affairs"
url = "https://example.org/news/feed.xml"
publisher = "Ministry of Foreign Affairs of Spain"
every = "15m"
"""

from pathlib import Path
from typing import Annotated

import msgspec

from legation.errors import DataError
from legation.intake.feeds import is_web_address
from legation.model.lists import read_list, seconds

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
    found = read_list(path, _File, entry="source", page="docs/intake.md")
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
                every=seconds(f"{path}: {one.name}: every", one.every or watch.every),
                silent=seconds(f"{path}: {one.name}: silent", one.silent or watch.silent),
                publisher=one.publisher,
                language=one.language,
            )
            for one in found.source
        ),
        contact=watch.contact,
        delay=seconds(f"{path}: delay", watch.delay),
        timeout=max(1, seconds(f"{path}: timeout", watch.timeout)),
    )


def _check(path: Path, number: int, one: _Source, names: set[str]) -> None:
    if one.name in names:
        raise DataError(f"{path}: source {number}: there is another named {one.name!r}; give it a name of its own")
    names.add(one.name)
    if not is_web_address(one.url):
        raise DataError(f"{path}: {one.name}: {one.url!r} is no http or https address")
