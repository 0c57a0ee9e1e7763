"""Wikidata's table: its form, its states, its dates and its traps, in small tables and in the outside edition."""

from collections import Counter
from pathlib import Path

import pytest

from legation.errors import ImportRefused
from legation.imports import wikidata
from legation.imports.source import Source, edition_of, read_source, read_text
from legation.imports.sources import read_edition
from legation.imports.table import Imported
from legation.register import Register, open_on

ENTITY = "http://www.wikidata.org/entity/"
STATES = {
    "North Korea": "Q423", "Italy": "Q38", "Germany": "Q183", "China": "Q148", "Uganda": "Q1036", "Quebec": "Q176",
    "Somaliland": "Q34754", "Djibouti": "Q977", "Vatican City": "Q237", "Luxembourg": "Q32", "Malta": "Q233",
    "Ministry of Foreign Affairs": "Q697158", "Kazakhstan": "Q232",
}  # fmt: skip
TYPES = {
    "embassy": "Q3917681",
    "consulate general": "Q372690",
    "apostolic nunciature": "Q620045",
    "de facto embassy": "Q5244910",
    "bakery": "Q274393",
}
CITIES = {"Hong Kong": "Q8646", "Macau": "Q14773"}
HEADER = "operator;operatorQID;jurisdictions;jurisdictionQIDs;country;countryQID;city;cityQID;latitude;longitude;type;typeQID;creation;QID;\n"


def row(
    operator: str = "North Korea", country: str = "Italy", *, city: str = "Rome", at: str = ";", type_: str = "embassy",
    creation: str = "", covers: tuple[str, ...] = (), qid: str = "Q1",
) -> str:  # fmt: skip
    """Write one row in the outside table's shape."""
    covered = "|".join(covers), "|".join(ENTITY + STATES[name] for name in covers)
    return ";".join(
        [operator, ENTITY + STATES[operator], *covered, country, ENTITY + STATES[country], city, ENTITY + CITIES.get(city, "Q220"), at, type_,
         ENTITY + TYPES[type_], creation, ENTITY + qid]
    ) + "\n"  # fmt: skip


def source() -> Source:
    """Give the source with any number of rows allowed."""
    import msgspec  # noqa: PLC0415

    return msgspec.structs.replace(
        read_source("wikidata"), rows=msgspec.structs.replace(read_source("osm").rows, least=0)
    )


def read(*lines: str) -> Imported:
    """Read a table of rows of 16 November 2022."""
    return wikidata.read(HEADER + "".join(lines), "2022-11-16", source())


def said(found: Imported) -> list[tuple[object, ...]]:
    """Give the claims in short."""
    return [(c.kind, c.sending, c.receiving, c.city, c.mission, c.date) for c in found.claims]


def test_a_row_says_that_a_mission_stood_and_when_it_opened() -> None:
    """A row with an inception gives the opening and that the mission stood on the edition's day; without, only that."""
    found = read(row(creation="1975-06-13T00:00:00Z"), row(country="Uganda", city="Kampala", qid="Q2"))
    assert said(found) == [
        ("opened", "KP", "IT", "Rome", "embassy", "1975-06-13"),
        ("opened", "KP", "IT", "Rome", "embassy", "../2022-11-16"),
        ("opened", "KP", "UG", "Kampala", "embassy", "../2022-11-16"),
    ]
    assert {claim.holder for claim in found.claims} == {"Wikidata: embassies and consulates"}
    assert (found.document.published, found.skipped, found.noted) == ("2022-11-16", (), ())


@pytest.mark.parametrize(
    ("creation", "date"),
    [
        ("1975-01-01T00:00:00Z", "1975"),
        ("1975-06-01T00:00:00Z", "1975-06"),
        ("1975-06-13T00:00:00Z", "1975-06-13"),
        ("1300-01-01T00:00:00Z", None),
        ("1898-01-01T00:00:00Z", None),
        ("unknown", None),
    ],
)
def test_inception_is_no_sharper_than_it_is_known(creation: str, date: str | None) -> None:
    """The first of a year is the year, the first of a month the month; a date before the states existed is none, and told."""
    found = read(row(creation=creation))
    assert [claim.date for claim in found.claims] == [*([date] if date else []), "../2022-11-16"]
    assert len(found.noted) == (date is None)


@pytest.mark.parametrize(
    ("line", "why"),
    [
        (row("Quebec"), "operator is 'Quebec' (Q176), which has no state code"),
        (row("Somaliland", "Djibouti"), "operator is 'Somaliland' (Q34754), which has no state code"),
        (row(country="Somaliland"), "country is 'Somaliland' (Q34754), which has no state code"),
        (row("Italy", "Italy"), "operator and country are both Italy"),
        (row(type_="bakery"), "type is 'bakery' (Q274393), which the source file does not know"),
        ("North Korea;Q423\n", "2 cells where the header has 14"),
    ],
)
def test_rows_that_cannot_be_understood_are_left_out_with_the_reason(line: str, why: str) -> None:
    """A row whose state, type or form is not known gives no claim and is told with its line; the others stand."""
    found = read(row(), line)
    assert [(one.line, one.why) for one in found.skipped] == [(3, why)]
    assert len(found.claims) == 1


def test_an_organ_stands_for_its_state_by_its_item() -> None:
    """An operator that is a ministry of unsaid nation is the state that its item belongs to."""
    assert said(read(row("Ministry of Foreign Affairs")))[0][1] == "PK"


@pytest.mark.parametrize(
    ("line", "city"),
    [
        (row(country="Germany", city="Mitte", at="52.51;13.38"), "Berlin"),
        (row(country="China", city="Chaoyang District", at="39.91;116.44"), "Beijing"),
        (row(country="China", city="Heping District", at="41.79;123.42", type_="consulate general"), "Shenyang"),
        (row(country="China", city="Peking", at=";"), "Beijing"),
        (row(country="China", city="Nowhere Village", at=";", type_="consulate general"), "Nowhere Village"),
        (row(country="China", city="", at="41.79;123.42", type_="consulate general"), "Shenyang"),
        (row(country="China", city="Shanghai", at="91;181"), "Shanghai"),
        (row(country="Germany", city="", at=";"), None),
    ],
)
def test_districts_become_the_city_they_lie_in(line: str, city: str | None) -> None:
    """An embassy near the seat is there; a known city stands; an unknown one gives way to the large city around its point."""
    assert said(read(line))[0][3] == city


@pytest.mark.parametrize(("city", "code"), [("Hong Kong", "HK"), ("Macau", "MO"), ("Shanghai", "CN")])
def test_places_with_a_code_of_their_own_receive(city: str, code: str) -> None:
    """A consulate in Hong Kong or Macau is there and not in China, whatever country its item names."""
    found = said(read(row(country="China", city=city, type_="consulate general")))
    assert [one[2:4] for one in found] == [(code, city)]


def test_jurisdictions_of_an_embassy_are_states_that_it_covers() -> None:
    """Each further state is covered from the embassy's own; the country itself, and what is no state, are not."""
    found = read(row(covers=("Italy", "Luxembourg", "Quebec", "Malta")))
    covered = [(c.sending, c.receiving, c.from_, c.city, c.date) for c in found.claims if c.kind == "accredited"]
    assert covered == [("KP", "LU", "IT", "Rome", "../2022-11-16"), ("KP", "MT", "IT", "Rome", "../2022-11-16")]
    assert [one.why for one in found.noted] == ["jurisdiction is 'Quebec' (Q176), which has no state code; left out"]


def test_a_consular_district_is_no_coverage() -> None:
    """Jurisdictions of a consulate are its district, not states to which an envoy is accredited."""
    assert {c.kind for c in read(row(type_="consulate general", covers=("Luxembourg",))).claims} == {"opened"}


def test_double_rows_stand_and_are_told() -> None:
    """Rows alike, or with one item, are both taken in, and the later one is told with the line of the first."""
    found = read(row(), row(qid="Q2"), row(country="Uganda", city="Kampala", qid="Q2"))
    assert [(one.line, one.why) for one in found.noted] == [
        (3, "same operator, country, city and type as line 2"), (4, "same item as line 3"),
    ]  # fmt: skip
    assert len(found.claims) == 3


def test_quotes_are_the_rows_as_they_stand() -> None:
    """Each claim's quote is its whole row, letter for letter, at its offsets."""
    lines = [row(creation="1975-01-01T00:00:00Z"), row(country="China", city="Běijīng", qid="Q2")]
    found = read(*lines)
    assert {claim.quote for claim in found.claims} == {line.rstrip("\n") for line in lines}
    assert all(found.document.text[claim.start : claim.end] == claim.quote for claim in found.claims)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (HEADER + row(), "1 rows, expected 5000 to 30000"),
        ("operator,country\n", "no column"),
        (HEADER.replace("creation;", ""), "no column 'creation'"),
    ],
)
def test_a_table_that_is_no_edition_is_refused_whole(text: str, says: str) -> None:
    """Too few rows, another delimiter or a missing column refuse the table before anything is written."""
    with pytest.raises(ImportRefused, match=says):
        wikidata.read(text, "2022-11-16")


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("wikidata-missions-2022-11-16.csv", "2022-11-16"),
        ("missions-2016.geojson", "2016"),
        ("missions.csv", None),
        ("a12022.csv", None),
    ],
)
def test_a_file_name_tells_its_day(name: str, day: str | None) -> None:
    """The last day or year in a file's name is that of the edition; other digits are not."""
    assert edition_of(Path(name)) == day


def test_an_edition_without_a_day_is_refused(tmp_path: Path) -> None:
    """A list of what stands is worth nothing without its day, so somebody must tell it."""
    (tmp_path / "missions.csv").write_text(HEADER + row(), "utf-8")
    with pytest.raises(ImportRefused, match="--on DATE"):
        read_edition("wikidata", tmp_path / "missions.csv")


@pytest.fixture(scope="module")
def edition(outside: Path) -> Imported:
    """Read the outside edition of 16 November 2022."""
    path = outside / "registers" / "wikidata-missions-2022-11-16.csv"
    return wikidata.read(read_text(path), edition_of(path))


def test_every_row_of_the_outside_edition_is_in_or_explained(edition: Imported) -> None:
    """Of 9,852 rows 105 are left out, each with one reason; all others are quoted by at least one claim."""
    quoted = {edition.document.text.count("\n", 0, claim.start) + 1 for claim in edition.claims}
    left_out = {one.line for one in edition.skipped}
    assert edition.rows == 9852
    assert len(edition.skipped) == len(left_out) == 105
    assert quoted | left_out == set(range(2, 9854))
    assert not quoted & left_out
    reasons = Counter(one.why.split(" are both ")[0] for one in edition.skipped)
    assert reasons["operator and country"] == 30  # the thirty-first is in Hong Kong, which its city tells
    assert sum(count for why, count in reasons.items() if "no state code" in why) == 75


def test_the_outside_edition_has_what_was_counted_in_it(edition: Imported) -> None:
    """The counts of its traps are those that a person counted: 26 North Korean rows, one item twice."""
    assert len({c.start for c in edition.claims if c.sending == "KP" and c.kind == "opened"}) == 26
    assert sum("same item" in one.why for one in edition.noted) == 1
    assert sum("earlier than any" in one.why for one in edition.noted) == 2


def test_the_register_takes_the_outside_edition_whole(edition: Imported, tmp_path: Path) -> None:
    """No claim is refused, a second time changes nothing, and every North Korean mission stood on the edition's day."""
    with Register.open(tmp_path / "world.db") as register:
        added = register.add(edition.document, edition.claims, edition.reader)
        assert (added.outcome, added.stored, added.refused) == ("new", len(edition.claims), ())
        assert register.add(edition.document, edition.claims, edition.reader).outcome == "known"
        state = register.state(sending="KP")
    assert edition.document.day is not None
    assert {str(open_on(record, edition.document.day).answer) for record in state.missions.values()} == {"yes"}
    # the twenty-sixth, Chongryon in Japan, is a representative office without a city
    assert len(state.missions) == 25
    assert {item.claim.receiving for item in state.unresolved} == {"JP"}
    assert "KP-HK-consular-hong-kong" in state.missions
