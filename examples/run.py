"""Take in the example dossier and print what an analyst would want to read first: what `make run` runs.

Everything printed comes from the register; nothing is typed in by hand. The articles are replayed: the register learns
each on the day on which it was published, so that it can be asked what was known on any of these days.
"""

import datetime as dt
import sys
from collections import Counter
from pathlib import Path

from legation.commands.readers import reader_of
from legation.commands.reading import Good
from legation.commands.sources import About, gather
from legation.commands.storing import Tally, store
from legation.errors import DataError
from legation.imports import read_mapping, read_table
from legation.model import Answer
from legation.network import Chapter, Gap, Network, check, compare, coverage, network, outlook, story
from legation.network.outlook import figures_foreseen
from legation.register import Register, State
from legation.terminal import Footnotes, screen
from legation.terminal.checks import check_page
from legation.terminal.console import heading, paragraph
from legation.terminal.networks import kinds_table, listed
from legation.terminal.outlook import outlook_page
from legation.terminal.stories import coverage_page, story_page
from legation.terminal.words import day, listing, name, several

HERE = Path(__file__).parent
SENDING = "KP"
BEFORE, THEN, AFTER = dt.date(2023, 10, 1), dt.date(2023, 10, 28), dt.date(2024, 1, 31)
DEFINITION = "all"
READER = "rules"  # finds less than the default and claims less that no article says; every field has its reason
EXPLAINED = (
    "Confirmed: an organ of either state says it is done, or two independent sources do. Reported: one other source "
    "does. Disputed: an organ denies what is reported. Dates are as narrow as the sources allow. [n] leads to a quote."
)
NEXT = (
    ("legation mission KP ES --why", "one mission, every quote and rule"),
    ("legation mission KP CD --why", "one that is disputed"),
    ("legation network KP --on 2024-01-31", "all missions; --quotes, --json"),
    ("legation compare KP 2023-10-01 2024-01-31", "two days, member by member"),
    ("legation changes --since 2023-11-30", "what each document changed"),
    ("legation read MY.txt --published 2023-11-01", "an article of your own"),
)


def take_in(db: Path) -> Tally:
    """Make the register anew: the table of missions first, then the articles by day."""
    for old in db.parent.glob(db.name + "*"):
        old.unlink()
    mapping = read_mapping(HERE / "dprk-missions.yaml")
    table = read_table(HERE / "dprk-missions.csv", mapping)
    articles = list(gather([str(HERE / "dprk" / "articles")], About(HERE / "dprk" / "documents.jsonl")))
    for one in articles:
        if one.error:
            raise one.error
    good = [Good(one.name, one.document) for one in articles if one.document]
    good.sort(key=lambda one: (one.document.published or "", one.name))
    tally = Tally()
    with Register.open(db) as register:
        added = register.add(table.document, table.claims, table.reader, at=BEFORE)
        if added.refused or table.skipped:
            raise DataError(f"{HERE / 'dprk-missions.csv'}: {[*added.refused, *table.skipped]}")
        store(register, reader_of(READER), good, tally, replay=True)
    return tally


def report(db: Path) -> None:
    """Print the answers, from the register alone."""
    console, notes = screen(), Footnotes()
    with Register.open(db, create=False, read_only=True) as register:
        now, past = register.state(sending=SENDING), register.state(THEN, sending=SENDING)
        definitions = register.policy.definitions
        documents = sum(1 for _ in register.documents())
    counts = definitions[DEFINITION]
    who = name(SENDING)

    heading(console, f"{who}: what changed from {day(BEFORE)} to {day(AFTER)}")
    chapters = story(now, SENDING, BEFORE, AFTER, foreseen=False)
    first, last = (network(now, SENDING, on, DEFINITION, counts) for on in (BEFORE, AFTER))
    gaps = coverage(now, SENDING, AFTER, counts)
    paragraph(console, _in_short(first, last, chapters, gaps, documents))
    console.print()
    paragraph(console, EXPLAINED)
    console.print()
    story_page(console, chapters, notes)

    heading(console, f"The network on {day(BEFORE)} and on {day(AFTER)}")
    kinds_table(console, first, last)
    listed(console, "Gone", compare(first, last).gone, notes)

    heading(console, "Announced or expected, and not known to have happened")
    outlook_page(console, outlook(now, SENDING, AFTER), figures_foreseen(now, SENDING, AFTER), notes)

    heading(console, "Published figures checked")
    check_page(console, check(now, SENDING, definitions), now, notes)

    heading(console, f"Without a resident embassy on {day(AFTER)}, and who covers them")
    coverage_page(console, gaps, notes)

    _as_known_then(
        past, network(past, SENDING, THEN, DEFINITION, counts), network(now, SENDING, THEN, DEFINITION, counts), notes
    )
    notes.print(console)


def _in_short(first: Network, last: Network, chapters: list[Chapter], gaps: list[Gap], documents: int) -> str:
    """Sum up in a few sentences, each figure counted from the answers below."""
    turns = Counter(one.standing for chapter in chapters for one in chapter.turns if one.kind == "closed")
    closings = listing([f"{count} {standing}" for standing, count in sorted(turns.items())])
    lost = [one for one in gaps if one.open is Answer.NO]
    uncovered = sum(not one.covers for one in lost)
    differ = [name(one.receiving) for one in lost if one.disputed]
    text = (
        f"{_range(first)} missions became {_range(last)}, by {several(documents, 'document')}. Closings: {closings}. "
    )
    text += (
        f"{several(len(lost), 'state')} left without a resident embassy; for {uncovered} no source says who covers it"
    )
    return text + (f", and for {listing(differ)} sources differ." if differ else ".")


def _range(one: Network) -> str:
    return f"{one.total} to {one.most}" if one.unsure else str(one.total)


def _as_known_then(past: State, known_then: Network, known_now: Network, notes: Footnotes) -> None:
    """Show the same question with what was known on an earlier day."""
    console = screen()
    heading(console, f"{day(THEN)}, as it was known on that day")
    paragraph(
        console,
        f"{several(known_then.total, 'mission')} that day by what was known then; {_range(known_now)} by all that is known now.",
    )
    listed(console, "Whether open that day cannot be said today", known_now.unsure, notes)
    console.print()
    story_page(console, story(past, SENDING, BEFORE, THEN), notes)


def main(arguments: list[str]) -> int:
    """Run it and name the next commands; an argument names another register than the example's own."""
    db = Path(arguments[0]) if arguments else HERE / "register.db"
    tally = take_in(db)
    print(f"{db.name}: {tally.text}", file=sys.stderr)
    report(db)
    console = screen()
    heading(console, "Next")
    try:
        shown = db.relative_to(Path.cwd())
    except ValueError:
        shown = db
    console.print(f"export LEGATION_DB={shown} PATH=.venv/bin:$PATH")
    for command, what in NEXT:
        console.print(f"{command:<44} {what}", style=None)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
