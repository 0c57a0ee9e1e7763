"""Tables become claims with their rows as quotes; what cannot be understood is refused with its line."""

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from legation.errors import ImportRefused
from legation.imports import Imported, mapping_beside, read_mapping, read_table
from legation.model import check
from legation.register import Register

ROOT = Path(__file__).parents[2]
MAPPING = """\
name: test
version: 1
title: Test list
publisher: Tester
licence: Apache-2.0
published: 2023-10-01
sending: KP
open_on: 2023-10-01
columns: {receiving: state, city: city, mission: mission, opened: opened, closed: closed}
corrections: {city: {Pekin: Beijing}}
rows: {least: 1, most: 100}
"""
HEADER = "state,city,mission,opened,closed\n"


def table(folder: Path, text: str, mapping: str = MAPPING) -> Imported:
    """Read a table written to a folder, under a mapping."""
    (folder / "list.csv").write_bytes(text.encode())
    (folder / "list.yaml").write_text(mapping, "utf-8")
    return read_table(folder / "list.csv", read_mapping(mapping_beside(folder / "list.csv")))


def test_each_row_is_a_claim_with_the_row_as_its_quote(tmp_path: Path) -> None:
    """The quote is the row as it stands, at its offsets in the file's text, also across quoted line breaks."""
    found = table(tmp_path, HEADER + 'AO,Luanda,embassy,2013,\r\nES,"Ma\ndrid",embassy,,2023-11\n')
    assert [one.quote for one in found.claims] == [
        *["AO,Luanda,embassy,2013,"] * 2, *['ES,"Ma\ndrid",embassy,,2023-11'] * 2,
    ]  # fmt: skip
    for one in found.claims:
        check(one, found.document.text)


@pytest.mark.parametrize(
    ("opened", "closed", "claims"),
    [
        ("2013", "", [("opened", "2013"), ("opened", "../2023-10-01")]),
        ("", "", [("opened", "../2023-10-01")]),
        ("", "2023-11-01", [("opened", "../2023-10-01"), ("closed", "2023-11-01")]),
        ("", "2021-03-21", [("closed", "2021-03-21")]),
        ("1979", "1995", [("opened", "1979"), ("closed", "1995")]),
        ("2024-05", "", [("opened", "2024-05")]),
    ],
)
def test_a_row_opened_on_its_date_and_stood_on_the_day_of_the_list(
    tmp_path: Path, opened: str, closed: str, claims: list[tuple[str, str]]
) -> None:
    """An opening date is taken as it is; each mission stood on ``open_on`` unless its own dates say otherwise."""
    found = table(tmp_path, HEADER + f"AO,Luanda,embassy,{opened},{closed}\n")
    assert [(one.kind, one.date) for one in found.claims] == claims
    assert {one.holder for one in found.claims} == {"Test list"}


def test_without_a_day_of_the_list_an_undated_row_opened_on_a_day_not_known(tmp_path: Path) -> None:
    """A mapping without ``open_on`` gives no date to what has none."""
    found = table(tmp_path, HEADER + "AO,Luanda,embassy,,\n", MAPPING.replace("open_on: 2023-10-01\n", ""))
    assert [(one.kind, one.date) for one in found.claims] == [("opened", None)]


def test_other_delimiters_and_one_at_the_end_of_lines_are_read(tmp_path: Path) -> None:
    """A table with semicolons, also after the last name, is read; a delimiter of two characters is refused."""
    text = "state;city;mission;opened;closed;\nAO;Luanda;embassy;;\nES;Madrid;embassy;;;\n"
    found = table(tmp_path, text, MAPPING + 'delimiter: ";"\n')
    assert ([one.receiving for one in found.claims], found.skipped) == (["AO", "ES"], ())
    with pytest.raises(ImportRefused, match="one character"):
        table(tmp_path, text, MAPPING + 'delimiter: ";;"\n')


def test_names_and_corrections_are_brought_to_codes_and_meant_values(tmp_path: Path) -> None:
    """A state may stand by name, and a correction of the mapping replaces the value as it stands."""
    found = table(tmp_path, HEADER + "China,Pekin,embassy,,\n")
    assert [(one.receiving, one.city) for one in found.claims] == [("CN", "Beijing")]


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ("Ruritania,Strelsau,embassy,,", "no state alone bears"),
        ("Korea,Seoul,embassy,,", "no state alone bears"),
        ("AO,Luanda,castle,,", "mission is 'castle'"),
        (",Luanda,embassy,,", "receiving is empty"),
        ("AO,Luanda,embassy,soon,", "no date"),
        ("AO,Luanda,embassy,2023-02-30,", "no such day"),
        ("AO,Luanda,embassy,2020,2013", "before it opened"),
        ("AO,Luanda,embassy", "3 cells where the header has 5"),
    ],
)
def test_a_bad_row_is_left_out_with_its_line_and_the_rest_goes_in(tmp_path: Path, row: str, why: str) -> None:
    """A row that cannot be understood is named with its line and reason."""
    found = table(tmp_path, HEADER + f"ES,Madrid,embassy,,\n{row}\nUG,Kampala,embassy,,\n")
    assert [one.receiving for one in found.claims] == ["ES", "UG"]
    (skipped,) = found.skipped
    assert skipped.line == 3
    assert why in skipped.why


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("state,city,mission\nAO,Luanda,embassy\n", "no column 'opened'"),
        ("", "no column"),
        (HEADER, "0 rows, expected 1 to 100"),
        (HEADER + "AO,Luanda,embassy,,\n" * 101, "101 rows, expected 1 to 100"),
        (HEADER + 'AO,"Luanda,embassy,,\n', "not CSV"),
    ],
)
def test_a_table_without_the_promised_form_is_refused_whole(tmp_path: Path, text: str, why: str) -> None:
    """Missing columns, too few or too many rows and broken quotation are no table of this mapping."""
    with pytest.raises(ImportRefused, match=why):
        table(tmp_path, text)


def test_another_encoding_than_utf8_is_refused_with_the_byte(tmp_path: Path) -> None:
    """A table in Latin-1 is not guessed at."""
    (tmp_path / "list.csv").write_bytes((HEADER + "BR,Brasília,embassy,,\n").encode("latin-1"))
    (tmp_path / "list.yaml").write_text(MAPPING, "utf-8")
    with pytest.raises(ImportRefused, match="not UTF-8 at byte"):
        read_table(tmp_path / "list.csv", read_mapping(tmp_path / "list.yaml"))


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (("name: test\n", "name: test\ncolour: red\n"), "colour"),
        (("licence: Apache-2.0\n", ""), "licence"),
        (("receiving: state, ", ""), "receiving"),
        (("mission: mission, ", ""), "mission"),
        (("sending: KP\n", ""), "sending"),
        (("city: city", "town: city"), "'town' is no field"),
        (("open_on: 2023-10-01", "open_on: 2023-10"), "must be a day"),
        (("open_on: 2023-10-01", "open_on: soon"), "open_on"),
        (("name: test", "name: [test"), "not YAML"),
    ],
)
def test_a_mapping_with_an_unknown_or_missing_key_is_refused(tmp_path: Path, change: tuple[str, str], why: str) -> None:
    """Nothing in a mapping is guessed; the message names what is wrong."""
    with pytest.raises(ImportRefused, match=why):
        table(tmp_path, HEADER + "AO,Luanda,embassy,,\n", MAPPING.replace(*change))


def test_norway_is_a_state_and_not_false(tmp_path: Path) -> None:
    """YAML 1.1 reads NO as false; the mapping means the state."""
    found = table(tmp_path, HEADER + "AO,Luanda,embassy,,\n", MAPPING.replace("sending: KP", "sending: NO"))
    assert [one.sending for one in found.claims] == ["NO"]


def test_the_same_table_twice_changes_nothing_and_a_raised_version_reads_it_again(tmp_path: Path) -> None:
    """Taken in twice a table is known; after a change to the mapping with a new version it is read again."""
    text = HEADER + "AO,Luanda,embassy,,\n"
    with Register.open(tmp_path / "register.db") as register:
        outcomes = []
        for mapping in (MAPPING, MAPPING, MAPPING.replace("version: 1", "version: 2").replace("city: city, ", "")):
            found = table(tmp_path, text, mapping)
            outcomes.append(register.add(found.document, found.claims, found.reader).outcome)
        assert outcomes == ["new", "known", "reread"]
        assert len(register.state(sending="KP").missions) == 1


cells = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=12)


@settings(max_examples=60)
@given(
    st.lists(st.tuples(st.sampled_from(["AO", "ES", "UG"]), cells), min_size=1, max_size=20),
    st.sampled_from(["\n", "\r\n"]),
)
def test_any_cells_keep_their_rows_as_quotes(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, str]], ending: str
) -> None:
    """Whatever stands in a cell, each row gives one claim whose quote stands at its offsets and parses to the same cells."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator=ending)
    writer.writerow(["state", "city", "mission", "opened", "closed"])
    writer.writerows([state, city, "embassy", "", ""] for state, city in rows)
    found = table(tmp_path_factory.mktemp("table"), out.getvalue())
    assert found.skipped == ()
    assert len(found.claims) == len(rows)
    for one, (state, city) in zip(found.claims, rows, strict=True):
        check(one, found.document.text)
        assert next(csv.reader([one.quote]))[:2] == [state, city]


def test_the_example_holds_the_53_missions_by_kind_each_with_a_source() -> None:
    """The example's rows are 47 embassies, 3 consulates, 2 permanent missions and an office, open on 1 October 2023."""
    found = read_table(ROOT / "examples" / "dprk-missions.csv", read_mapping(ROOT / "examples" / "dprk-missions.yaml"))
    kinds = [one.mission for one in found.claims if one.date == "../2023-10-01"]
    assert {kind: kinds.count(kind) for kind in kinds} == {
        "embassy": 47, "consulate_general": 3, "permanent_mission": 2, "representative_office": 1,
    }  # fmt: skip
    assert found.skipped == ()
    assert {one.kind for one in found.claims} == {"opened"}
    assert all("http" in one.quote for one in found.claims)
    assert all(one.when and one.when.latest.isoformat() <= "2023-10-01" for one in found.claims)


def test_the_example_says_what_the_outside_list_says(outside: Path) -> None:
    """Places, kinds, opening dates and addresses are those of the outside list; its closings are left to the articles."""

    def facts(path: Path, names: tuple[str, ...]) -> set[tuple[str, ...]]:
        with path.open(encoding="utf-8", newline="") as stream:
            return {tuple(row[name] for name in names) for row in csv.DictReader(stream)}

    ours = facts(ROOT / "examples" / "dprk-missions.csv", ("state", "city", "mission", "opened", "sources"))
    theirs = facts(
        outside / "registers" / "dprk-missions.csv", ("receiving", "city", "mission_kind", "opened", "source_url")
    )
    assert ours == theirs
