"""People's rulings: review, decide, rulings."""

import getpass
import json as json_module
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.text import Text

from legation.commands import options
from legation.commands.options import Db, Json, KnownOption, On, PolicyOption, SendingArgument, SendingOption
from legation.errors import DecisionRefused
from legation.network.rulings import against, agreement_form, case_form, record_form, ruling_form, statuses
from legation.register import Decision, Entry, Register, decisions_file
from legation.register.decisions import DECISION_KINDS
from legation.register.records import Score
from legation.register.review import Agreement, agreement
from legation.register.review import review as cases_of
from legation.terminal import Footnotes, screen
from legation.terminal.console import grid, heading, paragraph, styled, warn
from legation.terminal.words import MATTER, several, subject, turn, when


def review(
    state: SendingArgument = None,
    on: On = None,
    known: KnownOption = None,
    sending: SendingOption = None,
    limit: Annotated[int, typer.Option("--limit", metavar="N", min=1, help="At most N matters.")] = 20,
    quotes: options.Quotes = False,
    json: Json = False,
    db: Db = None,
    policy: PolicyOption = None,
) -> None:
    """List what is worth a person's ruling, the most worth first.

    Rulings and sources that differ, claims that fit several missions, closings told by one source alone, and what should
    have happened by now. Each has the ID that `legation decide` takes.
    """
    whose, then, day = options.one_state(state, sending), options.known(known), options.day(on)
    with options.reading(db, policy) as register:
        held = register.state(then, sending=whose)
        ruled = [entry.decision for entry in register.decisions(then) if entry.decision]
    every = cases_of(held, ruled, day, whose)
    found = every[:limit]
    if json:
        options.emit_all(case_form(one) for one in found)
        return
    console, notes = screen(), Footnotes()
    heading(console, f"For review: {len(found)} of {several(len(every), 'matter')}" if every else "Nothing for review.")
    for one in found:
        console.print()
        head = Text(f"{one.target}  ", "dim")
        head.append(MATTER[one.matter], "bold")
        paragraph(console, head)
        line = Text(
            f"{subject(one.about, whose=whose is None)}: {turn(one.kind, one.standing)}, {when(one.when)}{', ' if one.standing else ''}"
        )
        line.append_text(styled(one.standing) if one.standing else Text())
        line.append(f" {notes.marks(one.evidence, 3)}".rstrip() if quotes else "")
        paragraph(console, line, indent=2, hang=2)
        paragraph(console, one.why, indent=2, hang=2)
    if quotes:
        notes.print(console)


def decide(
    kind: Annotated[str, typer.Argument(metavar="RULING", help="One of: " + ", ".join(DECISION_KINDS) + ".")],
    names: Annotated[
        list[str], typer.Argument(metavar="ID...", help="A claim, happening or mission; to withdraw, a ruling.")
    ],
    reason: Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why.")],
    by: Annotated[
        str | None,
        typer.Option("--by", envvar="LEGATION_REVIEWER", metavar="NAME", help="Who rules; your login by default."),
    ] = None,
    corrections: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="FIELD=VALUE", help="To correct: a claim's field and its value; none if empty."),
    ] = None,
    file: Annotated[
        Path | None, typer.Option("--file", metavar="FILE", help="Write the ruling to this file of decisions too.")
    ] = None,
    json: Json = False,
    db: Db = None,
) -> None:
    """Rule on a claim, happening or mission, by name and with a reason.

    Accept it, reject it, merge it with others, split it from the rest of its happening, correct a field, or withdraw an
    earlier ruling. Nothing in the log is changed: a withdrawn ruling leaves the register as it was.

    legation decide accept 61f0c1a2b3d4e5f6 --reason "the embassy's page says so"
    """
    if kind not in DECISION_KINDS:
        raise typer.BadParameter(f"{kind!r} is no ruling; give one of {', '.join(DECISION_KINDS)}")
    fields = dict(_field(one) for one in corrections or [])
    with Register.open(options.location(db), create=False) as register:
        decision = register.draft(
            kind,  # type: ignore[arg-type]  # held against DECISION_KINDS above
            names,
            by=by or getpass.getuser(),
            reason=reason,
            corrections=fields,
        )
        outcome, known = register.decide(decision)
        contradicted = against(register.decisions()).get(decision.id, ())
    if file:
        decisions_file.append(file, [decision])
    for other in contradicted:
        warn(f"decision {decision.id} contradicts {other}; neither counts until one is withdrawn")
    if json:
        options.emit({"version": 1, "outcome": outcome, "sequence": known.sequence, **decision.json_form()})
    else:
        paragraph(screen(), f"{decision.id}  {kind} {decision.target}: entry {known.sequence} of the log")


def _field(text: str) -> tuple[str, Any]:
    name, sign, value = text.partition("=")
    if not sign:
        raise typer.BadParameter(f"--set {text!r}: write FIELD=VALUE, such as date=2023-10-31")
    if name == "causes":
        return name, value.split()
    if name == "value":
        try:
            return name, float(value)
        except ValueError:
            raise typer.BadParameter(f"--set {text!r}: value takes a number") from None
    return name, value or None


def rulings(
    known: KnownOption = None,
    read: Annotated[
        Path | None, typer.Option("--read", metavar="FILE", help="First take in the rulings of a file of decisions.")
    ] = None,
    write: Annotated[
        Path | None, typer.Option("--write", metavar="FILE", help="Write those that it lacks to a file of decisions.")
    ] = None,
    readers: Annotated[
        bool, typer.Option("--readers", help="In their place, what was ruled of each reader's claims, by kind.")
    ] = False,
    json: Json = False,
    db: Db = None,
) -> None:
    """List people's rulings, and how far reviewers agree.

    A file of decisions is JSON Lines, only ever added to, for teams and git; one that cannot stand is refused by its line,
    the rest goes in.
    """
    refused = 0
    with Register.open(options.location(db), create=False, read_only=read is None) as register:
        if read:
            refused = _take_in(register, read)
        held = register.decisions(options.known(known))
        stale = {one.ruling for one in register.stale(options.known(known))} if held else set()
        records = register.records() if readers else []
    given = [entry.decision for entry in held if entry.decision]
    if write:
        warn(f"{write}: {several(decisions_file.append(write, given), 'ruling')} written")
    if readers:
        _show_records(records, json=json)
    elif json:
        options.emit_all(ruling_form(*each) for each in zip(held, statuses(held, stale), strict=True))
        options.emit_all(agreement_form(one) for one in agreement(given))
    else:
        _page(held, statuses(held, stale), agreement(given))
    if refused:
        raise typer.Exit(1)


def _take_in(register: Register, path: Path) -> int:
    """Take in a file of rulings, withdrawals last; tell how many were refused."""
    refused, waiting = 0, []
    for place, each in decisions_file.read(path):
        if isinstance(each, Decision):
            waiting.append((place, each))
        else:
            warn(f"{place}: {each}")
            refused += 1
    for place, each in sorted(waiting, key=lambda one: one[1].at):
        try:
            register.decide(each)
        except DecisionRefused as error:
            warn(f"{place}: {error}")
            refused += 1
    return refused


def _show_records(records: list[Score], *, json: bool) -> None:
    """Print how many claims of each kind that a reader found were accepted, corrected and rejected by name."""
    if json:
        options.emit_all(record_form(one) for one in records)
        return
    heading(screen(), "What was ruled of readers' claims" if records else "Nobody has ruled on a claim by its name.")
    table = grid("reader", "kind", ">accepted", ">corrected", ">rejected")
    for one in records:
        table.add_row(one.reader, one.kind.replace("_", " "), str(one.accepted), str(one.corrected), str(one.rejected))
    if records:
        screen().print(table)


def _page(held: list[Entry], standing: list[str], agreed: list[Agreement]) -> None:
    console = screen()
    heading(console, f"{several(len(held), 'ruling')}")
    for entry, status in zip(held, standing, strict=True):
        if decision := entry.decision:
            console.print()
            paragraph(
                console, Text.assemble((f"{decision.id}  ", "dim"), (f"{decision.kind} {decision.target}", "bold"))
            )
            fields = f" {json_module.dumps(decision.corrections, ensure_ascii=False)}" if decision.corrections else ""
            line = f"{status}{fields}; {decision.by}, {decision.at[:10]}: {decision.reason}"
            paragraph(console, line, indent=2, hang=2)
    if agreed:
        heading(console, "Agreement")
        table = grid("reviewers", ">both ruled", ">agreed", ">kappa")
        for one in agreed:
            kappa = "-" if one.kappa is None else f"{one.kappa:.2f}"
            table.add_row(f"{one.one}, {one.other}", str(one.both), str(one.agreed), kappa)
        console.print(table)


def add_to(app: typer.Typer) -> None:
    """Add these verbs to the command line."""
    app.command()(review)
    app.command()(decide)
    app.command()(rulings)
