"""Which documents are copies of one text: reprints, cut and re-headed pieces, and later versions of an article."""

from legation.copies.index import Index, Link, Relation
from legation.copies.likeness import likeness, marks, shingles

__all__ = ["Index", "Link", "Relation", "likeness", "marks", "shingles"]
