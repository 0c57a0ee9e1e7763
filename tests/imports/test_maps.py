"""OpenStreetMap and Washington's map: which features are missions, in which state, and what is left out."""

import json
from pathlib import Path

import pytest

from legation.errors import ImportRefused
from legation.imports import osm, washington
from legation.imports.features import features
from legation.imports.sources import read_edition
from legation.imports.table import Imported

ROME, KINSHASA, MIDWAY = [12.48, 41.89], [15.31, -4.3], [-160.0, 0.0]


def feature(point: list[float] | None = None, **tags: str | None) -> dict[str, object]:
    """Write a feature as exporters do."""
    geometry = {"type": "Point", "coordinates": point} if point else None
    return {"type": "Feature", "properties": tags, "geometry": geometry}


def collection(*found: dict[str, object], **more: object) -> str:
    """Write a FeatureCollection, with a key before the features that holds a trap."""
    return json.dumps(
        {"note": {"features": [1]}, "type": "FeatureCollection", **more, "features": list(found)},
        ensure_ascii=False,
        indent=1,
    )


def read(*found: dict[str, object], receiving: str | None = None) -> Imported:
    """Read features of 19 February 2026."""
    return osm.read(collection(*found), "2026-02-19", receiving=receiving)


def mission(**tags: str | None) -> dict[str, object]:
    """Write a mission of North Korea in Rome, with other or further tags."""
    return feature(
        ROME,
        **{
            "office": "diplomatic",
            "diplomatic": "embassy",
            "country": "KP",
            "target": "IT",
            "name": "Ambasciata",
            **tags,
        },
    )


@pytest.mark.parametrize(
    ("tags", "kind"),
    [
        ({}, "embassy"),
        ({"office": None, "amenity": "diplomatic"}, "embassy"),
        ({"office": None, "amenity": "embassy", "diplomatic": None}, "embassy"),
        ({"embassy": "high_commission"}, "high_commission"),
        ({"diplomatic": "consulate", "consulate": "consulate_general"}, "consulate_general"),
        ({"diplomatic": "consulate", "consulate": "honorary_consul"}, "honorary_consulate"),
        ({"diplomatic": "liaison", "liaison": "representative_office"}, "representative_office"),
    ],
)
def test_tags_tell_the_kind_of_mission(tags: dict[str, str | None], kind: str) -> None:
    """New and older tags are read, the finer key before the general one, and a mission stood on the day of the map."""
    found = read(mission(**tags))
    assert [(c.kind, c.sending, c.receiving, c.city, c.mission, c.date) for c in found.claims] == [
        ("opened", "KP", "IT", "Rome", kind, "../2026-02-19")
    ]


@pytest.mark.parametrize(
    ("tags", "why"),
    [
        ({"office": None, "disused:office": "diplomatic"}, "neither office=diplomatic nor"),
        ({"name": "Résidence de l'ambassadeur"}, "is a residence"),
        ({"diplomatic": "ambassadors_residence"}, "is a residence"),
        ({"embassy": "residence"}, "is a residence"),
        ({"diplomatic": None, "name": "Maison Schengen"}, "does not say what kind of mission"),
        ({"diplomatic": "visa_centre"}, "does not say what kind of mission"),
        ({"country": None}, "no country is given"),
        ({"country": "African Union"}, "which no state alone bears"),
        ({"country": "IT"}, "country and target are both IT"),
    ],
)
def test_what_is_no_mission_is_left_out_with_the_reason(tags: dict[str, str | None], why: str) -> None:
    """Residences, visa houses, closed offices and unknown states give no claim and are told."""
    found = read(mission(**tags), mission())
    assert len(found.skipped) == 1
    assert why in found.skipped[0].why
    assert len(found.claims) == 1


def test_of_several_targets_the_one_at_the_point_receives() -> None:
    """A mission with several targets is in the one whose seat its point lies nearest to, and covers the others."""
    found = read(mission(target="SM;MT;IT"))
    assert [(c.kind, c.receiving, c.from_) for c in found.claims] == [
        ("opened", "IT", None), ("accredited", "SM", "IT"), ("accredited", "MT", "IT"),
    ]  # fmt: skip


def test_without_a_target_the_point_decides_where_it_can() -> None:
    """A point near one seat alone tells the state; between two capitals, or far from all, nothing does but the user."""

    def at(point: list[float]) -> dict[str, object]:
        return feature(point, office="diplomatic", diplomatic="embassy", country="KP", name="Embassy")

    assert read(at(ROME)).claims[0].receiving == "IT"
    for point in (KINSHASA, MIDWAY):
        assert "--receiving" in read(at(point)).skipped[0].why
    assert read(at(KINSHASA), receiving="CD").claims[0].receiving == "CD"


def test_a_target_outside_the_file_s_own_state_is_a_contradiction() -> None:
    """In a file of one state, a mission to another is left out and told."""
    assert "the file is one of CD" in read(mission(), receiving="CD").skipped[0].why


def test_one_mission_twice_is_told() -> None:
    """Two features of one mission are both quoted, and the second is told with the line of the first."""
    found = read(mission(), mission(name="Annex"))
    assert len(found.claims) == 2
    assert "the same mission as line" in found.noted[0].why


def test_quotes_are_the_features_as_they_stand() -> None:
    """Each quote is one whole feature, letter for letter, also behind keys that look like the list of features."""
    found = read(mission(name="Ambasciata “È”"), mission(country="CN"))
    quoted = [json.loads(found.document.text[claim.start : claim.end]) for claim in found.claims]
    assert [one["properties"]["country"] for one in quoted] == ["KP", "CN"]


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"features": 3}', '{"features": [', "42"])
def test_what_is_no_feature_collection_is_refused(text: str) -> None:
    """Anything but a GeoJSON FeatureCollection is refused whole."""
    with pytest.raises(ImportRefused):
        list(features(text, "map"))


@pytest.mark.parametrize(
    ("more", "day"),
    [({"timestamp": "2026-02-19T15:39:46Z"}, "2026-02-19"), ({"metadata": {"date": "2026-02-20T00:00:00Z"}}, "2026-02-20"), ({}, None)],
)  # fmt: skip
def test_an_export_tells_its_own_day(more: dict[str, object], day: str | None) -> None:
    """The time that an export states for itself is the edition's; without one nothing is made up."""
    assert osm.day_of(collection(mission(), **more)) == day


def test_a_map_of_lines_and_odd_points_is_read() -> None:
    """The first point of an area places it; a point that is none on Earth, or missing, leaves the city open."""
    area = {**mission(), "geometry": {"type": "Polygon", "coordinates": [[ROME, [12.5, 41.9], ROME]]}}
    nowhere = {**mission(country="CN"), "geometry": {"type": "Point", "coordinates": [400, 100]}}
    assert [claim.city for claim in read(area, nowhere).claims] == ["Rome", None]


def test_kinshasa_is_read_with_its_traps(outside: Path) -> None:
    """Of 67 features 61 are missions in Kinshasa; residences, the visa house, the Union and the other Congo's are told."""
    path = outside / "registers" / "foreign-missions-in-kinshasa-osm-2026-02-19.geojson"
    found = read_edition("osm", path, receiving="CD").found
    assert (found.rows, len(found.skipped), len(found.noted)) == (67, 6, 4)
    standing = {(c.sending, c.receiving) for c in found.claims if c.kind == "opened"}
    assert len(standing) == 57
    assert ("KP", "CD") in standing
    assert all(receiving == "CD" for _, receiving in standing)
    assert found.document.published == "2026-02-19"


def test_washington_is_read_whole(outside: Path) -> None:
    """All 177 embassies are read, both Koreas' names and Taiwan's rightly, as standing some time up to the end of 2016."""
    found = read_edition("washington", outside / "registers" / "foreign-missions-in-washington-2016.geojson").found
    assert (found.rows, found.skipped, found.noted) == (177, (), ())
    senders = [claim.sending for claim in found.claims]
    assert len(set(senders)) == 177
    assert {"KR", "TW", "VA", "EU"} <= set(senders)
    assert "KP" not in senders
    assert {claim.date for claim in found.claims} == {"../2016"}
    assert found.document.published is None


def embassy(country: str, title: str) -> dict[str, object]:
    """Write an embassy as Washington's map does."""
    return feature([-77.0, 38.9], COUNTRY=country, EMB_TITLE=title, TELEPHONE="(202) 895-1800\n")


def test_the_title_decides_where_the_country_is_unclear() -> None:
    """The name Korea alone means two states; a title that contradicts the country leaves the row out."""
    filler = [embassy(name, f"Embassy of {name}") for name in ("Ghana",) * 100]
    rows = [
        embassy("Korea", "Embassy of the Republic of Korea"),
        embassy("Holy See (The)", "Apostolic Nunciature"),
        embassy("Chad", "Embassy of Chile"),
    ]
    found = washington.read(collection(*rows, *filler), "2016")
    assert [(c.sending, c.mission) for c in found.claims[:2]] == [("KR", "embassy"), ("VA", "nunciature")]
    assert [one.why for one in found.skipped] == ["COUNTRY means TD, the title CL"]
    assert "the same mission" in found.noted[0].why


def test_a_map_of_something_else_is_refused_whole() -> None:
    """Features of which not one is a mission leave no empty edition behind; the first reason is told."""
    shops = [feature(ROME, shop="bakery", name=f"Panificio {n}") for n in range(6)]
    with pytest.raises(ImportRefused, match=r"none of 6 rows can be understood \(line \d+: neither office=diplomatic"):
        read(*shops)
