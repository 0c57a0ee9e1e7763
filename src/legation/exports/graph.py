"""GraphML: states as nodes, missions that count (or may count) on the day as directed edges from sending to receiving."""

import io
import re
from typing import Any, Final

from legation.exports.extract import Extract
from legation.exports.extras import need
from legation.exports.rows import place
from legation.gazetteer import name_of
from legation.model import Answer

# XML 1.0 cannot hold these, not even escaped
_UNWRITABLE: Final = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def graphml_bytes(extract: Extract) -> bytes:
    """Write the network as GraphML; the stamp's fields are attributes of the graph."""
    networkx = need("networkx", "graph")
    graph = networkx.MultiDiGraph(**_attributes({f"legation_{name}": value for name, value in extract.stamp.items()}))
    found = [one for one in extract.members if one.counted is not Answer.NO]
    for code in sorted({code for one in found for code in (one.record.mission.sending, one.receiving)}):
        where = place(code, None, "embassy") or (None, None)
        graph.add_node(code, **_attributes({"name": name_of(code), "latitude": where[0], "longitude": where[1]}))
    for one in found:
        fields = {
            "kind": one.kind,
            "class": one.record.mission.class_,
            "city": one.city,
            "counted": one.counted.value,
            "standing": one.standing,
            "since": one.since.edtf if one.since else None,
        }
        graph.add_edge(one.record.mission.sending, one.receiving, key=one.id, **_attributes(fields))
    out = io.BytesIO()
    networkx.write_graphml_xml(graph, out, encoding="utf-8", named_key_ids=True)
    return out.getvalue()


def _attributes(fields: dict[str, Any]) -> dict[str, Any]:
    """Leave out what is not known, for GraphML has no null, and what XML cannot hold."""
    given = {name: value for name, value in fields.items() if value is not None}
    return {name: _UNWRITABLE.sub("�", one) if isinstance(one, str) else one for name, one in given.items()}
