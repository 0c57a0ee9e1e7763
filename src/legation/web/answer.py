"""One answer in every form: a page, JSON, CSV or GeoJSON, from one content and with one hash."""

import csv
import hashlib
import io
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any, Final
from urllib.parse import quote, urlencode

from fastapi import Request, Response

from legation.register import Known
from legation.web.problems import not_found
from legation.web.question import Question
from legation.web.sessions import desks
from legation.web.templating import FORMATS, rendered

_PLACES: Final = ("beyond", "offset", "why")  # what says where in a list an answer begins
Lines = Sequence[Mapping[str, Any]] | Callable[[], Sequence[Mapping[str, Any]]]


@dataclass(frozen=True, slots=True)
class Answer:
    """What was asked, and what is said: ``form`` is the JSON object, ``rows`` the table, ``features`` the map.

    The template gets ``form`` beside ``more``; a format that the answer does not have is not found. Rows and features may
    be given as functions, so that they are worked out only where they are asked for.
    """

    template: str
    title: str
    question: Question
    known: Known | None
    form: Mapping[str, Any]
    more: Mapping[str, Any] = field(default_factory=dict)
    rows: Lines | None = None
    features: Lines | None = None
    also: Mapping[str, str] = field(default_factory=dict)  # what else was asked, for the permalink
    stamp: str = ""  # changes with what the page shows beside the answer; in the page's tag, not in the content's hash

    @property
    def digest(self) -> str:
        """Give the SHA-256 of the content, as the permalink's reader may check it."""
        whole = json.dumps(self.form, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(whole.encode("utf-8", "replace")).hexdigest()

    def formats(self) -> list[str]:
        """List the endings under which the same address gives the same answer."""
        has = {"json": True, "csv": self.rows is not None, "geojson": self.features is not None}
        return [name for name, there in has.items() if there]


def respond(request: Request, answer: Answer, ending: str | None) -> Response:
    """Give an answer in the form asked for; nothing but its hash where the client has it already."""
    bare = quote(_bare(request.url.path))
    permalink = answer.question.permalink(bare, answer.known, answer.also)
    digest = answer.digest
    etag = f'"{digest[:32]}-{ending or f"html{answer.stamp}{_frame(request)}"}"'
    vary = "Accept" if ending else "Accept, Cookie"
    headers = {"ETag": etag, "Cache-Control": "no-cache", "Link": f'<{permalink}>; rel="bookmark"', "Vary": vary}
    if etag in (one.strip() for one in request.headers.get("if-none-match", "").split(",")):
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
    if ending is not None:
        if ending not in answer.formats():
            raise not_found(f"this answer has no form .{ending}; it has {', '.join(answer.formats())}")
        return Response(_written(answer, ending), headers=headers, media_type=FORMATS[ending])
    whole = {
        "title": answer.title, "question": answer.question, "known": answer.known, "answer": answer.form,
        "permalink": permalink, "digest": digest, "formats": answer.formats(), "bare": bare, "again": _again(request), **answer.more,
    }  # fmt: skip
    return rendered(request, answer.template, whole, headers=headers)


def _frame(request: Request) -> str:
    """Tell apart what the page's frame shows: signing in or out shows another."""
    shown = desks(request)
    return hashlib.sha256(repr(shown).encode()).hexdigest()[:8] if shown["signed_in"] is not None else ""


def _again(request: Request) -> Callable[..., str]:
    """Make what writes the address of the same question at another place of its list; at its beginning by default."""

    def again(**place: object) -> str:
        kept = [(name, value) for name, value in request.query_params.multi_items() if name not in _PLACES]
        words = urlencode([*kept, *place.items()])
        return f"{quote(request.url.path)}?{words}" if words else quote(request.url.path)

    return again


def _bare(path: str) -> str:
    if path == "/":
        return "/world"
    stem, _, ending = path.rpartition(".")
    return stem if ending in FORMATS else path


def _written(answer: Answer, ending: str) -> str:
    if ending == "json":
        return json.dumps(answer.form, ensure_ascii=False) + "\n"
    if ending == "geojson":
        whole = {"type": "FeatureCollection", "features": list(_lines(answer.features))}
        return json.dumps(whole, ensure_ascii=False) + "\n"
    return _table(_lines(answer.rows))


def _lines(given: Lines | None) -> Sequence[Mapping[str, Any]]:
    return given() if callable(given) else given or ()


def _table(rows: Sequence[Mapping[str, Any]]) -> str:
    """Write a table; a cell that a spreadsheet would take for a formula gets a leading apostrophe."""
    names = list(dict.fromkeys(name for row in rows for name in row))
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(names)
    writer.writerows([_cell(row.get(name)) for name in names] for row in rows)
    return out.getvalue()


def _cell(value: Any) -> Any:
    text = "" if value is None else "; ".join(map(str, value)) if isinstance(value, list | tuple) else value
    return f"'{text}" if isinstance(text, str) and text[:1] in ("=", "+", "-", "@", "\t", "\r") else text
