"""A model server for each test, and settings that lead to it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from llm_parts import KEY, MakeReader, Story
from llm_server import ModelServer

from legation.model import Document
from legation.reader.llm import LanguageModelReader, Settings
from legation.reader.llm.secrets import Secret


@pytest.fixture
def server() -> Iterator[ModelServer]:
    """Give a model server that is running."""
    with ModelServer().running() as running:
        yield running


@pytest.fixture
def make(server: ModelServer, tmp_path: Path) -> Iterator[MakeReader]:
    """Give what makes readers that ask this server; keywords change the settings."""
    made: list[LanguageModelReader] = []
    usual = Settings(
        url=server.url,
        model="small",
        key=Secret(KEY),
        timeout=20.0,
        longest_wait=0.2,
        cache=tmp_path / "cache",
        ledger=tmp_path / "usage.jsonl",
    )

    def build(**changed: Any) -> LanguageModelReader:
        made.append(LanguageModelReader(msgspec.structs.replace(usual, **changed)))
        return made[-1]

    yield build
    for reader in made:
        reader.close()


@pytest.fixture
def story() -> Story:
    """Give a document and its claims."""
    text = (
        "Norway to leave Togo\n\nOSLO, March 12 - Norway will close its embassy in Lome, Togo, at the end of June to "
        "save money, the Foreign Ministry said on Friday.\n\nSweden shut its consulate in Cotonou, Benin, last year."
    )
    closing: dict[str, Any] = {
        "kind": "closed",
        "sending": "NO",
        "receiving": "TG",
        "city": "Lome",
        "mission": "embassy",
        "status": "planned",
        "holder": "Foreign Ministry",
        "organ": "NO",
        "date": "2021-06",
        "date_words": "at the end of June",
        "causes": ["cost"],
        "from": None,
        "measure": None,
        "value": None,
        "qualifier": None,
        "quote": "Norway will close its embassy in Lome, Togo, at the end of June",
    }
    shut = {
        **closing,
        "sending": "SE",
        "receiving": "BJ",
        "city": "Cotonou",
        "mission": "consulate",
        "status": "done",
        "holder": None,
        "organ": None,
        "date": "2020",
        "date_words": "last year",
        "causes": [],
        "quote": "Sweden shut its consulate in Cotonou, Benin, last year.",
    }
    return Story(Document(text=text, published="2021-03-12", publisher="Fjord Wire"), [closing, shut])
