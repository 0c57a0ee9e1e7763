"""Two voices on one network, on the screen: what each says of every mission on the day."""

from collections.abc import Sequence

from rich.console import Console
from rich.text import Text

from legation.model import Answer
from legation.network.members import Member
from legation.network.voices import Said, Voice
from legation.terminal.console import grid, paragraph, styled
from legation.terminal.networks import mark_of
from legation.terminal.notes import Footnotes
from legation.terminal.words import name, place

_WORDS = {Answer.YES: "counts", Answer.NO: "does not", Answer.UNKNOWN: "cannot say"}
_COUNTED = (
    ("agree", "both say the same"),
    ("differ", "they differ"),
    ("cannot_say", "cannot be said"),
    ("first_only", "the first alone speaks"),
    ("second_only", "the second alone speaks"),
)


def voices_page(console: Console, said: Sequence[Said], voices: Sequence[Voice], notes: Footnotes) -> None:
    """Print who the voices are, how many missions they agree on, and each mission with what either says."""
    for label, who in zip(("First", "Second"), voices, strict=True):
        paragraph(console, f"{label}: {who.by} {who.name}.", hang=2)
    verdicts = [one.verdict for one in said]
    told = [f"{words}: {verdicts.count(key)}" for key, words in _COUNTED if key in verdicts]
    paragraph(console, f"Of {len(said)} missions, " + "; ".join(told) + ".", hang=2)
    console.print()
    table = grid("~mission in", "~first", "~second")
    for one in sorted(said, key=_order):
        held = one.second or one.first
        if held is not None:
            table.add_row(Text(place(held.city, held.receiving)), _cell(one.first, notes), _cell(one.second, notes))
    console.print(table)


def _order(one: Said) -> tuple[str, str]:
    held = one.second or one.first
    return (name(held.receiving) if held else "", one.id)


def _cell(member: Member | None, notes: Footnotes) -> Text:
    if member is None:
        return Text("silent", "dim")
    shown = styled(member.counted.value, _WORDS[member.counted])
    return shown.append(f" {mark_of(member, notes)}", "dim")
