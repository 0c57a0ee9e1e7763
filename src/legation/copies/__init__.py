"""How alike two texts are, whatever was cut, re-headed or corrected, and marks by which like ones are found."""

from legation.copies.likeness import ENOUGH, SHARED, Shingles, likeness, marks, shingles

__all__ = ["ENOUGH", "SHARED", "Shingles", "likeness", "marks", "shingles"]
