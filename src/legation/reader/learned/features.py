"""What the learned reader sees of a document: windows of word pieces with the states named in them marked.

Training and reading share this module. A window is a run of whole sentences of at most ``PIECES`` pieces; the next one
starts ``OVERLAP`` pieces before its end. All that is named in a window is bounded, so that a text of nothing but names
costs no more than its length.
"""

import bisect
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray

from legation.reader.learned.tokens import Piece, WordPieces

PIECES: Final = 510  # the encoder knows 512 positions; two are the opening and closing marks
OVERLAP: Final = 160
STATES: Final = 40  # different states in a window
MENTIONS: Final = 96  # mentions of states in a window
SLOTS: Final = 64
KINDS_OF_NAME: Final = ("", "state", "demonym", "city", "body")
BUCKETS: Final = 20

_NEAR: Final = (2, 5, 10, 20)  # pieces between a word and a name of the same sentence: upper ends of the buckets


class Spanned(Protocol):
    """What stands somewhere in a text."""

    @property
    def start(self) -> int:
        """First character."""

    @property
    def end(self) -> int:
        """After the last character."""


class Named(Spanned, Protocol):
    """A place as the gazetteer gives it."""

    @property
    def state(self) -> str | None:
        """The state's code."""

    @property
    def kind(self) -> str:
        """How the state is named: one of ``KINDS_OF_NAME``."""


class Span(Spanned, Protocol):
    """A sentence."""

    @property
    def headline(self) -> bool:
        """Whether it is the headline."""


@dataclass(frozen=True, slots=True)
class Window:
    """What the network is given for one window, and what its answers refer to.

    ``ids``, ``slots`` and ``names`` have one number a piece, opening and closing mark included; ``pool`` averages the
    pieces of each mention; ``near`` says how far each mention is from each piece; ``of_state`` gives for each mention
    the number of its state in ``states``; ``sentence`` is the document's sentence index of each piece (-1: a mark).
    """

    ids: NDArray[np.int64]
    slots: NDArray[np.int64]
    names: NDArray[np.int64]
    pool: NDArray[np.float32]
    near: NDArray[np.int64]
    mention_kinds: NDArray[np.int64]
    of_state: NDArray[np.int64]
    states: tuple[str, ...]
    sentence: NDArray[np.int64]
    spans: NDArray[np.int64]


def windows(text: str, sentences: Sequence[Span], places: Sequence[Named], words: WordPieces) -> Iterator[Window]:
    """Cut a document into windows; those that name no state are left out."""
    pieces, owner = _pieces(text, sentences, words)
    named = sorted((one for one in places if one.state and one.kind in KINDS_OF_NAME), key=lambda one: one.start)
    starts = [place.start for place in named]
    for first, last in _cuts(owner):
        low, high = pieces[first].start, pieces[last - 1].end
        some = named[bisect.bisect_left(starts, low) : bisect.bisect_left(starts, high)][: 4 * MENTIONS]
        inside = [place for place in some if place.end <= high]
        window = _window(pieces[first:last], owner[first:last], inside, sentences, words)
        if window is not None:
            yield window


def _pieces(text: str, sentences: Sequence[Span], words: WordPieces) -> tuple[list[Piece], list[int]]:
    pieces: list[Piece] = []
    owner: list[int] = []
    for index, sentence in enumerate(sentences):
        for piece in words(text[sentence.start : sentence.end]):
            pieces.append(Piece(piece.number, piece.start + sentence.start, piece.end + sentence.start))
            owner.append(index)
    return pieces, owner


def _cuts(owner: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Give windows as first and last piece: whole sentences where they fit, else a hard cut."""
    first, total = 0, len(owner)
    while first < total:
        last = min(first + PIECES, total)
        if last < total:
            whole = last
            while whole > first and owner[whole - 1] == owner[last]:
                whole -= 1
            last = whole if whole > first + PIECES // 2 else last
        yield first, last
        if last == total:
            return
        step = last - OVERLAP
        while step < last and owner[step] == owner[step - 1]:
            step += 1
        first = step


def _window(
    pieces: Sequence[Piece], owner: Sequence[int], places: Sequence[Named], sentences: Sequence[Span], words: WordPieces
) -> Window | None:
    starts = np.array([piece.start for piece in pieces])
    ends = np.array([piece.end for piece in pieces])
    numbers: dict[str, int] = {}
    found: list[tuple[int, int, int, int]] = []
    for place in places:
        state = place.state or ""
        first, last = int(np.searchsorted(ends, place.start, "right")), int(np.searchsorted(starts, place.end, "left"))
        if first >= last or (state not in numbers and len(numbers) >= STATES) or len(found) >= MENTIONS:
            continue
        number = numbers.setdefault(state, len(numbers))
        found.append((first + 1, last + 1, number, KINDS_OF_NAME.index(place.kind)))
    if not found:
        return None
    size = len(pieces) + 2
    slots, names = np.zeros(size, np.int64), np.zeros(size, np.int64)
    pool = np.zeros((len(found), size), np.float32)
    for row, (first, last, number, kind) in enumerate(found):
        slots[first:last], names[first:last] = 1 + number % (SLOTS - 1), kind
        pool[row, first:last] = 1 / (last - first)
    sentence = np.array([-1, *owner, -1])
    return Window(
        ids=np.array([words.first, *(piece.number for piece in pieces), words.last]),
        slots=slots,
        names=names,
        pool=pool,
        near=_near(found, sentence, sentences),
        mention_kinds=np.array([kind for *_, kind in found]),
        of_state=np.array([number for _, _, number, _ in found]),
        states=tuple(numbers),
        sentence=sentence,
        spans=np.array([(-1, -1), *((piece.start, piece.end) for piece in pieces), (-1, -1)]),
    )


def _near(
    found: Sequence[tuple[int, int, int, int]], sentence: NDArray[np.int64], sentences: Sequence[Span]
) -> NDArray[np.int64]:
    """Give the bucket of the distance from each piece to each mention.

    0: the mention itself; 1 to 10: pieces before or after it in its sentence; 11 to 18: one to four sentences before
    or after; 19: a mention in the headline, seen from elsewhere.
    """
    first = np.array([one[0] for one in found])
    last = np.array([one[1] for one in found])
    here = np.arange(len(sentence))[:, None]
    gap = np.where(here < first, first - here, np.maximum(here - last + 1, 0))
    inside = np.where(gap == 0, 0, 1 + np.searchsorted(_NEAR, gap) + np.where(here > first, 5, 0))
    apart = sentence[:, None] - sentence[first]
    across = 10 + np.minimum(np.abs(apart), 4) + np.where(apart < 0, 4, 0)
    headline = np.array([sentences[int(sentence[one])].headline for one in first])
    result = np.where(apart == 0, inside, np.where(headline, BUCKETS - 1, across))
    return result.astype(np.int64)
