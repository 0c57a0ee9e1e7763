"""What is known of an outside data set before its rows are read: one YAML file a source, beside its module.

    name: wikidata-csv
    version: 1                  # raise it after a change to this file, so that the data set is read again
    title: Wikidata: …          # how its holder is shown; an edition is known as one by title and publisher
    publisher: …
    licence: CC0-1.0
    address: https://…          # where it can be had; optional
    missions: {Q3917681: embassy}           # its words for kinds of missions → ours
    corrections: {operator: {Q697158: PK}}  # value as it stands → value meant, by field
    earliest: 1455              # years of opening before this are not taken for such; optional
    rows: {least: 9000, most: 15000}        # an edition with fewer or more is refused whole

A reader of a data set is a function from its text and its edition's day to ``Imported``; it writes claims with the row
as it stands as quote and the data set as holder, and tells of each row that it leaves out. ``Writer`` is what they share.
"""

import dataclasses
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from importlib import resources
from pathlib import Path
from typing import Any, Final

import msgspec
import yaml

from legation.errors import ImportRefused, VocabularyError
from legation.gazetteer import code_of
from legation.imports.mapping import Rows
from legation.imports.table import Imported, Skipped
from legation.model import Claim, Document, dates
from legation.model.vocabulary import MISSION_KINDS

_DAY: Final = re.compile(r"(?<!\d)(\d{4}-\d{2}-\d{2}|\d{4})(?!\d)")


class Source(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One source file, checked."""

    name: str
    version: int
    title: str
    publisher: str
    licence: str
    address: str | None = None
    missions: dict[str, str] = {}
    corrections: dict[str, dict[str, str]] = {}
    earliest: int = 1
    rows: Rows = Rows()

    def meant(self, field_: str, value: str) -> str:
        """Give the value that is meant for one that stands in the data set."""
        return self.corrections.get(field_, {}).get(value, value)


def read_source(name: str) -> Source:
    """Read the YAML file of a source of ours; VocabularyError names what is wrong with it."""
    text = resources.files("legation.imports").joinpath(f"{name}.yaml").read_text("utf-8")
    return parse_source(text, f"imports/{name}.yaml")


def parse_source(text: str, where: str) -> Source:
    """Read a source from YAML; every scalar is taken as text, since YAML takes NO for false."""
    try:
        source = msgspec.convert(yaml.load(text, yaml.BaseLoader), Source, strict=False)  # noqa: S506  # texts only
    except (yaml.YAMLError, msgspec.ValidationError) as error:
        raise VocabularyError(f"{where}: {' '.join(str(error).split())}; correct the entry") from error
    wrong = sorted(set(source.missions.values()) - set(MISSION_KINDS))
    if wrong:
        raise VocabularyError(f"{where}: {wrong[0]!r} is no kind of mission; use {', '.join(MISSION_KINDS)}")
    return source


def read_text(path: Path) -> str:
    """Read a data file as UTF-8; ImportRefused says why that cannot be done."""
    try:
        return path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise ImportRefused(f"{path}: cannot be read ({error.strerror}); name a file that can") from error
    except UnicodeDecodeError as error:
        raise ImportRefused(f"{path}: not UTF-8 at byte {error.start}; save the file as UTF-8") from error


def edition_of(path: Path) -> str | None:
    """Give the day, or year, of an edition as its file name has it: ``wikidata-missions-2022-11-16.csv``."""
    found = _DAY.findall(path.stem)
    return str(found[-1]) if found else None


_ALL_BAD: Final = 5  # of fewer rows their own reasons tell enough


@dataclass(slots=True)
class Writer:
    """Gathers the claims of one edition, each with the piece of text that it rests on, and what was left out."""

    source: Source
    text: str
    on: str | None  # the day or year whose state of things the edition shows
    published: str | None = None
    claims: list[Claim] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    noted: list[Skipped] = field(default_factory=list)
    rows: int = 0
    line: int = 0
    span: tuple[int, int] = (0, 0)

    def at(self, line: int, start: int, end: int) -> None:
        """Go to the next row: its line, and where it stands in the text."""
        self.rows += 1
        self.line, self.span = line, (start, end)

    def say(self, kind: str, **fields: Any) -> None:
        """Write a claim with the present row as its quote."""
        start, end = self.span
        quote = self.text[start:end]
        holder = self.source.title
        self.claims.append(Claim(kind=kind, holder=holder, quote=quote, start=start, end=end, **fields))  # type: ignore[arg-type]

    def stood(self, opened: str | None, **fields: Any) -> None:
        """Say that a mission stood when the edition was made, and when it opened if that is told.

        Both are said: a list that has a mission on a day tells that it was open then, whenever it opened.
        """
        if opened:
            self.say("opened", date=opened, **fields)
        if self.on and not (opened and dates.parse(opened).latest > dates.parse(self.on).latest):
            self.say("opened", date=f"../{self.on}", **fields)
        elif not opened:
            self.say("opened", **fields)

    def skip(self, why: str) -> None:
        """Leave the present row out."""
        self.skipped.append(Skipped(self.line, why))

    def note(self, why: str) -> None:
        """Tell that something of the present row was left out, or is odd."""
        self.noted.append(Skipped(self.line, why))

    def done(self, reader: str, title: str | None = None) -> Imported:
        """Give what the edition holds; ImportRefused if it has too few or too many rows, or not one that is understood."""
        least, most = self.source.rows.least, self.source.rows.most
        if not least <= self.rows <= most:
            raise ImportRefused(
                f"{self.source.title}: {self.rows} rows, expected {least} to {most}; the file may be cut off, or hold something else"
            )
        if self.rows >= _ALL_BAD and self.skipped and not (self.claims or self.noted):
            first = self.skipped[0]
            raise ImportRefused(
                f"{self.source.title}: none of {self.rows} rows can be understood (line {first.line}: {first.why}); "
                "the file may hold something else"
            )
        published = self.published or (self.on if self.on and dates.parse(self.on).days == 1 else None)
        document = Document(
            text=self.text,
            title=title or self.source.title,
            published=published,
            publisher=self.source.publisher,
            url=self.source.address,
        )
        return Imported(
            document=document,
            reader=f"{reader}.{self.source.version}",
            claims=tuple(dict.fromkeys(self.claims)),
            skipped=tuple(self.skipped),
            rows=self.rows,
            noted=tuple(self.noted),
        )


def named_state(source: Source, field_: str, name: str) -> str:
    """Give the code of a state by the name that a data set uses, after its corrections.

    Raises:
        ImportRefused: no state alone bears the name.
    """
    meant = source.meant(field_, name)
    found = code_of(meant) if meant else None
    if found is None:
        raise ImportRefused(f"{field_} is {name!r}, which no state alone bears" if name else f"no {field_} is given")
    return found


def lines_left_out(skipped: Iterable[Skipped]) -> list[dict[str, object]]:
    """Give skipped rows as JSON objects."""
    return [dataclasses.asdict(one) for one in skipped]
