"""Asks a SPARQL server page by page, patiently: it backs off when told to, and goes on where it was cut off.

Rows that have come are kept in a file until all are there; the same question asked again on the same day continues after
the last whole page. A server that runs out of time may send half an answer with status 200: that page is asked again,
in half the size. Pages are parts of one ordered answer, so nothing comes twice as long as the data do not change.
"""

import datetime as dt
import json
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from legation import __version__
from legation.errors import FetchRefused, ImportRefused
from legation.model import digest

if TYPE_CHECKING:
    import httpx

PAGE: Final = 500
SMALLEST: Final = 25
TRIES: Final = 7  # of one page, before giving up; what has come stays
LONGEST_WAIT: Final = 120.0  # seconds
_AGAIN: Final = frozenset({429, 500, 502, 503, 504})
_HEADERS: Final = {
    "Accept": "application/sparql-results+json",
    "User-Agent": f"Legation/{__version__} (imports of diplomatic missions; a few pages a day)",
}

Row = dict[str, str]


class Told(NamedTuple):
    """How far a fetch has come, for a progress bar."""

    rows: int
    waiting: float  # seconds until the next try; 0 while rows come


class Answers:
    """All rows of one ordered question. ``pause`` waits; ``tell`` is told of every page and every wait."""

    def __init__(
        self,
        endpoint: str,
        question: str,
        kept: Path,
        *,
        page: int = PAGE,
        pause: Callable[[float], None] = time.sleep,
        tell: Callable[[Told], None] = lambda _: None,
    ) -> None:
        self.endpoint, self.question, self.kept, self.page = endpoint, question, kept, page
        self._pause, self._tell = pause, tell
        self.day = dt.datetime.now(tz=dt.UTC).date().isoformat()
        self._key = digest("sparql", endpoint, question, self.day)

    def rows(self) -> list[Row]:
        """Give all rows, those kept from an interrupted run first.

        Raises:
            FetchRefused: the server cannot be reached, or keeps failing; the rows that came are kept for the next run.
            ImportRefused: the server refuses the question, or answers with something else.
        """
        import httpx  # noqa: PLC0415  # only a live import needs it, and it takes its time

        found = self._resumed()
        with httpx.Client(headers=_HEADERS, timeout=httpx.Timeout(90.0, connect=10.0)) as client:
            while True:
                size, rows = self._page(client, len(found))
                found += rows
                self._keep(rows)
                self._tell(Told(len(found), 0))
                if len(rows) < size:
                    return found

    def forget(self) -> None:
        """Throw away what was kept, after all of it has been used."""
        self.kept.unlink(missing_ok=True)

    def _page(self, client: "httpx.Client", offset: int) -> tuple[int, list[Row]]:
        """Ask for one page until it comes; give the size asked for and the rows."""
        import httpx  # noqa: PLC0415  # see rows

        why = ""
        for count in range(TRIES):
            asked = f"{self.question}\nLIMIT {self.page} OFFSET {offset}"
            wait = min(2.0**count, LONGEST_WAIT)
            try:
                response = client.get(self.endpoint, params={"query": asked, "format": "json"})
                if response.status_code == httpx.codes.OK:
                    return self.page, _bindings(response)
                if response.status_code not in _AGAIN:
                    first = " ".join(response.text.split())[:200]
                    raise ImportRefused(f"{self.endpoint}: refuses the question ({response.status_code}: {first})")
                why, wait = f"status {response.status_code}", _wait(response, wait)
            except httpx.TransportError as error:
                why = str(error) or type(error).__name__
            except ValueError:
                why = "half an answer"
            if why != "status 429" and count:
                self.page = max(SMALLEST, self.page // 2)
            self._tell(Told(offset, wait))
            self._pause(wait)
        raise FetchRefused(
            f"{self.endpoint}: {why}, {TRIES} times; {offset} rows are kept, run the same command again to go on"
        )

    def _resumed(self) -> list[Row]:
        """Give the rows of an interrupted run of the same question on the same day; forget any other."""
        try:
            lines = self.kept.read_text("utf-8").split("\n")
        except (OSError, UnicodeDecodeError):
            lines = [""]
        if lines[0] == self._key:
            rows = [json.loads(line) for line in lines[1:-1]]  # what follows the last line end was cut off
            whole = "\n".join(lines[:-1]) + "\n"
        else:
            rows, whole = [], self._key + "\n"
        self.kept.parent.mkdir(parents=True, exist_ok=True)
        self.kept.write_text(whole, "utf-8")
        return rows

    def _keep(self, rows: list[Row]) -> None:
        with self.kept.open("a", encoding="utf-8") as file:
            file.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def _wait(response: "httpx.Response", otherwise: float) -> float:
    """Give how long the server wants to be left alone, or our own measure."""
    asked = response.headers.get("Retry-After", "")
    return min(float(asked), LONGEST_WAIT) if asked.isascii() and asked.isdigit() else otherwise


def _bindings(response: "httpx.Response") -> list[Row]:
    """Read the rows of an answer; ValueError where it is cut off, ImportRefused where it is no SPARQL answer."""
    whole: Any = response.json()
    try:
        return [{name: cell["value"] for name, cell in row.items()} for row in whole["results"]["bindings"]]
    except (KeyError, TypeError, AttributeError) as error:
        raise ImportRefused(
            f"{response.url.copy_with(query=None)}: no SPARQL answer; name a SPARQL endpoint"
        ) from error


def grouped(rows: list[Row], by: str) -> Iterator[tuple[str, list[Row]]]:
    """Put consecutive rows with one value together."""
    held: list[Row] = []
    for row in rows:
        if held and held[0][by] != row[by]:
            yield held[0][by], held
            held = []
        held.append(row)
    if held:
        yield held[0][by], held
