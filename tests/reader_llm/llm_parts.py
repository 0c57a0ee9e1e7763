"""What the model reader's tests share beside fixtures: a planted key, and a document with what a good model says of it."""

import dataclasses
from collections.abc import Callable
from typing import Any

from legation.model import Document
from legation.reader.llm import LanguageModelReader

KEY = "sk-planted-7f3a9c5e1b"
MakeReader = Callable[..., LanguageModelReader]


@dataclasses.dataclass(frozen=True)
class Story:
    """A document with what a good model says of it."""

    document: Document
    claims: list[dict[str, Any]]
