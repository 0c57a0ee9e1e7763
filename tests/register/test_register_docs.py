"""The worked examples of docs/register.md are what the register says of the dossier, to the letter."""

import datetime as dt
import re
import tempfile
from collections.abc import Callable, Iterator

import pytest
from register_claims import ROOT, dossier, edtf, log, report, say

from legation.network.check import check
from legation.register import Decision, Entry, Evidence, Known, Policy, Record, Register, Source, fold, open_on

DOCS = ROOT / "docs" / "register.md"
BLOCK = re.compile(r"<!-- dossier: (?P<name>[\w-]+) -->\n```text\n(?P<text>.*?)```", re.DOTALL)


@pytest.fixture(scope="module")
def register(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Register]:
    """Give a register into which the dossier was replayed, the list of missions first."""
    with Register.open(tmp_path_factory.mktemp("docs") / "register.db") as opened:
        for document, claims in dossier():
            opened.add(document, claims, "test/1", at=document.day)
        yield opened


def closings(register: Register) -> Iterator[str]:
    """Tell every closing since October 2023 with its standing and the rule that gave it."""
    for key, record in register.state(sending="KP").missions.items():
        for each in record.happenings:
            if each.kind == "closed" and each.evidence[-1].claim.date != "1998":
                yield f"{key:<25} {each.standing:<10} {edtf(each.when) or '-':<24}"
                yield f"    {each.why}"


def words(register: Register, mission: str) -> Iterator[str]:
    """Tell all that was said of the last closing of a mission."""
    record = register.state(sending="KP").missions[mission]
    (held,) = [each for each in record.happenings if each.kind == "closed"]
    for item in held.evidence:
        yield f"{_day(item)} {item.claim.status:<8} {item.claim.date or '-':<22} {_voice(item)}"
    yield f"together: {held.standing}, {edtf(held.when)}"


def luanda(register: Register) -> Iterator[str]:
    """Tell the spells of Luanda, and whether it was open on some days."""
    record = register.state(sending="KP").missions["KP-AO-embassy"]
    yield from spelt(record)
    for text in ("1990-01-01", "1998-07-01", "2005-01-01", "2013-07-01", "2023-10-24", "2023-10-25"):
        yield f"{text} open? {open_on(record, dt.date.fromisoformat(text)).answer}"


def two_times(register: Register) -> Iterator[str]:
    """Tell how Hong Kong stood on two days as it was known on others."""
    for known in ("2023-10-28", "2023-11-01", "2023-11-30", "2024-01-04", "2024-01-31"):
        state = register.state(dt.date.fromisoformat(known), sending="KP")
        record = state.missions["KP-HK-consular-hong-kong"]
        held = [
            f"{each.standing} {edtf(each.when) or ''}".strip() for each in record.happenings if each.kind == "closed"
        ]
        answers = [open_on(record, dt.date.fromisoformat(day)).answer for day in ("2023-11-15", "2024-01-31")]
        yield f"{known}  {held[0]:<32} {answers[0]:<8} {answers[1]}"


def changes(register: Register) -> Iterator[str]:
    """Tell what each document changed of the closing in Dhaka."""
    for each in register.changes():
        if each.mission == "KP-BD-embassy" and each.kind == "closed":
            yield f"{each.known.sequence:>3} {each.cause} {each.standing:<10} {each.date or '-':<22} {each.holder}"


def rulings(register: Register) -> Iterator[str]:
    """Tell how Kinshasa stands as people rule on it, one after another; the register itself is left as it is."""
    entries = log(*dossier())
    (held,) = [
        each for each in register.state(sending="KP").missions["KP-CD-embassy"].happenings if each.kind == "closed"
    ]
    done = next(item.id for item in held.evidence if item.claim.status == "done")
    at = "2024-02-01T10:00:00+00:00"
    accept = Decision(kind="accept", target=done, by="Ada", reason="saw the note verbale", at=at)
    reject = Decision(kind="reject", target=done, by="Ben", reason="the flag still flies", at=at)
    back = [Decision(kind="withdraw", target=one.id, by=one.by, reason="misread", at=at) for one in (reject, accept)]
    for decision in (None, accept, reject, *back):
        if decision is not None:
            known = Known(len(entries) + 1, dt.datetime.fromisoformat(at))
            source = Source(decision.id, decision.reason, decision.by, None, None)
            entries.append(Entry(known, "decision", source, "", {}, decision=decision))
        (now,) = [each for each in fold(entries).missions["KP-CD-embassy"].happenings if each.kind == "closed"]
        what = f"{decision.by} {decision.kind}s" if decision else "sources"
        yield f"{what:<14} {now.standing:<10} {now.why}"


def kampala(register: Register) -> Iterator[str]:
    """Tell who covers Uganda from where, according to whom."""
    for row in register.state(sending="KP").coverage:
        if row.receiving == "UG":
            yield f"from {row.city}, {row.from_}: {row.standing}"
            yield f"    {row.why}"
            for item in row.evidence:
                yield f"    {_day(item)} {item.claim.status} {_voice(item)}"


def whose_46(register: Register) -> Iterator[str]:
    """Tell how the two totals of 46 stand against the register and each other."""
    definitions = register.policy.definitions
    for found in check(register.state(sending="KP"), "KP", definitions):
        if found.said == "46 missions, by name" or found.kind == "same_number":
            yield f"{found.verdict:<11} {found.said}, {found.evidence[0].source.published}"
            for whose, missions in found.only.items():
                yield f"    only {whose}: {', '.join(missions) or 'none'}"


def spelt(record: Record) -> Iterator[str]:
    """Tell the spells of a mission."""
    for spell in record.spells:
        yield f"{spell.condition:<10} from {edtf(spell.begin) or 'unknown':<10} to {edtf(spell.end) or '-'}"


def khartoum(_: Register) -> Iterator[str]:
    """Tell of an invented embassy that was evacuated, worked from elsewhere and came back."""
    told = [
        say("opened", "SD", date="1990"),
        say("suspended", "SD", date="2023-04-23", quote="Its diplomats were evacuated"),
        say("suspended", "SD", date="2023-09-01", quote="The embassy now works from Cairo"),
        say("opened", "SD", date="2024-02-01", quote="It opened its embassy on 1 February"),
        say("resumed", "SD", date="2024-02", quote="It resumed work in February"),
    ]
    reports = [report("2024-03-05", f"Paper {number}", one) for number, one in enumerate(told)]
    (found,) = fold(log(*reports)).missions.values()
    yield from spelt(found)
    counted = Policy.default().definitions
    opinion = open_on(found, dt.date(2023, 12, 1))
    names = [name for name, one in sorted(counted.items()) if one.counts(found.kind, opinion.condition)]
    yield f"2023-12-01 open? {opinion.answer}, {opinion.condition}; counts under: {', '.join(names)}"


def stale(_: Register) -> Iterator[str]:
    """Tell of a ruling on a closing that a newer reader finds no longer."""
    document, claims = report("2023-11-22", "Embassy Row Review", say("closed", date="2023-11-20"))
    with tempfile.TemporaryDirectory() as folder, Register.open(f"{folder}/register.db") as one:
        one.add(document, claims, "rules/1")
        one.decide(one.draft("accept", [claims[0].id_in(document.id)], by="Ada", reason="saw the note verbale"))
        yield f"read by rules/1: {_stands(one)}"
        one.add(document, [], "rules/2")
        yield f"read by rules/2: {_stands(one)}"
        (held,) = one.state().stale
        yield f"stale: {held.by} {held.kind}s {held.about} ({held.reason}), {held.left} of {len(held.gone)} claims left"


def _stands(register: Register) -> str:
    found = [each for record in register.state().missions.values() for each in record.happenings]
    return "; ".join(f"{each.kind} {each.standing}, {each.why}" for each in found) or "nothing held"


def flagged(_: Register) -> Iterator[str]:
    """Tell of a claim that cannot have been, in a document whose other claim can."""
    said = say("opened", "SS", date="1980"), say("opened", "CN", date="1950")
    with tempfile.TemporaryDirectory() as folder, Register.open(f"{folder}/register.db") as one:
        added = one.add(*report("2023-11-01", "A", *said, title="almanac"), "rules/1")
        yield f"stored {added.stored}, refused {len(added.refused)}, flagged {len(added.flagged)}"
        for message in added.flagged:
            yield message.split(" (claim ")[0]


def _day(item: Evidence) -> str:
    return item.source.published or "-"


def _voice(item: Evidence) -> str:
    return item.claim.holder or f"{item.source.publisher} in its own voice"


EXAMPLES: dict[str, Callable[[Register], Iterator[str]]] = {
    "closings": closings,
    "kinshasa": lambda register: words(register, "KP-CD-embassy"),
    "hong-kong": lambda register: words(register, "KP-HK-consular-hong-kong"),
    "dhaka": lambda register: words(register, "KP-BD-embassy"),
    "luanda": luanda,
    "two-times": two_times,
    "changes": changes,
    "rulings": rulings,
    "kampala": kampala,
    "whose-46": whose_46,
    "khartoum": khartoum,
    "stale": stale,
    "flagged": flagged,
}


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_example_is_what_the_register_says(register: Register, name: str) -> None:
    """Each example in the document equals the register's own words on the dossier."""
    written = {found["name"]: found["text"] for found in BLOCK.finditer(DOCS.read_text(encoding="utf-8"))}
    told = "".join(line.rstrip() + "\n" for line in EXAMPLES[name](register))
    assert written.get(name) == told


def test_no_example_of_the_document_goes_unchecked() -> None:
    """Every marked block has its counterpart here."""
    assert {found["name"] for found in BLOCK.finditer(DOCS.read_text(encoding="utf-8"))} == set(EXAMPLES)
