"""Questions to a register, one module each: pure functions from a ``State`` to an answer that leads back to quotes."""

from legation.network.backing import behind
from legation.network.changes import change_form, phrase
from legation.network.check import Finding, check
from legation.network.compare import Difference, compare
from legation.network.consequences import Consequences, consequences
from legation.network.counts import Network, network
from legation.network.coverage import Cover, Gap, Near, coverage
from legation.network.graph import Measured, graphml, measures
from legation.network.members import Member, member, members
from legation.network.outlook import Foreseen, outlook
from legation.network.presence import Host, Present, Reciprocity, host, present, reciprocity
from legation.network.quotes import quote_form, shortest
from legation.network.scenario import Scenario, from_words, read_scenario
from legation.network.series import Point, Shift, ranking, series, sliding
from legation.network.story import Chapter, story
from legation.network.supposed import Supposed, suppose
from legation.network.ties import Tie, Ties, ties

__all__ = [
    "Chapter",
    "Consequences",
    "Cover",
    "Difference",
    "Finding",
    "Foreseen",
    "Gap",
    "Host",
    "Measured",
    "Member",
    "Near",
    "Network",
    "Point",
    "Present",
    "Reciprocity",
    "Scenario",
    "Shift",
    "Supposed",
    "Tie",
    "Ties",
    "behind",
    "change_form",
    "check",
    "compare",
    "consequences",
    "coverage",
    "from_words",
    "graphml",
    "host",
    "measures",
    "member",
    "members",
    "network",
    "outlook",
    "phrase",
    "present",
    "quote_form",
    "ranking",
    "read_scenario",
    "reciprocity",
    "series",
    "shortest",
    "sliding",
    "story",
    "suppose",
    "ties",
]
