"""A naive model of copies: every two documents are compared, for every point of the log anew."""

from collections.abc import Sequence

from legation.copies import ENOUGH, likeness, shingles
from legation.model import Document
from legation.register.origin import fingerprint


def alike(one: Document, other: Document) -> bool:
    """Whether two documents have one text, or one the greater part of the other's."""
    if fingerprint(one.text) == fingerprint(other.text):
        return True
    return likeness(shingles(one.text), shingles(other.text)) >= ENOUGH


def age(document: Document) -> tuple[str, str, str]:
    """Give what orders documents by who had a text first."""
    return document.published or "9999-99-99", document.publisher or "\U0010ffff", document.id


def parents(documents: Sequence[Document]) -> dict[str, Document]:
    """Tell of which older document each has the text: of the oldest like it."""
    found = {}
    for one in documents:
        older = [other for other in documents if age(other) < age(one) and alike(one, other)]
        if older:
            found[one.id] = min(older, key=age)
    return found


def originals(documents: Sequence[Document]) -> dict[str, tuple[Document, str | None]]:
    """Tell to which document each goes back that does, parent by parent, and since when it was said what it says."""
    above, found = parents(documents), {}
    for one in documents:
        root = one
        while root.id in above:
            root = above[root.id]
        if root is not one:
            is_version = bool(one.publisher and one.publisher == root.publisher) or bool(
                one.url and one.url == root.url
            )
            is_later = is_version and has_new_words(one, above[one.id])
            found[one.id] = root, one.published if is_later else root.published
    return found


def has_new_words(one: Document, other: Document) -> bool:
    """Whether the one is neither the other nor a part of it."""
    if fingerprint(one.text) == fingerprint(other.text):
        return False
    return likeness(shingles(one.text), shingles(other.text)) < 1
