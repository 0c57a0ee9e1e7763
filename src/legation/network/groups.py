"""A network's count by region or by receiving state: the certain and the doubtful apart, so that the sums are the network's."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any, Literal

from legation.gazetteer import region
from legation.model import Answer
from legation.network.counts import Network
from legation.network.members import Member

By = Literal["region", "receiving"]
NOWHERE = "no region"  # organisations, which lie in none


@dataclass(frozen=True, slots=True)
class Group:
    """Missions in one region or receiving state; ``unsure`` are those of which it cannot be said."""

    name: str  # a UN M49 region, or a code
    open: tuple[Member, ...]
    unsure: tuple[Member, ...]

    def json_form(self) -> dict[str, Any]:
        """Give the JSON object of one group, its missions by ID."""
        return {
            "name": self.name,
            "total": len(self.open),
            "cannot_say": len(self.unsure),
            "missions": [one.id for one in (*self.open, *self.unsure)],
        }


def grouped(network: Network, by: By) -> list[Group]:
    """Group what counts, and what may, by region or receiving state; the largest first, then by name."""
    found: dict[str, list[Member]] = defaultdict(list)
    for one in (*network.open, *network.unsure):
        found[one.receiving if by == "receiving" else region(one.receiving) or NOWHERE].append(one)
    groups = [
        Group(
            name,
            tuple(one for one in some if one.counted is Answer.YES),
            tuple(one for one in some if one.counted is Answer.UNKNOWN),
        )
        for name, some in found.items()
    ]
    return sorted(groups, key=lambda one: (-len(one.open), one.name))
