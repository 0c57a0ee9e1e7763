"""Rulings as they travel: an append-only file of JSON Lines, one ruling a line, for teams and for git.

Each line carries its ID, which follows from the rest, so that a line that was altered is refused and a line that comes
twice counts once. Lines may stand in any order; two files are joined by putting one behind the other.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec

from legation.errors import DecisionRefused
from legation.register.decisions import Decision, check_form


def read(path: Path) -> Iterator[tuple[str, Decision | DecisionRefused]]:
    """Read a file of rulings: of each line its place for messages, and the ruling or why it is none.

    Raises:
        DecisionRefused: the file cannot be read as text.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise DecisionRefused(f"{path}: cannot be read ({error}); give a file of JSON Lines") from error
    for number, line in enumerate(lines, 1):
        if line.strip():
            place = f"{path}:{number}"
            yield place, _ruling(line)


def _ruling(line: str) -> Decision | DecisionRefused:
    try:
        held = msgspec.json.decode(line, type=dict[str, object])
        key = held.pop("id", None)
        decision = msgspec.convert(held, Decision)
        check_form(decision)
    except msgspec.DecodeError as error:
        return DecisionRefused(f"no decision ({error}); see docs/register.md")
    except DecisionRefused as error:
        return error
    if key not in (None, decision.id):
        return DecisionRefused(f"decision {key} was altered; take the line as its author wrote it")
    return decision


def append(path: Path, decisions: Iterable[Decision]) -> int:
    """Write rulings behind those that stand in a file, each once; tell how many were new."""
    held = {each.id for _, each in read(path) if isinstance(each, Decision)} if path.exists() else set()
    fresh = {each.id: each for each in decisions if each.id not in held}
    with path.open("a", encoding="utf-8", newline="\n") as file:
        for each in fresh.values():
            file.write(msgspec.json.encode(each.json_form()).decode() + "\n")
    return len(fresh)
