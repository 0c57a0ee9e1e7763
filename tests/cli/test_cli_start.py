"""What the command line brings in: a question starts with its own room, and with none of what others need."""

import json
import subprocess
import sys

import pytest
from user import environment

from legation.cli import ROOM_OF, application

ALWAYS_LATE = (
    "alembic",
    "fastapi",
    "joblib",
    "matplotlib",
    "networkx",
    "numpy",
    "rdflib",
    "sklearn",
    "spacy",
    "starlette",
)
HEAVY = {
    "": (*ALWAYS_LATE, "pydantic", "rich", "sqlalchemy"),
    **dict.fromkeys(("ask", "comparing"), ALWAYS_LATE),
}


def imported(module: str) -> set[str]:
    """Give the names of the packages that a fresh process has after one import."""
    code = f"import json, sys, {module}; print(json.dumps(sorted({{one.split('.')[0] for one in sys.modules}})))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment())
    return set(json.loads(run.stdout))


@pytest.mark.parametrize("room", HEAVY)
def test_a_question_begins_without_what_it_does_not_need(room: str) -> None:
    """The entry point alone brings neither the database nor the screen; a question's room brings no one else's libraries."""
    assert not imported(f"legation.commands.{room}" if room else "legation.cli") & set(HEAVY[room])


def test_every_verb_named_to_a_room_is_there() -> None:
    """A verb that is answered by its own room alone is one that this room has."""
    for verb, room in ROOM_OF.items():
        named = {one.name or one.callback.__name__ for one in application([room]).registered_commands if one.callback}
        assert verb in named
