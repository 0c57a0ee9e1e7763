"""Pages for networks: the missions of a state on a day, two networks side by side, one mission with all its quotes."""

from collections.abc import Sequence

from rich.console import Console
from rich.text import Text

from legation.model import Answer
from legation.network import Difference, Member, Network, shortest
from legation.network.figures import in_words
from legation.network.quotes import voice
from legation.network.story import carriers
from legation.register import Happening, Known, Record, Spell
from legation.register.stoppages import STOPPED
from legation.terminal.console import clean, grid, heading, paragraph, styled
from legation.terminal.notes import Footnotes, shown
from legation.terminal.words import day, kind, kinds, listing, name, place, published, several, turn, when

_MARKS = {Answer.YES: "open", Answer.NO: "not open", Answer.UNKNOWN: "cannot say"}


def network_page(
    console: Console, network: Network, notes: Footnotes | None, *, every: bool = False, members: bool = True
) -> None:
    """Print a network: the totals by kind, then the ``members``; ``every`` adds those that are not open."""
    if not network.members:
        heading(console, f"{name(network.sending)}: nothing known of its missions")
        if network.known is None:
            paragraph(console, "The register had learned nothing by then; ask with a later --known.")
            return
        paragraph(console, f"The register holds no claim about them, {as_known(network.known)}; that is no count.")
        return
    heading(console, f"{name(network.sending)}: {several(network.total, 'mission')} on {day(network.on)}")
    paragraph(console, _basis(network))
    if network.published:
        paragraph(console, published_beside(network, notes))
    if network.stale_rulings:
        text = f"{several(network.stale_rulings, 'ruling')} on claims that are read no longer: see legation review."
        paragraph(console, text)
    if network.counts:
        console.print()
        paragraph(
            console,
            listing([f"{count} {kind(one) if count == 1 else kinds(one)}" for one, count in network.counts.items()]),
        )
    if not members:
        return
    shown = [one for one in network.members if every or one.counted is not Answer.NO]
    if shown:
        console.print()
        _members(console, shown, notes)
    closed = [one for one in network.members if one.counted is Answer.NO]
    if closed and not every:
        console.print()
        text = "; ".join(place(one.city, one.receiving) for one in closed)
        paragraph(console, f"Not counted on that day ({len(closed)}): {text}. --all lists them.")


def _basis(network: Network) -> str:
    known = as_known(network.known)
    text = f"Definition {network.definition}, policy {network.policy}, {known}."
    if network.unsure:
        text += (
            f" Of {several(len(network.unsure), 'more mission')} it cannot be said: {network.total} to {network.most}."
        )
    return text


def published_beside(network: Network, notes: Footnotes | None) -> str:
    """Put the last published total beside the register's own, and say where the register falls short of it."""
    one = network.published
    if one is None:
        return ""
    said = in_words(str(one.claim.measure), float(one.claim.value or 0), str(one.claim.qualifier))
    text = f"Last published by then: {said} ({clean(voice(one))}, {published(one.source.published)})"
    text += f" {notes.mark(one)}" if notes else ""
    short = network.falls_short
    return f"{text}; the register falls short of it by {short:g}." if short else text + "."


def as_known(known: Known | None) -> str:
    """Say up to which entry of the log an answer knows."""
    return f"as known at entry {known.sequence} ({day(known.at.date())})" if known else "with nothing known"


def _members(console: Console, members: Sequence[Member], notes: Footnotes | None) -> None:
    working = not any(one.opinion.condition in STOPPED for one in members)
    sure = working and all(one.counted is Answer.YES and not one.opinion.marks for one in members)
    table = grid("~Mission in", "Kind", "~Open since" if working else "~So since", *(() if sure else ("~",)))
    table.columns[0].min_width, table.columns[2].max_width = 22, 14
    if not sure:
        table.columns[3].min_width = 16
    for one in sorted(members, key=lambda member: (name(member.receiving), member.city or "", member.id)):
        where = Text(place(one.city, one.receiving))
        if notes:
            where.append(f" {notes.marks(one.evidence, 4)}", "dim")
        row = [where, Text(kind(one.kind)), Text(when(one.since))]
        table.add_row(*row, *(() if sure else (_standing(one),)))
    console.print(table)


def _standing(one: Member) -> Text:
    """Say what is not plain about a mission: not open, though it may count; cannot be said; its closing announced."""
    words = (
        []
        if one.counted is Answer.YES and one.opinion.condition not in STOPPED
        else [styled(one.opinion.answer.value, one.opinion.condition or _MARKS[one.opinion.answer])]
    )
    words += [styled(mark, mark if mark == "denied" else f"closing {mark}") for mark in one.opinion.marks]
    return Text(", ").join(words)


def difference_page(
    console: Console, found: Difference, notes: Footnotes, *, titles: tuple[str, str] = ("", "")
) -> None:
    """Print two networks side by side: the counts by kind, then who went and who came; ``titles`` names scenarios."""
    old, new = found.before, found.after
    first, second = (f" in the scenario {clean(one)}" if one else "" for one in titles)
    heading(console, f"{name(old.sending)}: {_label(old, new)}{first} and {_label(new, old)}{second}")
    kinds_table(console, old, new)
    for one, title in zip((old, new), titles, strict=True):
        if one.falls_short and not title:  # nobody published a figure of a scenario
            paragraph(console, f"{_label(one, new if one is old else old)}: {published_beside(one, notes)}", hang=2)
    listed(console, "Only in the first", found.gone, notes, unsure=old.unsure)
    listed(console, "Only in the second", found.come, notes, unsure=new.unsure)
    for before, after in found.changed:
        was, now = _MARKS[before.counted], _MARKS[after.counted]
        paragraph(console, f"{place(after.city, after.receiving)}: {was}, then {now} {mark_of(after, notes)}", hang=2)
    if not (found.gone or found.come or found.changed):
        console.print()
        paragraph(console, "The same missions count in both.")


def mark_of(one: Member, notes: Footnotes) -> str:
    """Give the mark of the shortest words that hold up whether a mission is open."""
    return notes.mark(shortest(carriers(one.holds))) if one.holds else ""


def listed(
    console: Console, title: str, members: Sequence[Member], notes: Footnotes, *, unsure: Sequence[Member] = ()
) -> None:
    """Print missions in a paragraph, each with the mark of its quote; nothing where there are none.

    Those that are ``unsure`` stand in a paragraph of their own, since the total leaves them out.
    """
    perhaps = {one.id for one in unsure}
    for some, certainty in (
        ([one for one in members if one.id not in perhaps], ""),
        ([one for one in members if one.id in perhaps], ", where it cannot be said to be open"),
    ):
        if some:
            console.print()
            text = "; ".join(_with_mark(one, notes) for one in some)
            paragraph(console, f"{title}{certainty} ({len(some)}): {text}.", hang=2)


def _with_mark(one: Member, notes: Footnotes) -> str:
    return f"{place(one.city, one.receiving)} {mark_of(one, notes)}".strip()


def _label(one: Network, other: Network) -> str:
    parts = [day(one.on)]
    if one.known != other.known:
        parts.append(as_known(one.known))
    if one.definition != other.definition:
        parts.append(f"by definition {one.definition}")
    return " ".join(parts)


def kinds_table(console: Console, old: Network, new: Network) -> None:
    """Print the counts by kind on both sides, with the change."""
    first, second = (day(old.on), day(new.on)) if old.on != new.on else ("first", "second")
    table = grid("~", f">{first}", f">{second}", ">change")
    for one in dict.fromkeys([*old.counts, *new.counts]):
        before, after = old.counts.get(one, 0), new.counts.get(one, 0)
        table.add_row(Text(kinds(one)), str(before), str(after), f"{after - before:+d}" if after != before else "")
    total = f"{new.total - old.total:+d}" if new.total != old.total else ""
    table.add_row(Text("together", "bold"), Text(str(old.total), "bold"), Text(str(new.total), "bold"), total)
    if old.unsure or new.unsure:
        table.add_row(Text("cannot say", "yellow"), str(len(old.unsure)), str(len(new.unsure)), "")
    console.print(table)


def mission_page(console: Console, record: Record, member: Member, *, why: bool) -> None:
    """Print one mission: whether it is open, its spells, and each happening with every quote."""
    mission = record.mission
    title = f"{name(mission.sending)}'s {kind(record.kind)} in {place(record.city or mission.city, mission.receiving)}"
    heading(console, title)
    answer = Text(f"{mission.id}: ")
    answer.append_text(styled(member.opinion.answer.value, member.opinion.condition or _MARKS[member.opinion.answer]))
    for mark in member.opinion.marks:
        answer.append(", closing " if mark != "denied" else ", ")
        answer.append_text(styled(mark))
    paragraph(console, answer)
    for spell in record.spells:
        paragraph(console, _spell(spell), indent=2)
    for one in record.happenings:
        console.print()
        _happening(console, one, why=why)


def _spell(spell: Spell) -> str:
    begin = "since a day not known" if spell.begin is None else f"from {when(spell.begin)}"
    if spell.begin and spell.begin.earliest.year == 1:
        begin = f"{when(spell.begin)} (since when is not said)"
    return f"{spell.condition} {begin}" + (f" until {when(spell.end)}" if spell.end else ", not ended")


def _happening(console: Console, happening: Happening, *, why: bool) -> None:
    head = Text(turn(happening.kind, happening.standing), "bold")
    head.append(f", {when(happening.when)}: ", "default")
    head.append_text(styled(happening.standing))
    paragraph(console, head)
    if why:
        paragraph(console, f"because {happening.why}", indent=2)
    carried = {one.id for one in carriers(happening)}
    for one in sorted(
        happening.evidence, key=lambda each: (each.id not in carried, each.source.published or "", each.id)
    ):
        who = one.claim.holder or "in its own voice"
        source = f"{one.source.publisher or one.source.title}, {published(one.source.published)}, {who}"
        said = f" ({one.claim.status})" if one.claim.status != "done" else ""
        paragraph(console, Text(clean(source + said), "dim"), indent=2)
        paragraph(console, f"“{shown(one.claim.quote)}”", indent=4)
