"""The class and the city of a mission that the event's own words leave open."""

import pytest

from legation.model import Document
from legation.reader import RuleReader

TABLE = [
    # a text; the kind of the claim looked at; its class and city
    (
        "Iceland runs consulates in Ruritz and Perth. Iceland will close its consulate in Ramsvik, Fiji.",
        "closed",
        "consulate",
        "Ramsvik",
    ),
    ("Nepal closed its consulate in Perth, Australia.", "closed", "consulate", "Perth"),
    (
        "Malta withdrew its ambassador to Peru and downgraded its representation in Peru to a chargé d'affaires.",
        "level_changed",
        "embassy",
        None,
    ),
    (
        "Canada's high commission in Accra was closed. Canada will close its mission in Lusaka.",
        "closed",
        "high_commission",
        "Lusaka",
    ),
    (
        "Canada's high commission in Accra was closed. Canada will close its mission in Oslo.",
        "closed",
        "embassy",
        "Oslo",
    ),
    ("Norway's ambassador in Lima left. Norway has closed its mission in Lima.", "closed", "embassy", "Lima"),
]


@pytest.mark.parametrize(("text", "kind", "mission", "city"), TABLE, ids=[row[0] for row in TABLE])
def test_class_and_city(text: str, kind: str, mission: str, city: str | None) -> None:
    """Class and city come from the phrase, else from the page."""
    claims = RuleReader().read(Document(text=text, published="2024-05-15")).claims
    assert (mission, city) in {(claim.mission, claim.city) for claim in claims if claim.kind == kind}


def test_a_covering_mission_sits_in_the_capital_that_the_page_names() -> None:
    """The seat of a covering mission is taken from the page, and never from outside it."""
    for place, city in (("Suva, where it is hot, is far away. ", "Suva"), ("", None)):
        text = f"{place}Norway's ambassador to Fiji is also accredited to Tonga."
        claims = RuleReader().read(Document(text=text, published="2024-05-15")).claims
        assert [claim.city for claim in claims if claim.kind == "accredited"] == [city]
