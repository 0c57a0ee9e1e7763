"""A register's database looked at from outside: plain SQL in either kind, by the address that a user would give."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from legation.register.connection import address_of
from server import Server, database, drop


@contextmanager
def file() -> Iterator[str]:
    """Give a place for a register in a file of its own."""
    with tempfile.TemporaryDirectory() as folder:
        yield str(Path(folder) / "register.db")


@contextmanager
def on_server(server: Server) -> Iterator[str]:
    """Give a place for a register in a database of its own on a server."""
    address = database(server)
    yield address
    drop(server, address)


def ask(place: str | Path, statement: str, **values: Any) -> list[tuple[Any, ...]]:
    """Run one statement in a transaction of its own and give its rows, if it has any."""
    address = address_of(str(place))
    engine = sa.create_engine(f"sqlite:///{address}" if isinstance(address, Path) else address, poolclass=sa.NullPool)
    with engine.begin() as connection:
        found = connection.execute(sa.text(statement), values)
        return [tuple(row) for row in found] if found.returns_rows else []
