"""The form of a register's database: laid where nothing stands, brought up to date where it is old, left alone if newer.

A database is known as a register by its table ``about``, which holds the number of its form; the first release wrote no
other mark, so a database with that form and without Alembic's own table is marked before it is brought up to date. A
process that dies in the middle leaves the old form, since all steps run in one transaction.
"""

import importlib.resources
from typing import Final

import sqlalchemy as sa

from legation.errors import NewerSchema, StoreUnwritable
from legation.register.connection import writing
from legation.register.tables import SCHEMA_VERSION, about

_OURS: Final = frozenset({"about", "entries", "claims"})


def version(connection: sa.Connection, where: str) -> int:
    """Tell which form stands there; 0 where there is none.

    Raises:
        NewerSchema: written by a newer version of Legation.
        StoreUnwritable: tables of something else.
    """
    names = set(sa.inspect(connection).get_table_names())
    if not names:
        return 0
    if not names >= _OURS:
        raise StoreUnwritable(f"{where}: no register; name a register, or a place where nothing stands yet")
    held = connection.execute(sa.select(about.c.value).where(about.c.key == "schema_version")).scalar()
    if held is None or not held.isdigit():
        raise StoreUnwritable(f"{where}: a register that does not tell its version; restore it from a backup")
    if int(held) > SCHEMA_VERSION:
        raise NewerSchema(
            f"{where}: written by a newer Legation (schema {held}, this one knows {SCHEMA_VERSION}); "
            "bring Legation up to date, or name another register"
        )
    return int(held)


def bring(opened: sa.Engine, where: str, target: int = SCHEMA_VERSION) -> None:
    """Lay the tables, or bring them to the target's form; another process may do the same at the same time."""
    from alembic import command  # noqa: PLC0415  # slow to import, and wanted by no question
    from alembic.config import Config  # noqa: PLC0415

    with writing(opened) as connection, connection.begin():
        if (held := version(connection, where)) >= target:
            return
        folder = importlib.resources.files("legation.register") / "migrations"
        config = Config(attributes={"connection": connection})
        config.set_main_option("script_location", str(folder).replace("%", "%%"))
        if held and not sa.inspect(connection).has_table("alembic_version"):
            command.stamp(config, f"{held:04}")
        command.upgrade(config, f"{target:04}")
