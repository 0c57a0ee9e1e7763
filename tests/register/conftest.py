"""Where the tests of the register keep one: in a file, and in a PostgreSQL database."""

from pathlib import Path

import pytest


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Give a place for a register where nothing stands yet, once in each kind of database."""
    if request.param == "sqlite":
        return str(tmp_path / "register.db")
    address: str = request.getfixturevalue("postgres")
    return address
