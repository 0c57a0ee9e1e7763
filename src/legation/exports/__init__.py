"""A register as files that others read: one module a format, all made from one ``Extract`` and one list of tables."""

from legation.errors import MissingExtra
from legation.exports.extract import Extract, extract
from legation.exports.formats import FORMATS, Format, render
from legation.exports.package import release

__all__ = ["FORMATS", "Extract", "Format", "MissingExtra", "extract", "release", "render"]
