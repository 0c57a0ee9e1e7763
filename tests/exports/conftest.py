"""The register that the tests of exports share."""

from pathlib import Path

import pytest
from export_world import ask, build

from legation.exports import Extract


@pytest.fixture(scope="session")
def export_register(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the path of a register with hostile text in it."""
    return build(tmp_path_factory.mktemp("exports") / "register.db")


@pytest.fixture(scope="session")
def answer(export_register: Path) -> Extract:
    """Give the extract of North Korea on the last day of January 2024."""
    return ask(export_register)
