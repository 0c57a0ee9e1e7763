"""Charts for print: a network over time with the standing of each change, and a map of missions on a day; SVG or PNG."""

import datetime as dt
import io
from typing import Final

from legation.errors import DataError
from legation.exports.chart_map import draw_map
from legation.exports.chart_network import draw_network
from legation.exports.chart_style import STYLE, sign
from legation.exports.extract import Extract
from legation.exports.extras import need

CHARTS: Final = ("network", "map")


def draw(extract: Extract, kind: str, suffix: str, since: dt.date | None = None) -> bytes:
    """Draw a chart of one sending state as ``svg`` or ``png``.

    Raises:
        MissingExtra: matplotlib is not installed.
        DataError: nothing is there to draw, or the chart would begin after its end.
    """
    if not extract.members:
        raise DataError(f"the register holds no mission of {extract.sending or 'any state'}; there is nothing to draw")
    need("matplotlib", "charts").use("agg")
    plt = need("matplotlib.pyplot", "charts")
    with plt.rc_context(STYLE):
        figure = draw_map(plt, extract) if kind == "map" else draw_network(plt, extract, since)
        sign(figure, extract)
        out = io.BytesIO()
        metadata = {"Date": None, "Creator": "Legation"} if suffix == "svg" else {"Software": "Legation"}
        metadata["Description"] = extract.stamp_text
        figure.savefig(out, format=suffix, dpi=200, metadata=metadata, facecolor="white")
        plt.close(figure)
    return out.getvalue()
