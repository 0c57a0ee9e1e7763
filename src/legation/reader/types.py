"""What the stages of the reader hand to each other. Offsets are characters of the document's text as it stands."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from legation.gazetteer import Place
from legation.model import Document


@dataclass(frozen=True, slots=True)
class Trace:
    """Why a field has its value: the rule that gave it and the words it rests on."""

    field: str
    rule: str
    words: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence: character offsets, token offsets in ``Page.parse``, and which paragraph it stands in."""

    index: int
    start: int
    end: int
    first_token: int
    last_token: int  # exclusive
    paragraph: int
    headline: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """A parsed document: spaCy's parse of the whole text, its sentences and the places named in it."""

    document: Document
    parse: Any  # spacy.tokens.Doc; spaCy is untyped
    sentences: tuple[Sentence, ...]
    places: tuple[Place, ...]

    @property
    def text(self) -> str:
        """The document's text."""
        return self.document.text

    @property
    def day(self) -> dt.date | None:
        """The day of publication."""
        return self.document.day

    def sentence_at(self, offset: int) -> Sentence:
        """Give the sentence that holds this character, or the nearest before it."""
        best = self.sentences[0]
        for sentence in self.sentences:
            if sentence.start > offset:
                break
            best = sentence
        return best


@dataclass(frozen=True, slots=True)
class Event:
    """A found event before its status, holder, date and causes are known.

    ``trigger`` and ``quote`` are character spans; ``sentence`` the index of the sentence that carries it.
    """

    kind: str
    sending: str | None
    receiving: str | None
    sentence: int
    trigger: tuple[int, int]
    quote: tuple[int, int]
    city: str | None = None
    mission: str | None = None
    from_: str | None = None
    measure: str | None = None
    value: float | None = None
    qualifier: str | None = None
    status: str | None = None  # set where the trigger itself decides it ("has no plans to")
    score: float = 1.0
    trace: tuple[Trace, ...] = field(default=())
