"""What each document cost and what became of it, one JSON line a document, appended."""

import datetime as dt
import json
import threading
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from legation.reader.llm.budget import Prices, Usage
from legation.reader.llm.checks import Dropped

_LOCK = threading.Lock()


def line(
    document: str,
    reader: str,
    outcome: str,
    *,
    usage: Usage,
    claims: int,
    dropped: Sequence[Dropped],
    prices: Prices | None,
) -> dict[str, object]:
    """Give the line of one document; it holds no text of it and nothing secret."""
    form: dict[str, object] = {
        "at": dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
        "document": document,
        "reader": reader,
        "outcome": outcome,
        "claims": claims,
        "dropped": dict(sorted(Counter(str(one.reason) for one in dropped).items())),
        "requests": usage.requests,
        "cached": usage.cached,
        "input_tokens": usage.input_tokens,
        "output_tokens": usage.output_tokens,
    }
    if prices:
        form |= {"cost": round(prices.cost(usage), 6), "currency": prices.currency}
    return form


def write(path: Path | None, form: dict[str, object]) -> None:
    """Append a line; a ledger that cannot be written is a fault that stops nobody's reading, so it is left out."""
    if path is None:
        return
    try:
        with _LOCK:
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            with path.open("a", encoding="utf-8") as file:
                file.write(json.dumps(form, ensure_ascii=False) + "\n")
    except OSError:
        return
