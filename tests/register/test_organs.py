"""Whose organ a holder is, from its words; and which holders have a name at all."""

import pytest

from legation.register.organs import named, organ_of, plain


@pytest.mark.parametrize(
    ("holder", "state"),
    [
        ("Bangladeshi Foreign Ministry", "BD"),
        ("Ministry of Foreign Affairs of Angola", "AO"),
        ("officials at the Bangladeshi Foreign Ministry", "BD"),
        ("North Korean embassy in Madrid", "KP"),
        ("embassy of the DPRK in Madrid", "KP"),
        ("South Korean Unification Ministry", "KR"),
        ("Hong Kong government", "HK"),
        ("Congolese Foreign Ministry", "CD"),
        ("North Korean state media", "KP"),
        ("Foreign Minister of Peru", "PE"),
        ("Seoul", "KR"),
        ("Beijing", "CN"),
        ("North Korea", "KP"),
        ("the Kremlin", "RU"),
        ("U.S. State Department", "US"),
        ("German Foreign Office", "DE"),
        ("the Foreign Office", "GB"),
        ("Russian ambassador to the Holy See", "RU"),
        ("ambassador of Uganda to the United States", "UG"),
        ("Quai d'Orsay", "FR"),
        ("South Korean media", None),
        ("former Nepali ambassador", None),
        ("Peruvian opposition", None),
        ("North Koreans", None),
        ("Barcelona", None),
        ("Seoul and Tokyo", None),
        ("Mara Lindqvist", None),
        ("Embassy Row Review", None),
        ("sources familiar with the matter", None),
        ("State House", None),  # Zambia, Kenya, Uganda …: the reader has to know where
    ],
)
def test_a_holder_is_the_organ_of_the_state_its_words_name(holder: str, state: str | None) -> None:
    """An organ word and a state make an organ; a newspaper, a former envoy or a people do not."""
    assert organ_of(holder) == state


@pytest.mark.parametrize(
    ("holder", "has_name"), [("Yonhap", True), ("38 North", True), ("sources familiar with the matter", False)]
)
def test_a_holder_without_a_name_is_known_by_its_letters(holder: str, has_name: bool) -> None:  # noqa: FBT001  # a table
    """Names have capitals or digits; "sources" may be anybody's."""
    assert named(holder) is has_name


def test_names_are_compared_without_case_accents_punctuation_and_article() -> None:
    """One publisher spelt two ways is one origin."""
    assert plain("The Diário-da-Baía") == plain("diario da baia")
