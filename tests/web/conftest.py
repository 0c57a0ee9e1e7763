"""The careful reader's register, served: for files whose tests ask much and write nothing."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from user import careful_register

from legation.web import Settings, create_app


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Keep the careful reader's register."""
    return careful_register(tmp_path_factory.mktemp("served"))


@pytest.fixture(scope="module")
def client(db: Path) -> Iterator[TestClient]:
    """Serve the register, without a limit that a test could reach."""
    with TestClient(create_app(Settings(str(db), rate=10_000))) as found:
        yield found
