"""The words of a claim, exactly as the reading guide (``corpus/GUIDE.md``) fixes them.

They are types, so that a record with any other word cannot be decoded, and tuples derived from the types, so that
there is one list of each. The terms are those of the Vienna Conventions on Diplomatic (1961) and Consular (1963)
Relations.
"""

from typing import Final, Literal, get_args

Kind = Literal[
    "opened", "closed", "suspended", "resumed", "moved", "level_changed", "accredited", "farewell", "recalled",
    "expelled", "relations_established", "relations_severed", "relations_restored", "incident", "explained", "counted",
]  # fmt: skip
Status = Literal["done", "planned", "possible", "denied"]
MissionKind = Literal[
    "embassy", "high_commission", "consulate_general", "consulate", "vice_consulate", "honorary_consulate",
    "permanent_mission", "representative_office", "liaison_office", "interests_section", "trade_office", "nunciature",
    "mission",
]  # fmt: skip
Cause = Literal[
    "sanctions", "cost", "economy", "security", "conflict", "bilateral_dispute", "alignment", "reorganisation",
    "reciprocity", "pandemic", "disaster", "engagement", "other",
]  # fmt: skip
Measure = Literal[
    "missions", "embassies", "consulates", "representative_offices", "relations", "closures", "openings",
    "share_closing",
]  # fmt: skip
Qualifier = Literal["exact", "about", "at_least", "more_than", "at_most", "nearly"]
MissionClass = Literal["embassy", "consular", "office", "permanent", "unspecified"]
Standing = Literal["confirmed", "reported", "announced", "expected", "denied", "disputed"]
Condition = Literal["open", "suspended", "evacuated", "elsewhere", "closed"]

KINDS: Final[tuple[str, ...]] = get_args(Kind)
STATUSES: Final[tuple[str, ...]] = get_args(Status)
MISSION_KINDS: Final[tuple[str, ...]] = get_args(MissionKind)
CAUSES: Final[tuple[str, ...]] = get_args(Cause)
MEASURES: Final[tuple[str, ...]] = get_args(Measure)
QUALIFIERS: Final[tuple[str, ...]] = get_args(Qualifier)
STANDINGS: Final[tuple[str, ...]] = get_args(Standing)

RELATION_KINDS: Final = frozenset({"relations_established", "relations_severed", "relations_restored"})
ONE_MISSION_KINDS: Final = frozenset(
    {"opened", "closed", "suspended", "resumed", "moved", "level_changed", "accredited", "farewell", "incident"}
)
# The kinds that begin or end a spell, and the condition in which each leaves the mission.
CONDITION_AFTER: Final[dict[str, Condition]] = {
    "opened": "open",
    "resumed": "open",
    "suspended": "suspended",
    "closed": "closed",
}

# Liaison offices and interests sections do an embassy's work where there is none, so they are its lower levels
# (GUIDE.md: "liaison office to embassy" is a change of level, not another mission).
CLASS_OF: Final[dict[str, MissionClass]] = {
    "embassy": "embassy",
    "high_commission": "embassy",
    "nunciature": "embassy",
    "liaison_office": "embassy",
    "interests_section": "embassy",
    "consulate_general": "consular",
    "consulate": "consular",
    "vice_consulate": "consular",
    "honorary_consulate": "consular",
    "permanent_mission": "permanent",
    "representative_office": "office",
    "trade_office": "office",
    "mission": "unspecified",
}
