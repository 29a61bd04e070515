"""A database that other processes can open, and that can go away in their midst."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import sqlite3
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.db import connection

AWAY_SECONDS = 3.0


@dataclass(frozen=True)
class OwnDatabase:
    """A copy of the test database.

    Attributes:
        url: its DATABASE_URL.
        interrupt: takes it away for a few seconds.
    """

    url: str
    interrupt: Callable[[], None]


@contextmanager
def copy_database(folder: Path) -> Iterator[str]:
    """Yield the DATABASE_URL of a copy; Django uses it as long as this lasts."""
    make = _copy_sqlite if connection.vendor == "sqlite" else _copy_postgres
    with make(folder) as url:
        yield url


@contextmanager
def copy_to_server_of_its_own(folder: Path) -> Iterator[OwnDatabase]:
    """The same, on a PostgreSQL server of its own that can be stopped and started.

    SQLite has no server: there somebody locks the file instead.
    """
    if connection.vendor == "sqlite":
        with _copy_sqlite(folder) as url:
            yield OwnDatabase(url, lambda: _lock_sqlite(folder / "site.sqlite3"))
        return
    with _start_cluster() as cluster, _copy_to_cluster(cluster) as url:
        yield OwnDatabase(url, cluster.restart)


@contextmanager
def _copy_sqlite(folder: Path) -> Iterator[str]:
    connection.ensure_connection()
    memory, name = connection.connection, connection.settings_dict["NAME"]
    path = folder / "site.sqlite3"
    with sqlite3.connect(path) as copy:
        memory.backup(copy)
    copy.close()
    connection.connection = None
    connection.settings_dict["NAME"] = str(path)
    try:
        yield f"sqlite:///{path}"
    finally:
        connection.close()
        connection.settings_dict["NAME"] = name
        connection.connection = memory


@contextmanager
def _copy_postgres(folder: Path) -> Iterator[str]:
    settings = connection.settings_dict
    name = settings["NAME"]
    connection.close()
    connection.creation.clone_test_db("worker", verbosity=0, autoclobber=True)
    copy = connection.creation.get_test_db_clone_settings("worker")["NAME"]
    settings["NAME"] = copy
    host = settings["HOST"] or "localhost"
    try:
        yield (
            f"postgres://{settings['USER']}:{settings['PASSWORD']}"
            f"@{host.replace('/', '%2F')}:{settings['PORT'] or 5432}/{copy}"
        )
    finally:
        connection.close()
        settings["NAME"] = name
        connection.creation._destroy_test_db(copy, verbosity=0)


def _lock_sqlite(path: Path) -> None:
    lock = sqlite3.connect(path, isolation_level=None, timeout=60)
    lock.execute("BEGIN EXCLUSIVE")
    time.sleep(AWAY_SECONDS)
    lock.execute("COMMIT")
    lock.close()


@dataclass
class _Cluster:
    """A PostgreSQL server with one superuser and no password, on this machine only."""

    folder: Path
    port: int
    as_owner: list[str]

    def run(self, program: str, *arguments: str) -> None:
        subprocess.run(
            [*self.as_owner, _find_program(program), *arguments],
            check=True,
            cwd=self.folder,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def start(self) -> None:
        options = f"-h 127.0.0.1 -p {self.port} -k {self.folder} -c fsync=off"
        data, log = str(self.folder / "data"), str(self.folder / "log")
        self.run("pg_ctl", "start", "-w", "-D", data, "-l", log, "-o", options)

    def stop(self) -> None:
        # Fast: whoever is connected is thrown out.
        data = str(self.folder / "data")
        self.run("pg_ctl", "stop", "-w", "-D", data, "-m", "fast")

    def restart(self) -> None:
        self.stop()
        time.sleep(AWAY_SECONDS)
        self.start()


@contextmanager
def _start_cluster() -> Iterator[_Cluster]:
    folder = Path(tempfile.mkdtemp())
    as_owner = []
    if os.getuid() == 0:
        # PostgreSQL refuses to run as root.
        as_owner = ["runuser", "-u", "postgres", "--"]
        os.chown(folder, pwd.getpwnam("postgres").pw_uid, -1)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    cluster = _Cluster(folder, port, as_owner)
    try:
        cluster.run(
            *("initdb", "--pgdata", str(folder / "data"), "--username=postgres"),
            *("--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"),
        )
        cluster.start()
        yield cluster
    finally:
        cluster.stop()
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _copy_to_cluster(cluster: _Cluster) -> Iterator[str]:
    settings = connection.settings_dict
    before = {key: settings[key] for key in ("HOST", "PORT", "USER", "NAME")}
    source = {
        **os.environ,
        "PGHOST": settings["HOST"] or "localhost",
        "PGPORT": str(settings["PORT"] or 5432),
        "PGUSER": settings["USER"],
        "PGPASSWORD": settings["PASSWORD"],
    }
    dump = subprocess.run(
        [_find_program("pg_dump"), "--no-owner", settings["NAME"]],
        env=source,
        check=True,
        capture_output=True,
    )
    target = ("-h", "127.0.0.1", "-p", str(cluster.port), "-U", "postgres")
    subprocess.run(
        [_find_program("psql"), *target, "-q", "-v", "ON_ERROR_STOP=1", "postgres"],
        input=dump.stdout,
        check=True,
        stdout=subprocess.DEVNULL,
    )
    connection.close()
    settings |= {
        "HOST": "127.0.0.1",
        "PORT": str(cluster.port),
        "USER": "postgres",
        "NAME": "postgres",
    }
    try:
        yield f"postgres://postgres@127.0.0.1:{cluster.port}/postgres"
    finally:
        connection.close()
        settings |= before


def _find_program(name: str) -> str:
    """Return the path of a program of PostgreSQL; Debian leaves some out of the path."""
    found = shutil.which(name) or next(
        (
            str(path)
            for path in sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))
        ),
        None,
    )
    if found is None:
        raise FileNotFoundError(f"PostgreSQL's {name} is not on this machine.")
    return found
