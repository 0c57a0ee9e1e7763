"""What is known about a document besides its words: the day it was published and the language it is in."""

import datetime as dt
import functools
import re
import threading
from typing import Any, Final

from legation.errors import DocumentRefused

_SAMPLE: Final = 20_000  # characters; more changes no answer and costs time
_SURE: Final = 0.8  # py3langid's own probability
_LOADING: Final = threading.Lock()  # the cache alone lets threads that come at once load a model each
_LETTERS: Final = 40  # below this even a sure answer is often wrong
_TAG: Final = re.compile(r"[a-z]{2,3}(?=$|[-_])", re.IGNORECASE)


def day(value: str | dt.date) -> str:
    """Give the ISO day of an ISO day or moment, as written: in the offset that the moment itself has.

    Raises:
        ValueError: not ISO 8601, or no such day.
    """
    if isinstance(value, dt.date):
        return value.date().isoformat() if isinstance(value, dt.datetime) else value.isoformat()
    text = value.strip()
    try:
        return dt.date.fromisoformat(text).isoformat()
    except ValueError:
        return dt.datetime.fromisoformat(text).date().isoformat()


def published(value: str | dt.date | None, name: str) -> str | None:
    """Check a day of publication. One day of grace, because days begin east of Greenwich before they do in UTC.

    Raises:
        DocumentRefused: no ISO date, or a day that has not come.
    """
    if value is None or value == "":
        return None
    try:
        known = day(value)
    except (ValueError, AttributeError, TypeError):
        raise DocumentRefused(f"{name}: published {value!r} is no date; write it as 2023-11-01") from None
    if dt.date.fromisoformat(known) > dt.datetime.now(dt.UTC).date() + dt.timedelta(days=1):
        raise DocumentRefused(
            f"{name}: published {known} lies in the future; correct it, or give the right day with --published"
        )
    return known


def tag(value: str | None) -> str | None:
    """Give the primary language of a BCP 47 tag such as ``en-GB``."""
    found = _TAG.match(value.strip()) if value else None
    return found[0].lower() if found else None


def language(text: str) -> str | None:
    """Tell the language of a text by its words (ISO 639-1); None where that is not sure."""
    sample = text[:_SAMPLE]
    if sum(map(str.isalpha, sample)) < _LETTERS:
        return None
    with _LOADING:
        identifier = _identifier()
    found, probability = identifier.classify(sample)
    return str(found) if probability >= _SURE else None


@functools.cache
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # noqa: PLC0415  # half a second to import and load

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
