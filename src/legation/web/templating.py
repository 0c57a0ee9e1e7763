"""Templates, and what they may call: names of states, days and links in words."""

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, Final

from fastapi import FastAPI, Request, Response
from fastapi.templating import Jinja2Templates
from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from legation.model import parse
from legation.terminal import words
from legation.terminal.notes import hosts

FORMATS: Final = {"json": "application/json", "csv": "text/csv", "geojson": "application/geo+json"}
_PROGRAMS: Final = ("/api/", "/feeds/", "/reconcile", "/healthz", "/readyz")  # what only programs ask for
PRIVATE: Final = {"Cache-Control": "no-store"}  # of pages for one person
STATIC: Final = Path(__file__).parent / "static"


Frame = Callable[[Request], dict[str, Any]]  # what the frame of every page shows beside the page's own


def templates(*frames: Frame) -> Jinja2Templates:
    """Make the environment: everything is escaped, and a name that is not there is an error."""
    environment = Environment(
        loader=PackageLoader("legation.web"),
        autoescape=select_autoescape(default=True, default_for_string=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "state": words.name, "day": words.day, "kind": _spaced, "when": words.when, "edtf": _dated, "subject": _subject,
        "published": words.published, "safe_link": safe_link, "turn": words.turn, "by_name": _by_name, "hosts": hosts,
    }  # fmt: skip
    environment.globals["place"] = words.place
    del environment.filters["safe"]  # stored text is hostile: nothing in a template may switch escaping off
    return Jinja2Templates(env=environment, context_processors=list(frames))


def _dated(edtf: str | None) -> str:
    return words.when(parse(edtf)) if edtf else "no date said"


def _subject(label: str) -> str:
    return words.subject(label, whose=True)


def safe_link(url: str | None) -> str | None:
    """Give an address that a page may link to; none of a scheme that could run a script."""
    return url if url and url.startswith(("http://", "https://")) else None


def _by_name(codes: Iterable[str]) -> list[str]:
    return sorted(codes, key=words.name)


def _spaced(word: str) -> str:
    return word.replace("_", " ")


def install(app: FastAPI, *frames: Frame) -> None:
    """Lend the templates to the pages."""
    app.state.templates = templates(*frames)


def wants_page(request: Request) -> bool:
    """Whether an answer is for a browser: not where programs ask, not with the ending of a format, and HTML is accepted."""
    path = request.url.path
    ending = path.rpartition(".")[2]
    return (
        not path.startswith(_PROGRAMS)
        and ending not in FORMATS
        and "text/html" in request.headers.get("accept", "*/*").replace("*/*", "text/html")
    )


def rendered(
    request: Request,
    template: str,
    more: Mapping[str, Any],
    status: int = 200,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """Give a page: what its frame needs, and what is its own."""
    whole = {"path": request.url.path, **more}
    page: Response = request.app.state.templates.TemplateResponse(
        request, template, whole, status_code=status, headers=headers
    )
    return page
