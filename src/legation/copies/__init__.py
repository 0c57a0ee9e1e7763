"""Which documents are copies of one text: reprints, cut and re-headed pieces, and later versions of an article."""

from legation.copies.likeness import ENOUGH, PLACES, SHARED, Shingles, is_copy, likeness, marks, shingles

__all__ = ["ENOUGH", "PLACES", "SHARED", "Shingles", "is_copy", "likeness", "marks", "shingles"]
