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


def roots(documents: Sequence[Document]) -> dict[str, Document]:
    """Tell to which document each goes back: to the oldest like it, and on from there."""
    parents = {
        one.id: min(
            (other for other in documents if age(other) < age(one) and alike(one, other)), key=age, default=None
        )
        for one in documents
    }
    found = {}
    for one in documents:
        root = one
        while (parent := parents[root.id]) is not None:
            root = parent
        found[one.id] = root
    return found
