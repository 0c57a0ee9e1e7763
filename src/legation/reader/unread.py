"""A document that a reader could not read: an outcome like any other, kept, counted and told.

A reader that may fail (an endpoint that does not answer, a budget that is spent) gives this in place of a reading. It
holds no claims and must not take the place of what another reader found.
"""

from legation.model import Reading


class Unread(Reading, frozen=True, kw_only=True):
    """No reading, and why: ``fault`` is a word of the reader's own list, ``detail`` says it in a line."""

    fault: str
    detail: str = ""
