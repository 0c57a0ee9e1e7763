"""The records that pass between the rooms: frozen, typed, with one JSON form each.

``Claim`` has the fields of the reading guide under their own names, plus where the quote stands (``start``, ``end``:
offsets in Unicode code points into the document's text as it stands) and ``organ``: the state whose organ the holder
is, where the text says so ("Foreign Minister John Baird" is an organ of Canada), which decides what a claim weighs.
"""

import datetime as dt
import functools
import hashlib
import json

import msgspec

from legation.errors import ClaimRefused, DateError
from legation.model import dates
from legation.model.vocabulary import (
    ONE_MISSION_KINDS,
    RELATION_KINDS,
    Cause,
    Kind,
    Measure,
    MissionClass,
    MissionKind,
    Qualifier,
    Status,
)


def digest(*parts: object) -> str:
    """Hash plain values to 16 hexadecimal digits: an ID that follows from content and never from a counter."""
    return hashlib.sha256(json.dumps(parts, ensure_ascii=False, sort_keys=True).encode()).hexdigest()[:16]


class Document(msgspec.Struct, frozen=True, kw_only=True, dict=True):
    """A text with its source. ``published`` is an ISO day or None; ``text`` is what offsets count in."""

    text: str
    title: str = ""
    published: str | None = None
    publisher: str | None = None
    url: str | None = None
    language: str | None = None
    source: str | None = None

    @functools.cached_property
    def id(self) -> str:
        """Follows from who published what and when, so that the same document taken in twice is one."""
        return digest("document", self.publisher, self.published, self.text)

    @property
    def day(self) -> dt.date | None:
        """The day of publication."""
        return dt.date.fromisoformat(self.published) if self.published else None

    @property
    def reading_minutes(self) -> int:
        """How long a person reads: 238 words a minute (Brysbaert 2019), at least one minute."""
        return max(1, round(len(self.text.split()) / 238))

    def json_form(self) -> dict[str, object]:
        """Give the JSON object: all fields, with ``id`` first."""
        return {"id": self.id, **msgspec.to_builtins(self)}


class Claim(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=False, rename={"from_": "from"}):
    """One thing that one holder asserts in one document, with its words. Never changed once written."""

    kind: Kind
    sending: str | None = None
    receiving: str | None = None
    city: str | None = None
    mission: MissionKind | None = None
    status: Status = "done"
    holder: str | None = None
    organ: str | None = None
    date: str | None = None
    causes: tuple[Cause, ...] = ()
    from_: str | None = None
    measure: Measure | None = None
    value: float | None = None
    qualifier: Qualifier | None = None
    quote: str
    start: int
    end: int

    def id_in(self, document: str) -> str:
        """Follows from the document's ID and every field."""
        return digest("claim", document, *msgspec.to_builtins(self).items())

    @property
    def when(self) -> dates.When | None:
        """The date, read."""
        return dates.parse(self.date) if self.date else None

    def json_form(self) -> dict[str, object]:
        """Give GUIDE.md's JSON object; fields that belong to other kinds are left out, as is an unknown organ."""
        form = msgspec.to_builtins(self)
        if form["value"] is not None and form["value"] == int(form["value"]):
            form["value"] = int(form["value"])
        if self.kind != "accredited":
            form.pop("from")
        if self.kind != "counted":
            for field in ("measure", "value", "qualifier"):
                form.pop(field)
        if self.organ is None:
            form.pop("organ")
        return dict(form)


def check(claim: Claim, text: str) -> None:
    """Refuse a claim that does not hold against its document.

    Raises:
        ClaimRefused: the quote does not stand at its offsets, a code is malformed, a date is not EDTF, or a field
            that the kind needs is missing. The message names the field.
    """
    label = f"claim {claim.kind} {claim.sending}>{claim.receiving}"
    if not claim.quote or text[claim.start : claim.end] != claim.quote:
        raise ClaimRefused(f"{label}: quote does not stand in the document at {claim.start}:{claim.end}")
    for field in ("sending", "receiving", "from_", "organ"):
        code = getattr(claim, field)
        if code is not None and not (len(code) == 2 and code.isascii() and code.isalpha() and code.isupper()):
            raise ClaimRefused(f"{label}: {field.rstrip('_')} is {code!r}; give an ISO 3166-1 alpha-2 code")
    if claim.date is not None:
        try:
            dates.parse(claim.date)
        except DateError as error:
            raise ClaimRefused(f"{label}: date {error}") from error
    if not claim.sending:
        raise ClaimRefused(f"{label}: a {claim.kind} claim needs a sending state")
    # a recall "from every capital" names no receiving state; what happens to one mission, or between two states, does
    if claim.kind in ONE_MISSION_KINDS | RELATION_KINDS and not claim.receiving:
        raise ClaimRefused(f"{label}: a {claim.kind} claim needs both a sending and a receiving state")
    if claim.kind == "counted" and (claim.measure is None or claim.value is None or claim.qualifier is None):
        raise ClaimRefused(f"{label}: a counted claim needs measure, value and qualifier")


class Reading(msgspec.Struct, frozen=True, kw_only=True):
    """What one reader in one version found in one document. ``reader`` is written ``name/version``."""

    document: str
    reader: str
    claims: tuple[Claim, ...]


class Mission(msgspec.Struct, frozen=True, kw_only=True, order=True):
    """Identity only. A state has one embassy in another; all other missions are told apart by their city."""

    sending: str
    receiving: str
    class_: MissionClass = msgspec.field(name="class")
    city: str | None = None

    @property
    def id(self) -> str:
        """Readable and derived from the raw fields alone, so that no rebuild changes it."""
        parts = [self.sending, self.receiving, self.class_]
        if self.class_ != "embassy" and (self.city or self.class_ != "unspecified"):
            parts.append((self.city or "unknown").casefold().replace(" ", "-"))
        return "-".join(parts)
