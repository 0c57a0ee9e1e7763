"""Measures of the graph of states: who sends where, on a day. Edges are pairs of states, however many missions they join."""

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from legation.errors import MissingExtra
from legation.model import Answer
from legation.network.presence import Present

if TYPE_CHECKING:
    import networkx as nx

VERSION: Final = 1  # of the JSON form
MEASURES: Final = (
    "out_degree",
    "in_degree",
    "missions_sent",
    "missions_hosted",
    "pagerank",
    "clustering",
    "reciprocity",
)


@dataclass(frozen=True, slots=True)
class Measured:
    """One state's measures; degrees count states, ``missions_…`` count missions."""

    state: str
    out_degree: int
    in_degree: int
    missions_sent: int
    missions_hosted: int
    pagerank: float
    clustering: float
    reciprocity: float

    def json_form(self) -> dict[str, Any]:
        """Give the JSON object of one line of ``legation graph --json``."""
        return {"version": VERSION, "state": self.state, **{name: getattr(self, name) for name in MEASURES}}


def graph_of(missions: Sequence[Present]) -> "nx.DiGraph[str]":
    """Give the graph of what counts for certain: states as nodes, an edge with ``missions`` from sender to receiver.

    Raises:
        MissingExtra: networkx is not installed.
    """
    try:
        import networkx as nx  # noqa: PLC0415  # of an extra, and slow to import
    except ImportError as error:
        raise MissingExtra("networkx is not installed; install legation[graph]") from error
    graph: nx.DiGraph[str] = nx.DiGraph()
    edges = Counter((one.sending, one.receiving) for one in missions if one.counted is Answer.YES)
    for (sending, receiving), many in sorted(edges.items()):
        graph.add_edge(sending, receiving, missions=many)
    return graph


def measures(missions: Sequence[Present]) -> list[Measured]:
    """Measure every state: degrees, PageRank of the graph as sent, clustering and the share of ties that are answered."""
    graph = graph_of(missions)
    ranks, clusters = _pagerank(graph), _clustering(graph)
    found = []
    for code in graph:
        out, into = set(graph.successors(code)), set(graph.predecessors(code))
        sent = sum(graph[code][one]["missions"] for one in out)
        hosted = sum(graph[one][code]["missions"] for one in into)
        share = 2 * len(out & into) / (len(out) + len(into))
        row = Measured(
            code, len(out), len(into), sent, hosted, round(ranks[code], 6), round(clusters[code], 4), round(share, 4)
        )
        found.append(row)
    return sorted(found, key=lambda one: (-one.out_degree, -one.in_degree, one.state))


def graphml(missions: Sequence[Present], on: dt.date) -> bytes:
    """Write the graph as GraphML with every measure as an attribute of its node."""
    import networkx as nx  # noqa: PLC0415  # measured before, so it is there

    rows = {one.state: one for one in measures(missions)}
    graph = graph_of(missions)
    graph.graph["on"] = on.isoformat()
    for code, row in rows.items():
        graph.nodes[code].update({name: getattr(row, name) for name in MEASURES})
    return "\n".join(nx.generate_graphml(graph, named_key_ids=True)).encode() + b"\n"


def _pagerank(graph: "nx.DiGraph[str]", damping: float = 0.85, close: float = 1e-10) -> dict[str, float]:
    """Follow the edges until the ranks stay: the library's own needs scipy, which takes longer to import than this to run."""
    many = graph.number_of_nodes()
    ranks = dict.fromkeys(graph, 1 / many) if many else {}
    for _ in range(500):
        loose = sum(ranks[one] for one in graph if not graph.out_degree(one))
        base = (1 - damping + damping * loose) / many if many else 0.0
        new = dict.fromkeys(graph, base)
        for one in graph:
            targets = list(graph.successors(one))
            for other in targets:
                new[other] += damping * ranks[one] / len(targets)
        done = sum(abs(new[one] - ranks[one]) for one in graph) < close
        ranks = new
        if done:
            break
    return ranks


def _clustering(graph: "nx.DiGraph[str]") -> dict[str, float]:
    """Give the share of a state's partners, in either direction, that are partners of each other."""
    near = {one: (set(graph.successors(one)) | set(graph.predecessors(one))) - {one} for one in graph}
    found = {}
    for one, partners in near.items():
        most = len(partners) * (len(partners) - 1)
        found[one] = sum(len(near[other] & partners) for other in partners) / most if most else 0.0
    return found
