"""A web crawl for benchmarks: pages of the size and make of news sites, in WARC files.

A page has 60 to 150 kB of HTML: a head with scripts and styles, menus, teasers of other stories, the article itself and a
footer. The article is one of ``stream``: a share of annotated ones, the rest on other subjects.
"""

import contextlib
import gzip
import html
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from legation.model import Document
from stream import stream

SMALLEST: Final = 60_000
LARGEST: Final = 150_000
_WORDS: Final = [
    "sport",
    "weather",
    "culture",
    "money",
    "travel",
    "opinion",
    "video",
    "podcast",
    "archive",
    "subscribe",
    "newsletter",
    "election",
    "football",
    "recipe",
    "garden",
    "science",
    "health",
    "books",
    "music",
    "stage",
    "film",
    "gallery",
    "crossword",
    "quiz",
    "column",
    "letters",
    "markets",
    "property",
    "motoring",
    "technology",
]


def pages(count: int, relevant: float, seed: int = 7) -> Iterator[tuple[str, str, Document]]:
    """Give pages: address, HTML, and the article in it."""
    chance = random.Random(seed)  # noqa: S311  # a benchmark wants the same pages each time
    blocks = [_block(chance) for _ in range(400)]
    for number, document in enumerate(stream(count, relevant, seed)):
        url = f"https://news{number % 97}.example/2024/05/{number}"
        yield url, _page(document, blocks, chance), document


def _block(chance: random.Random) -> str:
    """Write a piece of furniture: a menu, a teaser list, a script or a style."""
    form = chance.choice(("menu", "teasers", "teasers", "script", "script", "style"))
    words = [chance.choice(_WORDS) for _ in range(120)]
    if form == "menu":
        return (
            "<nav><ul>"
            + "".join(f'<li><a class="nav__link" href="/{one}">{one.title()}</a></li>' for one in words[:40])
            + "</ul></nav>"
        )
    if form == "teasers":
        rows = (" ".join(words[at : at + 8]).capitalize() for at in range(0, 96, 8))
        return (
            '<aside class="teasers">'
            + "".join(
                f'<div class="card"><a href="/t/{chance.randrange(9999)}"><h3>{one}</h3></a></div>' for one in rows
            )
            + "</aside>"
        )
    if form == "script":
        body = ";".join(f'window.dataLayer.push({{"{one}":"{chance.getrandbits(96):x}"}})' for one in words[:60])
        return f"<script>window.dataLayer=window.dataLayer||[];{body};</script>"
    return (
        "<style>"
        + "".join(
            f".{one}-{chance.randrange(999)}{{margin:0 auto;padding:{chance.randrange(40)}px;color:#{chance.getrandbits(24):06x}}}"
            for one in words[:60]
        )
        + "</style>"
    )


def _page(document: Document, blocks: list[str], chance: random.Random) -> str:
    title, *paragraphs = [html.escape(part) for part in document.text.split("\n\n") if part.strip()]
    day = document.published or "2024-05-15"
    head = f'<meta charset="utf-8"><title>{title}</title><meta property="article:published_time" content="{day}T09:00:00Z">'
    body = f"<main><article><h1>{title}</h1>" + "".join(f"<p>{one}</p>" for one in paragraphs) + "</article></main>"
    size = chance.randrange(SMALLEST, LARGEST) - len(body) - len(head)
    furniture: list[str] = []
    while size > 0:
        furniture.append(chance.choice(blocks))
        size -= len(furniture[-1])
    cut = len(furniture) // 3
    return (
        f'<!DOCTYPE html><html lang="en"><head>{head}</head><body><header>{"".join(furniture[:cut])}</header>{body}'
        f"<footer>{''.join(furniture[cut:])}</footer></body></html>"
    )


def write(folder: Path, count: int, relevant: float, files: int) -> tuple[list[Path], int]:
    """Write pages into so many gzipped WARC files; give their paths and how many bytes of HTML they hold."""
    paths = [folder / f"crawl-{number:02}.warc.gz" for number in range(files)]
    size = 0
    with contextlib.ExitStack() as stack:
        streams = [stack.enter_context(path.open("wb")) for path in paths]
        for number, (url, page, _) in enumerate(pages(count, relevant)):
            data = page.encode()
            size += len(data)
            # a member of its own for each record, at the fastest level: what is measured is reading
            streams[number % files].write(gzip.compress(_record(url, number, data), 1, mtime=0))
    return paths, size


def _record(url: str, number: int, data: bytes) -> bytes:
    """Write a WARC record (ISO 28500) of an answer over HTTP."""
    answer = (
        f"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {len(data)}\r\n\r\n".encode()
        + data
    )
    head = (
        f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:{number:032x}>\r\nWARC-Date: 2024-05-15T09:00:00Z\r\n"
        f"WARC-Target-URI: {url}\r\nContent-Type: application/http; msgtype=response\r\nContent-Length: {len(answer)}\r\n\r\n"
    )
    return head.encode() + answer + b"\r\n\r\n"
