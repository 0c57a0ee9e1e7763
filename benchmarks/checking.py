"""How far the checks of a language model's claims can be trusted, measured without any model.

Annotated claims are put through the checks as if a model had given them: the share that passes is what a perfect model would
keep. Then each claim is falsified in one field by the value that a claim of another document has there, the lie that a
careless model tells: the share that is refused is what the checks see. The control is a check of form alone (codes and words
exist, the quote is not empty), which lets every one of these lies through.

python benchmarks/checking.py [CORPUS ...]      by default the folders of corpus/
"""

import json
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import msgspec

from legation.model import Document
from legation.reader.llm.checks import Checks, Dropped
from legation.reader.llm.passages import windows
from legation.reader.llm.reply import Raw

FIELDS = ("quote", "sending", "receiving", "city", "date", "holder", "value")
Read = list[tuple[Document, list[Raw]]]


def read(folder: Path) -> Read:
    """Read a corpus."""
    found = []
    for line in (folder / "gold.jsonl").read_text("utf-8").splitlines():
        form = json.loads(line)
        text = (folder / "docs" / f"{form['doc']}.txt").read_text("utf-8")
        claims = [msgspec.convert({**claim, "causes": claim.get("causes") or []}, Raw) for claim in form["claims"]]
        found.append((Document(text=text, published=form["published"]), claims))
    return found


def lies(claim: Raw, others: list[Raw]) -> Iterator[tuple[str, Raw]]:
    """Give the claim with one field after another as a claim of another document has it."""
    for field in FIELDS:
        true = getattr(claim, field)
        false = next((value for other in others if (value := getattr(other, field)) not in (None, true)), None)
        if true is not None and false is not None:
            yield field, msgspec.structs.replace(claim, **{field: false})


def measure(name: str, corpus: Read) -> None:
    """Print the figures of one corpus."""
    reasons: Counter[str] = Counter()
    told: Counter[str] = Counter()
    refused: Counter[str] = Counter()
    total = sent = letters = 0
    for place, (document, claims) in enumerate(corpus):
        checks = Checks(document)
        letters += len(document.text)
        sent += sum(end - start for window in windows(document, 6000) for start, end in window.spans)
        for number, claim in enumerate(claims):
            total += 1
            found = checks.claim(claim)
            if isinstance(found, Dropped):
                reasons[str(found.reason)] += 1
                continue
            others = [one for _, more in corpus[place + 1 + number % 7 :] + corpus[:place] for one in more[:3]][:60]
            for field, lie in lies(claim, others):
                told[field] += 1
                refused[field] += isinstance(checks.claim(lie), Dropped)
    kept = total - sum(reasons.values())
    print(
        f"{name}: {len(corpus)} documents, {total} annotated claims; {sent / letters:.1%} of the letters would be sent"
    )
    print(f"  pass the checks: {kept} ({kept / total:.1%}); dropped: {dict(reasons.most_common())}")
    shares = ", ".join(
        f"{field} {refused[field] / told[field]:.1%} of {told[field]}" for field in FIELDS if told[field]
    )
    print(
        f"  lies refused: {sum(refused.values()) / sum(told.values()):.1%} of {sum(told.values())} ({shares}); control 0.0%"
    )


def main(arguments: list[str]) -> None:
    """Measure the corpora named."""
    folders = [Path(one) for one in arguments] or [Path("corpus") / one for one in ("train", "plain", "dev")]
    for folder in folders:
        measure(folder.name, read(folder))


if __name__ == "__main__":
    main(sys.argv[1:])
