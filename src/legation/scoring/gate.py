"""The gate: a reader's figures against pinned floors, with the claims gained and lost since the last accepted reading.

Floors stand in a TOML file, one table a corpus, with the corpus's hash, so that a figure can never be held against
other texts than it was measured on. Raising a floor is free; lowering one takes an explicit word.
"""

import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from legation.errors import PolicyError
from legation.scoring.corpus import Corpus
from legation.scoring.figures import Figures, caption
from legation.scoring.match import Form, pairs

MARGIN: Final = (
    0.02  # another processor rounds the sums of parser and network otherwise; a claim or two may fall the other way
)
_F1: Final = ("events", "all", "strict")
_ATTRIBUTES: Final = ("status", "holder", "city", "mission", "date", "causes")
_MOST: Final = ("false_alarms", "false_quotes")


def measured(figures: Figures) -> dict[str, float]:
    """Give the figures that floors are set on: F1 of events, all and strict, attributes, and the two that must stay low."""
    found = {name: getattr(figures, name)[2] for name in _F1}
    found |= {name: figures.accuracy.get(name, 1.0) for name in _ATTRIBUTES}
    return found | {"false_alarms": figures.alarms, "false_quotes": figures.false_quotes}


def read_floors(path: Path) -> dict[str, dict[str, Any]]:
    """Read the floors by corpus name.

    Raises:
        PolicyError: the file is missing or no TOML, or a table has an unknown or missing key.
    """
    try:
        floors = tomllib.loads(path.read_text("utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise PolicyError(
            f"{path}: cannot be read as floors ({error}); write it with `legation score --pin`"
        ) from error
    wanted = {"sha256", *_F1, *_ATTRIBUTES, *_MOST}
    for name, table in floors.items():
        if set(table) != wanted:
            raise PolicyError(f"{path}, [{name}]: unknown or missing keys {sorted(set(table) ^ wanted)}")
    return floors


def failures(corpus: Corpus, figures: Figures, floors: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    """Say each floor that does not hold, in a line; nothing where all hold."""
    table = floors.get(corpus.name)
    if table is None:
        yield f"{corpus.name}: no floors are pinned; pin them with `legation score --pin`"
        return
    if table["sha256"] != corpus.digest:
        yield f"{corpus.name}: the corpus is not the one that the floors were measured on ({corpus.digest[:12]})"
    for name, value in measured(figures).items():
        floor = table[name]
        if name in _MOST and value > floor:
            yield f"{corpus.name}: {name} {value}, allowed {floor}"
        elif name not in _MOST and value < floor - MARGIN:
            yield f"{corpus.name}: {name} {value:.3f}, floor {floor:.3f}"


def pin(
    path: Path, measurements: Mapping[str, tuple[Corpus, Figures]], *, lower: bool = False
) -> dict[str, dict[str, Any]]:
    """Write the figures as the new floors; a floor falls only where ``lower`` says so, and else stays as it is."""
    old = read_floors(path) if path.exists() else {}
    for name, (corpus, figures) in measurements.items():
        table: dict[str, Any] = {"sha256": corpus.digest}
        before = old.get(name)
        for key, value in measured(figures).items():
            stricter = min if key in _MOST else max
            table[key] = value if lower or before is None else stricter(value, before[key])
        old[name] = table
    lines = [
        "# Floors of `legation score --gate`: written by `legation score --pin`, lowered only with `--lower-floors`."
    ]
    for name, table in sorted(old.items()):
        lines += ["", f"[{name}]", *(f"{key} = {_toml(value)}" for key, value in table.items())]
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return old


def _toml(value: object) -> str:
    return f'"{value}"' if isinstance(value, str) else str(value)


def gained_and_lost(
    corpus: Corpus, before: Mapping[str, Mapping[str, Any]], after: Mapping[str, Mapping[str, Any]]
) -> Iterator[str]:
    """Name each annotated claim that one reading has and the other has not, and each false claim that came or went."""
    for name, document in corpus.gold.items():
        gold: list[Form] = document["claims"]
        old, new = before.get(name, {}).get("claims", []), after.get(name, {}).get("claims", [])
        old_pairs, new_pairs = pairs(gold, old), pairs(gold, new)
        had, has = {i for i, _ in old_pairs}, {i for i, _ in new_pairs}
        yield from (f"{name}: GAINED {caption(gold[i])}" for i in sorted(has - had))
        yield from (f"{name}: LOST {caption(gold[i])}" for i in sorted(had - has))
        old_false = {caption(c) for j, c in enumerate(old) if j not in {b for _, b in old_pairs}}
        new_false = {caption(c) for j, c in enumerate(new) if j not in {b for _, b in new_pairs}}
        yield from (f"{name}: FALSE, NEW {line}" for line in sorted(new_false - old_false))
        yield from (f"{name}: FALSE, GONE {line}" for line in sorted(old_false - new_false))
