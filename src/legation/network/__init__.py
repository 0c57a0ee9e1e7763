"""Questions to a register, one module each: pure functions from a ``State`` to an answer that leads back to quotes."""

from legation.network.backing import behind
from legation.network.changes import change_form, phrase
from legation.network.check import Finding, check
from legation.network.compare import Difference, compare
from legation.network.counts import Network, network
from legation.network.coverage import Cover, Gap, Near, coverage
from legation.network.graph import Measured, graphml, measures
from legation.network.members import Member, member, members
from legation.network.outlook import Foreseen, outlook
from legation.network.presence import Host, Present, Reciprocity, host, present, reciprocity
from legation.network.quotes import quote_form, shortest
from legation.network.series import Point, Shift, ranking, series, sliding
from legation.network.story import Chapter, story
from legation.network.ties import Tie, Ties, ties

__all__ = [
    "Chapter",
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
    "Shift",
    "Tie",
    "Ties",
    "behind",
    "change_form",
    "check",
    "compare",
    "coverage",
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
    "reciprocity",
    "series",
    "shortest",
    "sliding",
    "story",
    "ties",
]
