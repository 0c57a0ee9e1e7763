"""Turn annotated corpora into examples: text, sentences, places and claims, one JSON object a line.

    python training/prepare.py OUT.jsonl CORPUS [CORPUS ...]

A corpus is a folder with ``docs/`` and ``gold.jsonl``. A document is named by its corpus folder and its name.
"""

import json
import sys
from pathlib import Path

from legation.model import Document
from legation.reader.parse import pages
from legation.reader.types import Page


def read(corpus: Path) -> list[tuple[dict, str]]:
    """Read the annotations and texts of a corpus."""
    lines = (corpus / "gold.jsonl").read_text("utf-8").splitlines()
    golds = [json.loads(line) for line in lines if line.strip()]
    return [(gold, (corpus / "docs" / f"{gold['doc']}.txt").read_text("utf-8")) for gold in golds]


def example(corpus: str, gold: dict, page: Page) -> dict:
    """Give a document with what the reader finds in it and where its claims stand."""
    claims = []
    for claim in gold["claims"]:
        start = page.text.find(claim["quote"])
        if start < 0:
            sys.exit(f"{gold['doc']}: quote not in the text: {claim['quote']!r}")
        claims.append({**claim, "start": start, "end": start + len(claim["quote"])})
    return {
        "doc": gold["doc"],
        "corpus": corpus,
        "text": page.text,
        "sentences": [{"start": s.start, "end": s.end, "headline": s.headline} for s in page.sentences],
        "places": [
            {"start": p.start, "end": p.end, "state": p.state, "kind": p.kind, "city": p.city} for p in page.places
        ],
        "claims": claims,
    }


def main(out: str, *corpora: str) -> None:
    """Write the examples of all corpora, in order."""
    with Path(out).open("w", encoding="utf-8") as file:
        for folder in map(Path, corpora):
            documents = read(folder)
            texts = [Document(text=text, published=gold.get("published")) for gold, text in documents]
            file.writelines(
                json.dumps(example(folder.name, gold, page), ensure_ascii=False) + "\n"
                for (gold, _), page in zip(documents, pages(texts), strict=True)
            )


if __name__ == "__main__":
    main(*sys.argv[1:])
