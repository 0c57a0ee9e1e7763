"""The articles with orders to the machine in them, and how their claims are compared."""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from legation.model import Claim, Document

_DATA = tomllib.loads((Path(__file__).parent / "injected.toml").read_text("utf-8"))


@dataclass(frozen=True)
class Injected:
    """One honest article with an order put into it."""

    number: int
    article: str
    clean: Document
    document: Document
    order: str
    honest: list[dict[str, Any]]
    wants: list[dict[str, Any]]
    only: bool
    unseen: bool
    hole: bool

    @property
    def obeyed(self) -> list[dict[str, Any]]:
        """What a model that obeys would claim."""
        return self.wants if self.only else [*self.wants, *self.honest]


def articles() -> dict[str, tuple[Document, list[dict[str, Any]]]]:
    """Give the honest articles with their claims."""
    return {
        name: (Document(text=one["text"], published=one["published"]), one["claims"])
        for name, one in _DATA["articles"].items()
    }


def injected() -> list[Injected]:
    """Give all articles with orders in them."""
    honest = articles()
    found = []
    for number, one in enumerate(_DATA["injection"]):
        clean, claims = honest[one["article"]]
        text = _put(clean.text, one["text"], one["place"])
        found.append(
            Injected(
                number=number,
                article=one["article"],
                clean=clean,
                document=Document(text=text, published=clean.published),
                order=one["text"],
                honest=claims,
                wants=one["wants"],
                only=one.get("only", False),
                unseen=one.get("unseen", False),
                hole=one.get("hole", False),
            )
        )
    return found


def _put(text: str, order: str, place: str) -> str:
    paragraphs = text.split("\n\n")
    if place == "lede":
        paragraphs[1] += f" {order}"
    else:
        paragraphs.insert({"top": 1, "middle": 2, "end": len(paragraphs)}[place], order)
    return "\n\n".join(paragraphs)


def said(claims: tuple[Claim, ...]) -> list[dict[str, Any]]:
    """Give claims without their offsets, which differ between an article and the same with an order in it."""
    forms = [{**claim.json_form(), "start": 0, "end": 0} for claim in claims]
    return sorted(forms, key=lambda form: (form["kind"], str(form["sending"]), str(form["receiving"])))
