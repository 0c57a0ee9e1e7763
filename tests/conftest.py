"""What all tests share: the folder of outside data, and a real PostgreSQL that is started for them."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from server import Server, database, drop, running

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="session")
def outside() -> Path:
    """Give the folder with outside corpora and registers; skip where it is missing."""
    folder = Path(os.environ.get("LEGATION_OUTSIDE", ROOT.parent / "shared"))
    if not (folder / "registers").is_dir():
        pytest.skip(f"outside data sets are not in {folder}; set LEGATION_OUTSIDE to a folder that holds registers/")
    return folder


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[Server]:
    """Start a PostgreSQL server for all tests; what a commit writes need not outlive the machine."""
    with running("fsync = off", "max_connections = 40") as server:
        yield server


@pytest.fixture
def postgres(postgres_server: Server) -> Iterator[str]:
    """Give the address of an empty database of its own."""
    address = database(postgres_server)
    yield address
    drop(postgres_server, address)
