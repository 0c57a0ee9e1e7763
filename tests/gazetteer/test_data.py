"""The data files: consistent with themselves, with the packages, and with the corpus they serve."""

import json
from importlib import resources
from pathlib import Path

import pytest
from countryinfo import CountryInfo
from countryinfo.exceptions import CountryNotFoundError

from legation.errors import VocabularyError
from legation.gazetteer import areas, code_of, find, letters, names, state, states, tables, towns

ROOT = Path(__file__).parents[2]
# countryinfo is stale or odd here: former names, the territory of another state, a capital disputed or moved.
STALE = {"BQ", "EH", "HK", "KI", "KZ", "MM", "PS", "SM", "SZ", "VA"}


def _plain(name: str) -> str:
    return letters.fold(name).removesuffix(" dc").replace("saint ", "st ")


def test_capitals_agree_with_countryinfo() -> None:
    """The package's capitals are ours, but for the cases known to be stale."""
    compared = 0
    for one in states(territories=True):
        try:
            theirs = CountryInfo(one.code).capital()
        except CountryNotFoundError:
            continue
        if isinstance(theirs, str) and theirs and one.code not in STALE:
            ours = {_plain(name) for name in (one.capital, *(seat.city for seat in one.seats))}
            assert _plain(theirs) in ours, one.code
            compared += 1
    assert compared > 180


def test_no_name_is_hidden_by_a_trap() -> None:
    """No trap phrase equals a name of a state or a city of the room's own list."""
    hidden = {form for form, name in names.table().items() if not name.options}
    for one in states(territories=True):
        assert not hidden & {one.name, one.formal, *one.names, *one.demonyms, *one.abbreviations}
    for (_, name), (_, aliases) in towns.curated().items():
        assert not hidden & {name, *aliases}


def test_every_word_never_taken_for_a_city_is_one() -> None:
    """An entry of the list that no city bears could never match and has no place in it."""
    bearers = {letters.bare(city.name) for city, _ in towns.large(100_000)}
    never = [word for group in tables.traps().never.values() for word in group]
    assert [word for word in never if word not in bearers] == []
    assert len(never) == len(set(never))


def test_every_cue_word_is_a_form_of_the_table() -> None:
    """A word that wants a preposition is found at all."""
    assert [word for word in tables.ambiguous().cue["cities"] if word not in names.table()] == []


def test_every_variant_is_a_form_of_the_table() -> None:
    """A spelling that a text may keep is found at all."""
    assert [form for form in tables.cities().variants["forms"] if form not in names.table()] == []


def test_demonyms_do_not_clash_unless_listed_as_ambiguous() -> None:
    """A demonym of two states must stand in ambiguous.toml."""
    bearers: dict[str, set[str]] = {}
    for one in states(territories=True):
        for word in (*one.demonyms, *(word for old in one.formerly for word in old.demonyms)):
            bearers.setdefault(word, set()).add(one.code)
    listed = {surface for word in tables.ambiguous().word for surface in word.surfaces}
    assert {word for word, codes in bearers.items() if len(codes) > 1} <= listed


def test_names_do_not_clash_unless_listed_as_ambiguous() -> None:
    """A name or abbreviation of two states must stand in ambiguous.toml."""
    bearers: dict[str, set[str]] = {}
    for one in states(territories=True):
        old = (word for former in one.formerly for word in (former.name, *former.names))
        for word in (one.name, one.formal, *one.names, *one.abbreviations, *old):
            bearers.setdefault(word, set()).add(one.code)
    listed = {surface for word in tables.ambiguous().word for surface in word.surfaces}
    assert {word: codes for word, codes in bearers.items() if len(codes) > 1 and word not in listed} == {}


def test_every_body_stands_for_its_state() -> None:
    """Each metonym gives back the state under which it is listed."""
    for code, bodies in tables.bodies().items():
        for body in bodies:
            if code_of(body) is not None:
                assert [place.state for place in find(f"said {body} today")] == [code], body


@pytest.mark.parametrize(
    ("file", "text", "message"),
    [
        ("states.toml", 'UG = { name = "Uganda" }', "formal"),
        ("states.toml", "UG = {", "states.toml"),
        ("former.toml", '[[former]]\nname = "X"\ncode = "ZZ"\nended = 1990-01-01', "ZZ"),
        (
            "former.toml",
            '[[former]]\nname = "X"\ncode = "UG"\nbegan = 1991-01-01\nended = 1990-01-01',
            "before it begins",
        ),
        ("seats.toml", 'UG = [{ city = "Kampala" }, { city = "Entebbe" }]', "overlaps"),
        ("bodies.toml", 'ZZ = ["House"]', "ZZ"),
        ("bodies.toml", "UG = 3", "bodies.toml"),
        ("ambiguous.toml", 'city = [{ surface = "X", options = ["ZZ/X"] }]\nword = []\ncue = {}', "ZZ"),
        ("traps.toml", "phrases = {}\nnever = {}\npeople = {}\nafter = {}\nprovinces = { ZZ = [] }", "ZZ"),
        ("regions.toml", 'words = {}\nsubregions = { X = { region = "Y", states = "UG UG" } }', "UG"),
        ("cities.toml", 'marks = { states = "ZZ" }\nvariants = {}\nenglish = {}\nposts = {}\nplaced = {}', "ZZ"),
    ],
)
def test_an_inconsistent_file_is_refused(
    file: str, text: str, message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A missing field, an unknown code, overlapping dates or broken TOML: the error names the file or the entry."""
    (tmp_path / "data").mkdir()
    for name in ("states.toml", file):
        source = Path(tables.__file__).parent / "data" / name
        (tmp_path / "data" / name).write_text(source.read_text(encoding="utf-8"), encoding="utf-8")
    (tmp_path / "data" / file).write_text(text, encoding="utf-8")
    monkeypatch.setattr(resources, "files", lambda _: tmp_path)
    load = getattr(tables, file.removesuffix(".toml"))
    if file != "states.toml":
        tables.states()
    with pytest.raises(VocabularyError, match=message):
        load.__wrapped__()


def test_state_lookup_and_regions_share_one_list() -> None:
    """Every state of the table can be looked up and stands in its region's words."""
    for code, row in tables.states().items():
        assert state(code).name == row.name
        if row.rank != "organisation":
            assert code in areas.members(str(state(code).subregion))


@pytest.mark.corpus
def test_the_training_corpus_names_what_its_claims_need() -> None:
    """At least 99 % of the states and 98 % of the cities of the gold claims are found somewhere in their document."""
    folder = ROOT / "corpus" / "train"
    if not (folder / "gold.jsonl").is_file():
        pytest.skip(f"the annotated corpus is not in {folder}")
    states_found = cities_found = states_wanted = cities_wanted = 0
    for line in (folder / "gold.jsonl").read_text(encoding="utf-8").splitlines():
        reading = json.loads(line)
        places = find((folder / "docs" / f"{reading['doc']}.txt").read_text(encoding="utf-8"))
        codes = {place.state for place in places}
        cities = {(place.city or "").casefold() for place in places}
        for claim in reading["claims"]:
            wanted = [claim[field] for field in ("sending", "receiving", "from") if claim.get(field)]
            states_wanted += len(wanted)
            states_found += sum(code in codes for code in wanted)
            if claim.get("city"):
                cities_wanted += 1
                cities_found += claim["city"].casefold() in cities
    assert states_found >= 0.99 * states_wanted
    assert cities_found >= 0.98 * cities_wanted
