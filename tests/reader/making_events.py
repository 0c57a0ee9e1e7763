"""Make a page of a few sentences and the event that one of its words tells of."""

import functools

from legation.model import Document
from legation.reader.parse import pages
from legation.reader.types import Event, Page

PUBLISHED = "2023-11-02"  # a Thursday


@functools.lru_cache(maxsize=256)
def page_of(text: str, published: str | None = PUBLISHED) -> Page:
    """Parse a text under a headline that says nothing."""
    return next(pages([Document(text=f"Notes\n\n{text}", published=published)]))


def made(
    text: str,
    word: str,
    *,
    kind: str = "closed",
    sending: str | None = "KP",
    receiving: str | None = "UG",
    city: str | None = None,
    published: str | None = PUBLISHED,
) -> tuple[Page, Event]:
    """Give the page and the event whose trigger is the first ``word`` of the text, with its sentence as the quote."""
    page = page_of(text, published)
    start = page.text.index(word, len("Notes\n\n"))
    sentence = page.sentence_at(start)
    event = Event(
        kind=kind,
        sending=sending,
        receiving=receiving,
        sentence=sentence.index,
        trigger=(start, start + len(word)),
        quote=(sentence.start, sentence.end),
        city=city,
    )
    return page, event


def of_sentence(page: Page, event: Event) -> Event:
    """Give the same event as a reader proposes it that knows no more than the sentence."""
    sentence = page.sentences[event.sentence]
    span = (sentence.start, sentence.end)
    return Event(event.kind, event.sending, event.receiving, event.sentence, span, span, event.city)
