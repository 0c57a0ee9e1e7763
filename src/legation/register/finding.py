"""Finds of which older document a document has the text, as entries come; ``copies`` reads what is found.

A document goes back to the oldest that has its text, and on from there, so that a reprint of a reprint goes back to the
first. Two documents that are both like a third, but not like each other, stay apart: a piece put together of two others
makes no one origin of them.
"""

import functools
import math
from collections import OrderedDict, defaultdict
from collections.abc import Iterable, Sequence
from typing import Any, Final, NamedTuple

import sqlalchemy as sa

from legation.copies import ENOUGH, SHARED, Shingles, likeness, marks, shingles
from legation.register import rows
from legation.register.origin import age, is_older
from legation.register.state import Source
from legation.register.tables import claims, copies, decisions, documents, readings, touches
from legation.register.tables import marks as marked

LONGEST: Final = 200_000  # signs; an outside table's editions are alike by their nature, and no article is as long
COMMON: Final = 500  # texts that share one mark, beyond which it is a set phrase and finds nothing
_FULL: Final = 0  # stands in place of the texts that shared a set phrase
_HELD: Final = 1000  # texts whose runs are kept at hand
_BATCH: Final = 200  # documents that are looked up together

# Asked for every document: put together once, for that costs more than the asking.
_ARTICLE: Final = sa.case((sa.func.length(documents.c.text) <= LONGEST, documents.c.text), else_="").label("text")
_PAPERS: Final = sa.select(*rows.SOURCE_COLUMNS, documents.c.fingerprint, _ARTICLE).where(
    documents.c.id.in_(sa.bindparam("documents", expanding=True))
)
_OLD: Final = (
    sa.select(*rows.SOURCE_COLUMNS, documents.c.fingerprint, sa.func.min(readings.c.seq).label("came"))
    .join(readings, readings.c.document == documents.c.id)
    .where(documents.c.fingerprint.in_(sa.bindparam("fingerprints", expanding=True)))
    .group_by(documents.c.id)
)
_TEXT: Final = sa.select(_ARTICLE).where(documents.c.fingerprint == sa.bindparam("fingerprint")).limit(1)
_OF_MARKS: Final = marked.c.mark.in_(sa.bindparam("marks", expanding=True))
_SHARING: Final = (
    sa.select(marked.c.seq)
    .where(_OF_MARKS, marked.c.seq != _FULL)
    .group_by(marked.c.seq)
    .having(sa.func.count() >= SHARED)
)
_HOLDING: Final = (
    sa.select(marked.c.mark, sa.func.count().label("many"), sa.func.min(marked.c.seq).label("least"))
    .where(_OF_MARKS)
    .group_by(marked.c.mark)
)
_NOTE: Final = sa.insert(marked)
_NEAR: Final = (
    sa.select(documents.c.fingerprint)
    .distinct()
    .join(readings, readings.c.document == documents.c.id)
    .where(readings.c.seq.in_(sa.bindparam("near", expanding=True)))
)
_CURRENT: Final = (
    sa.select(*(copies.c[name] for name in ("document", "earlier", "original", "likeness")))
    .where(copies.c.document == sa.bindparam("document"))
    .order_by(copies.c.seq.desc())
    .limit(1)
)


def lay(connection: sa.Connection, first: int, last: int) -> None:
    """Find the copies that the entries within two numbers bring, in the order of the log."""
    finder = _Finder(connection)
    found = connection.execute(_within(), {"first": first, "last": last}).all()
    for at in range(0, len(found), _BATCH):
        batch = found[at : at + _BATCH]
        finder.look_up([row.document for row in batch if row.is_first])
        for row in batch:
            (finder.begin if row.is_first else finder.again)(row.seq, row.document)


@functools.cache
def _within() -> sa.CompoundSelect[Any]:
    """Select (seq, document, whether it is its first): which entries read a document, or move a claim of it."""
    first, last = (sa.bindparam(name, type_=sa.Integer) for name in ("first", "last"))
    came = readings.alias("came")
    start = sa.select(sa.func.min(came.c.seq)).where(came.c.document == readings.c.document).scalar_subquery()
    read = sa.select(readings.c.seq, readings.c.document, (readings.c.seq == start).label("is_first"))
    moved = (
        sa.select(decisions.c.seq, readings.c.document, sa.false())
        .select_from(decisions.join(claims, claims.c.id == decisions.c.target).join(readings, readings.c.seq == claims.c.seq))
        .where(decisions.c.kind == "correct", decisions.c.seq.between(first, last))
    )  # fmt: skip
    return read.where(readings.c.seq.between(first, last)).union(moved).order_by("seq", "document")


class _Row(NamedTuple):
    document: str
    earlier: str
    original: str
    likeness: float


class _Paper(NamedTuple):
    source: Source
    fingerprint: str


class _Finder:
    """Looks for the copies of one document after another."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection
        self._runs: OrderedDict[str, Shingles] = OrderedDict()
        self._papers: dict[str, tuple[_Paper, str]] = {}
        self._same: dict[str, list[tuple[int, _Paper]]] = {}

    def look_up(self, new: Sequence[str]) -> None:
        """Take in hand what is needed of documents to begin, many at once: themselves, and all with the same words."""
        given = self._connection.execute(_PAPERS, {"documents": new}).all() if new else []
        self._papers = {row.id: (_paper(row), row.text) for row in given}
        self._same = self._with_words({row.fingerprint for row in given})

    def _with_words(self, fingerprints: Iterable[str]) -> dict[str, list[tuple[int, _Paper]]]:
        """Give the documents with one of these texts, by text, with the entry at which each came."""
        found: dict[str, list[tuple[int, _Paper]]] = defaultdict(list)
        for row in self._connection.execute(_OLD, {"fingerprints": sorted(fingerprints)}):
            found[row.fingerprint].append((row.came, _paper(row)))
        return found

    def begin(self, seq: int, document: str) -> None:
        """Settle what a document goes back to at the first entry that reads it, and what goes back to it from then on."""
        paper, text = self._papers[document]
        others = self._like(seq, paper, self._runs_of(paper.fingerprint, text))
        older = sorted((one for one in others if is_older(one.source, paper.source)), key=lambda one: age(one.source))
        younger = [one for one in others if is_older(paper.source, one.source)]
        found: list[_Row] = []
        for one in older:
            if (share := self._share(paper, one)) >= ENOUGH:
                held = self._current(one.source.id)
                found = [_Row(document, one.source.id, held.original if held else one.source.id, share)]
                break
        original = found[0].original if found else document
        found += self._younger(paper, younger, original)
        self._write(seq, found)
        self._touch(seq, [one.document for one in found if one.document != document])

    def again(self, seq: int, document: str) -> None:
        """Tell again what a document goes back to, at an entry that reads it anew or moves a claim of it."""
        if (held := self._current(document)) is not None:
            self._write(seq, [held])

    def _younger(self, paper: _Paper, others: Iterable[_Paper], original: str) -> list[_Row]:
        """Put younger documents that came before to an older one, with all that goes back to them."""
        found: list[_Row] = []
        for one in others:
            held = self._current(one.source.id)
            if held and not is_older(paper.source, self._source(held.earlier)):
                continue
            if (share := self._share(paper, one)) >= ENOUGH:
                found.append(_Row(one.source.id, paper.source.id, original, share))
        put = {one.document for one in found}
        front = list(put)
        while front:
            after = sa.select(copies.c.document).where(copies.c.earlier.in_(front), copies.c.document.not_in(put))
            held_ = map(self._current, self._connection.execute(after.distinct()).scalars().all())
            fresh = [row._replace(original=original) for row in held_ if row and row.earlier in front]
            found += fresh
            front = [row.document for row in fresh]
            put.update(front)
        return found

    def _like(self, seq: int, paper: _Paper, runs: Shingles) -> list[_Paper]:
        """Give the documents that came before and have the same words, or share enough marks; note the marks of a new text."""
        own = marks(runs)
        held = self._connection.execute(_HOLDING, {"marks": own}).all() if own else []
        near: Sequence[int] = ()
        if sum(row.least != _FULL for row in held) >= SHARED:
            near = self._connection.execute(_SHARING, {"marks": own}).scalars().all()
        same = [one for came, one in self._same[paper.fingerprint] if came < seq]
        if own and not same:
            self._mark(seq, own, held)
        texts = set(self._connection.execute(_NEAR, {"near": near}).scalars()) - {paper.fingerprint} if near else set()
        others = [one for found in self._with_words(texts).values() for one in found] if texts else []
        return same + [one for came, one in others if came < seq]

    def _mark(self, seq: int, own: Sequence[int], held: Sequence[sa.Row[Any]]) -> None:
        """Note the marks of a text, those of set phrases apart."""
        phrases = {row.mark for row in held if row.many >= COMMON or row.least == _FULL}
        full = [row.mark for row in held if row.mark in phrases and row.least != _FULL]
        if full:
            self._connection.execute(sa.delete(marked).where(marked.c.mark.in_(full)))
        free = [mark for mark in own if mark not in phrases]
        lines = [{"mark": mark, "seq": seq} for mark in free] + [{"mark": mark, "seq": _FULL} for mark in full]
        if lines:
            self._connection.execute(_NOTE, lines)

    def _source(self, document: str) -> Source:
        return rows.read_source(self._connection.execute(_PAPERS, {"documents": [document]}).one())

    def _share(self, one: _Paper, other: _Paper) -> float:
        if one.fingerprint == other.fingerprint:
            return 1.0
        share = likeness(self._runs_of(one.fingerprint), self._runs_of(other.fingerprint))
        return math.floor(share * 1000) / 1000  # 1 only where nothing is new

    def _runs_of(self, fingerprint: str, text: str | None = None) -> Shingles:
        """Give the runs of words of a text; none of one that is no article."""
        if fingerprint not in self._runs:
            if text is None:
                text = self._connection.execute(_TEXT, {"fingerprint": fingerprint}).scalar()
            self._runs[fingerprint] = shingles(text or "")
            if len(self._runs) > _HELD:
                self._runs.popitem(last=False)
        self._runs.move_to_end(fingerprint)
        return self._runs[fingerprint]

    def _current(self, document: str) -> _Row | None:
        row = self._connection.execute(_CURRENT, {"document": document}).first()
        return _Row(*row) if row else None

    def _write(self, seq: int, found: Iterable[_Row]) -> None:
        if lines := [{"seq": seq, **one._asdict()} for one in found]:
            self._connection.execute(sa.insert(copies), lines)

    def _touch(self, seq: int, moved: Sequence[str]) -> None:
        """Note that an entry bears on all of which documents speak that go back to another from it on."""
        if not moved:
            return
        read = sa.select(readings.c.seq).where(readings.c.document.in_(moved), readings.c.seq < seq)
        ruled = (
            sa.select(decisions.c.seq)
            .join(claims, claims.c.id == decisions.c.target)
            .where(decisions.c.kind == "correct", decisions.c.seq < seq, claims.c.seq.in_(read))
        )
        columns = (touches.c.one, touches.c.kind, touches.c.other)
        borne = sa.select(*columns, sa.literal(seq).label("seq")).where(touches.c.seq.in_(read.union(ruled)))
        fresh = borne.except_(sa.select(*columns, touches.c.seq).where(touches.c.seq == seq))
        self._connection.execute(sa.insert(touches).from_select(["one", "kind", "other", "seq"], fresh))


def _paper(row: Any) -> _Paper:
    return _Paper(rows.read_source(row), row.fingerprint)
