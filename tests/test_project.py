"""What the project says of itself must be so: versions, rooms, recipes and files."""

import ast
import re
import subprocess
import tomllib
from pathlib import Path

import pytest

import legation

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "legation"
# Each room with the rooms to its left, from which it may import (docs/architecture.md).
ROOMS = {
    "errors": set[str](),
    "model": {"errors"},
    "gazetteer": {"errors", "model"},
    "intake": {"errors", "model", "gazetteer"},
    "reader": {"errors", "model", "gazetteer", "intake"},
    "bulk": {"errors", "model", "gazetteer", "intake", "reader"},
    "copies": {"errors", "model", "gazetteer"},
    "watch": {"errors", "model", "gazetteer", "intake", "reader", "register"},
    "scoring": {"errors", "model"},
    "register": {"errors", "model", "gazetteer", "copies"},
    "network": {"errors", "model", "gazetteer", "register"},
    "imports": {"errors", "model", "gazetteer", "intake", "register"},
    "exports": {"errors", "model", "gazetteer", "register", "network"},
    "notify": {"errors", "model", "gazetteer", "intake", "register", "network"},
}


def imports(file: Path) -> set[str]:
    """Give the rooms of ours that a file imports from."""
    found = set()
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("legation."):
            found.add(node.module.split(".")[1])
        elif isinstance(node, ast.Import):
            found |= {alias.name.split(".")[1] for alias in node.names if alias.name.startswith("legation.")}
    return found


@pytest.mark.parametrize("room", sorted(ROOMS))
def test_a_room_imports_only_rooms_to_its_left(room: str) -> None:
    """Data flows one way, so no room knows of one further on."""
    files = list((SOURCE / room).rglob("*.py")) or [SOURCE / f"{room}.py"]
    for file in files:
        assert imports(file) - {room} <= ROOMS[room], file


def test_the_version_is_the_same_in_package_project_and_changelog() -> None:
    """A release cannot say one version here and another there."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    newest = re.search(r"^## (\S+)", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE)
    assert newest
    assert project["version"] == legation.__version__ == newest[1]


def test_every_recipe_that_the_documents_name_exists() -> None:
    """`make` words in README and CONTRIBUTING are recipes of the Makefile."""
    recipes = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    for document in ("README.md", "CONTRIBUTING.md"):
        named = set(re.findall(r"`make ([a-z]+)", (ROOT / document).read_text("utf-8")))
        assert named <= recipes, document


def test_no_file_of_code_holds_more_than_one_idea() -> None:
    """Source files stay under 400 lines; most under 300."""
    for file in SOURCE.rglob("*.py"):
        assert len(file.read_text("utf-8").splitlines()) <= 400, file


def test_nothing_generated_or_private_is_kept() -> None:
    """The repository holds no database, no environment and no cache."""
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip("not a git checkout")
    unwanted = [
        name for name in listed.stdout.splitlines() if re.search(r"\.db(-\w+)?$|\.venv|__pycache__|\.log$", name)
    ]
    assert unwanted == []
