"""One archive → one part of the result. A part is done when its manifest is there, which is written last.

A part follows from its archive and the reader alone: whoever does it, once or twice, at the same time or again after a
kill, writes the same rows under the same names. So nothing is lost and nothing doubled, and no lock is needed.
"""

import hashlib
import time
from collections import deque
from collections.abc import Iterator
from typing import Any, Final

import msgspec

from legation.bulk.places import Place, frame
from legation.errors import DataError
from legation.intake import Refusal
from legation.intake.archives import Count, archive
from legation.model import Claim, Document, digest
from legation.reader.registry import reader as reader_of
from legation.reader.screen import relevant

FORM: Final = 1
_SHOWN: Final = 1000  # refusals whose words are kept; all of them are counted
DOCUMENT: Final = {
    "id": "text", "title": "text", "published": "text", "publisher": "text", "url": "text", "language": "text",
    "source": "text", "reader": "text", "text": "text",
}  # fmt: skip
CLAIM: Final = {
    "document": "text", "kind": "text", "sending": "text", "receiving": "text", "city": "text", "mission": "text",
    "status": "text", "holder": "text", "organ": "text", "date": "text", "causes": "texts", "from": "text",
    "measure": "text", "value": "number", "qualifier": "text", "quote": "text", "start": "count", "end": "count",
}  # fmt: skip


class Job(msgspec.Struct, frozen=True, kw_only=True):
    """What a part needs to be made."""

    source: str
    out: str
    reader: str  # by the name under which the registry knows it
    version: str  # name/version, as kept with every claim
    private: bool = False

    @property
    def key(self) -> str:
        """Name the part by what it follows from."""
        return digest("part", self.source, self.version, FORM)


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """What is said of a part that is done."""

    form: int
    key: str
    source: str
    reader: str
    count: Count
    documents: int
    claims: int
    sha256: str  # of the rows, as JSON
    refusals: list[str]
    seconds: float


def work(job: Job) -> Manifest | str:
    """Make a part and give its manifest, or why the archive as a whole cannot be read: then nothing is written."""
    begin, count, refusals = time.perf_counter(), Count(), list[str]()
    found: dict[str, tuple[Document, tuple[Claim, ...]]] = {}
    try:
        for document, claims in _read(job, count, refusals):
            found.setdefault(document.id, (document, claims))
    except DataError as error:
        return str(error)
    texts = [{**found[key][0].json_form(), "reader": job.version} for key in sorted(found)]
    said = [
        {"document": key, **msgspec.to_builtins(claim)}
        for key in sorted(found)
        for claim in sorted(found[key][1], key=msgspec.json.encode)
    ]
    place = Place(job.out)
    place.write(f"{job.key}.documents.parquet", frame(texts, DOCUMENT))
    place.write(f"{job.key}.claims.parquet", frame(said, CLAIM))
    made = Manifest(
        form=FORM,
        key=job.key,
        source=job.source,
        reader=job.version,
        count=count,
        documents=len(texts),
        claims=len(said),
        sha256=hashlib.sha256(msgspec.json.encode([texts, said], order="sorted")).hexdigest(),
        refusals=refusals,
        seconds=round(time.perf_counter() - begin, 3),
    )
    place.write(f"{job.key}.json", msgspec.json.encode(made))
    return made


def _read(job: Job, count: Count, refusals: list[str]) -> Iterator[tuple[Document, tuple[Claim, ...]]]:
    """Give the documents in which the reader finds claims."""
    waiting: deque[Document] = deque()

    def documents() -> Iterator[Document]:
        for one in archive(job.source, relevant, allow_private=job.private, count=count):
            if isinstance(one, Refusal):
                if len(refusals) < _SHOWN:
                    refusals.append(one.reason)
            else:
                waiting.append(one)
                yield one

    readings: Iterator[Any] = reader_of(job.reader).read_many(documents())
    for reading in readings:
        document = waiting.popleft()
        if reading.claims:
            yield document, tuple(reading.claims)
