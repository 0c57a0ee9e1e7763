"""Every error that Legation raises, drawn as one tree.

    LegationError                    anything that a user can be told in one line
    ├── DataError                    a document, row, date or file is not as it should be
    │   ├── DateError                a date is not EDTF, or lies where it cannot
    │   ├── ClaimRefused             a claim whose quote, code or word does not hold
    │   ├── DocumentRefused          a file or page from which no document can be made
    │   ├── FetchRefused             an address that may not or cannot be fetched
    │   │   └── Unwelcome            its host's robots.txt says no, or cannot be had
    │   ├── ImportRefused            an outside data set that does not have the promised form
    │   ├── VocabularyError          a lexicon or data file of our own is inconsistent
    │   ├── UnknownState             a code or name that no state bears
    │   ├── DecisionRefused          a ruling on what does not exist, or that contradicts its author's own
    │   ├── QuestionError            what is asked cannot be understood, whatever the register holds
    │   ├── PolicyError              a policy file with an unknown or missing key
    │   ├── Conflict                 somebody else has ruled on a reply in the meantime
    │   └── Full                     so many replies wait that no more are taken
    ├── MissingExtra                 a format or reader needs a package that is not installed
    ├── ReaderUnusable               a reader that is not there, lacks a package, or is not set up
    └── StoreError                   the register's database cannot be used
        ├── NewerSchema              written by a newer version of Legation
        ├── StoreLocked              another process holds the lock
        └── StoreUnwritable          no space, no rights, or not a register at all

A message names the file, row or field and says what to do. Faults of the programmer raise Python's own errors.
"""


class LegationError(Exception):
    """Anything that goes wrong and can be told to a user in one line."""


class DataError(LegationError):
    """Input is not as it should be; nothing of it was stored."""


class DateError(DataError):
    """A date is not EDTF, or lies where it cannot."""


class ClaimRefused(DataError):
    """A claim whose quote does not stand in its document, or whose code or word does not exist."""


class DocumentRefused(DataError):
    """A file or page from which no document can be made."""


class FetchRefused(DataError):
    """An address that may not or cannot be fetched."""


class Unwelcome(FetchRefused):
    """The host's robots.txt forbids it, or cannot be had, which forbids it ``for_now``."""

    def __init__(self, message: str, *, for_now: bool) -> None:
        super().__init__(message)
        self.for_now = for_now


class ImportRefused(DataError):
    """An outside data set that does not have the promised form."""


class VocabularyError(DataError):
    """A lexicon or data file that belongs to Legation is inconsistent."""


class UnknownState(DataError, KeyError):
    """A code or name that no state bears."""

    def __str__(self) -> str:
        """Show the message itself; KeyError would show its repr."""
        return str(self.args[0]) if self.args else "unknown state"


class DecisionRefused(DataError):
    """A ruling on what does not exist, or that contradicts another by the same person."""


class QuestionError(DataError):
    """What is asked cannot be understood, whatever the register holds."""


class PolicyError(DataError):
    """A policy file with an unknown or missing key."""


class Conflict(DataError):
    """Somebody else has ruled on a reply in the meantime."""


class Full(DataError):
    """So many replies wait for a moderator that no more are taken."""


class MissingExtra(LegationError):
    """A format needs a package that is not installed; the message names the extra that brings it."""


class ReaderUnusable(LegationError):
    """A reader that is not there, lacks a package that it needs, or is not set up."""


class StoreError(LegationError):
    """The register's database cannot be used."""


class NewerSchema(StoreError):
    """The database was written by a newer version of Legation."""


class StoreLocked(StoreError):
    """Another process holds the database's lock."""


class StoreUnwritable(StoreError):
    """The database cannot be written: no space, no rights, or not a register."""
