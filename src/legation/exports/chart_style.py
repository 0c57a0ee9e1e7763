"""What all charts share: colours, type, the title and the footer that says what was asked and by what it was answered.

Colours are Okabe and Ito's, told apart by colour-blind readers, and each comes with a shape of its own for print in grey.
"""

import textwrap
from typing import Any, Final

from legation.exports.extract import Extract

BLUE, RED, ORANGE, GREY, GREEN, PURPLE = "#0072B2", "#D55E00", "#E69F00", "#7F7F7F", "#009E73", "#CC79A7"
STYLE: Final[dict[str, Any]] = {
    "font.family": "DejaVu Sans",
    "font.size": 9,
    "hatch.linewidth": 0.6,
    "svg.hashsalt": "legation",  # element names follow from the drawing alone
    "svg.fonttype": "path",
    "axes.spines.top": False,
    "axes.spines.right": False,
    "text.parse_math": False,  # a dollar sign in a city's name is a dollar sign
}
_LINE: Final = 175  # signs of the footer's type that a line holds


def footer(extract: Extract) -> str:
    """Say as what and by what the picture was made: the stamp in short."""
    known = extract.state.known
    then = f"as known on {known.at.date()} (entry {known.sequence})" if known else "nothing known"
    stamp = extract.stamp
    parts = (
        f"Legation {stamp['legation']}", then, f"definition {extract.definition}", f"policy {extract.state.policy}",
        f"readers {stamp['readers'] or 'none'}", extract.licence, extract.content[:12],
    )  # fmt: skip
    return " · ".join(parts)


def sign(figure: Any, extract: Extract) -> None:
    """Write the footer, on as many lines as it takes."""
    text = "\n".join(textwrap.wrap(footer(extract), _LINE, break_on_hyphens=False))
    figure.text(0.015, 0.012, text, fontsize=6, color=GREY, va="bottom", linespacing=1.3)


def title(figure: Any, text: str, under: str) -> None:
    """Write the head and the line under it."""
    figure.text(0.015, 0.965, text, fontsize=13, weight="bold", va="top")
    figure.text(0.015, 0.905, under, fontsize=9, color="#444444", va="top")
