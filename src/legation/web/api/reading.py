"""Text in, claims out: the reader over HTTP. Nothing is stored and nothing is fetched."""

import dataclasses
import datetime as dt
import threading
from collections.abc import Iterable
from typing import Annotated, Any, Final

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from legation.model import Claim, Document
from legation.web.api.forms import send

router = APIRouter(prefix="/api/v1", tags=["reading"])
LONGEST: Final = 200_000  # signs of text that are read while a client waits


class Text(BaseModel):
    """A text with what is known of it."""

    model_config = ConfigDict(extra="forbid")
    text: Annotated[str, Field(min_length=1, max_length=LONGEST)]
    title: Annotated[str, Field(max_length=1000)] = ""
    published: dt.date | None = None
    publisher: Annotated[str | None, Field(max_length=300)] = None
    url: Annotated[str | None, Field(max_length=2000)] = None

    def document(self) -> Document:
        """Make a document of it; signs that are no text (half of a surrogate pair) become question marks."""
        day = self.published.isoformat() if self.published else None
        return Document(
            text=_plain(self.text), title=_plain(self.title), published=day, source="api",
            publisher=_plain(self.publisher) if self.publisher else None, url=_plain(self.url) if self.url else None,
        )  # fmt: skip


def _plain(text: str) -> str:
    return text.encode("utf-8", "replace").decode("utf-8").replace("\x00", "\ufffd")


class Readers:
    """Keeps the default reader, which takes seconds to load, and lets one text through it at a time."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._reader: Any = None

    def read(self, document: Document) -> Any:
        """Read one document."""
        with self._lock:
            return next(iter(self._loaded().read_many([document])))

    def explain(self, document: Document) -> tuple[list[tuple[Claim, Iterable[Any]]], str]:
        """Read one document with the rules and words behind each claim; and give the reader's name."""
        with self._lock:
            reader = self._loaded()
            return list(reader.explain(document)), reader.name

    def _loaded(self) -> Any:
        from legation.reader import registry  # noqa: PLC0415  # with the readers comes spaCy, seconds to import

        self._reader = self._reader or registry.reader(registry.DEFAULT)
        return self._reader


@router.post("/read")
def read(
    request: Request, *, given: Text,
    why: Annotated[bool, Query(description="Give each claim the rules and words behind it.")] = False,
) -> Response:  # fmt: skip
    """Read claims from a text. Nothing is stored."""
    document, readers = given.document(), request.app.state.readers
    if why:
        told, reader = readers.explain(document)
        claims = [
            {**one.json_form(), "why": [dataclasses.asdict(each) for each in traces if each]} for one, traces in told
        ]
    else:
        found = readers.read(document)
        claims, reader = [claim.json_form() for claim in found.claims], found.reader
    form = {"doc": document.id, "published": document.published, "publisher": document.publisher, "claims": claims}
    return send(request, {"version": 1, **form, "reader": reader})
