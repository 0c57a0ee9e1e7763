"""Questions to a register, one module each: pure functions from a ``State`` to an answer that leads back to quotes."""

from legation.network.changes import change_form, phrase
from legation.network.check import Finding, check
from legation.network.compare import Difference, compare
from legation.network.counts import Network, network
from legation.network.coverage import Cover, Gap, Near, coverage
from legation.network.members import Member, member, members
from legation.network.outlook import Foreseen, outlook
from legation.network.quotes import quote_form, shortest
from legation.network.story import Chapter, story

__all__ = [
    "Chapter",
    "Cover",
    "Difference",
    "Finding",
    "Foreseen",
    "Gap",
    "Member",
    "Near",
    "Network",
    "change_form",
    "check",
    "compare",
    "coverage",
    "member",
    "members",
    "network",
    "outlook",
    "phrase",
    "quote_form",
    "shortest",
    "story",
]
