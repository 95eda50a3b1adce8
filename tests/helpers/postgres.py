"""A PostgreSQL server of the tests' own, in a temporary directory, reached by a socket in it and nothing
else.

Responsible for: finding the programs, starting and ending the server, a fresh database for each who asks.
Not for: what is in it. PostgreSQL does not run as root: there it runs as another user of the machine.
"""

from __future__ import annotations

import itertools
import os
import pwd
import shutil
import subprocess
import tempfile
from functools import cache
from pathlib import Path

import psycopg

START_S = 60
_USERS = ("postgres", "nobody")


@cache
def binaries() -> Path | None:
    """The directory of ``initdb`` and ``pg_ctl``; None where there is none. Debian has it outside of PATH."""
    found = [Path(path).parent for path in [shutil.which("initdb")] if path]
    found += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    complete = [
        one for one in found if all((one / name).exists() for name in ("initdb", "pg_ctl", "postgres"))
    ]
    return complete[0] if complete else None


class PostgresServer:
    """``start``, then ``new_database`` as often as wanted, then ``stop``."""

    def __init__(self) -> None:
        programs = binaries()
        assert programs is not None
        self._programs = programs
        self._folder = Path(tempfile.mkdtemp(prefix="bilik-pg-"))
        self._user: str | None = None
        if os.getuid() == 0:
            self._user = next(name for name in _USERS if _exists(name))
            os.chown(self._folder, pwd.getpwnam(self._user).pw_uid, -1)
        self._numbers = itertools.count(1)

    @property
    def tables(self) -> Path:
        """The directory of the files in which it keeps tables."""
        return self._folder / "data" / "base"

    def start(self) -> None:
        """Raises CalledProcessError when it does not come up."""
        self._run(
            "initdb", "--pgdata", "data", "--username", "bilik", "--auth", "trust", "--no-sync", "-E", "UTF8"
        )
        # What a test proves about losing power it proves with SQLite; here it would only take time.
        options = f"-c listen_addresses= -c unix_socket_directories={self._folder} -c fsync=off"
        self._run(
            "pg_ctl",
            "--pgdata",
            "data",
            "--log",
            "log",
            "--wait",
            "--timeout",
            str(START_S),
            "--options",
            options,
            "start",
        )

    def stop(self) -> None:
        self._run("pg_ctl", "--pgdata", "data", "--wait", "--mode", "immediate", "stop")
        shutil.rmtree(self._folder)

    def new_database(self) -> str:
        """Its address."""
        name = f"test_{next(self._numbers)}"
        with psycopg.connect(self._address("postgres"), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name} STRATEGY file_copy".encode())
        return self._address(name)

    def _address(self, database: str) -> str:
        return f"postgresql://bilik@/{database}?host={self._folder}"

    def _run(self, program: str, *arguments: str) -> None:
        subprocess.run(
            [self._programs / program, *arguments],
            cwd=self._folder,
            check=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=2 * START_S,
            user=self._user,
        )


def _exists(user: str) -> bool:
    try:
        pwd.getpwnam(user)
    except KeyError:
        return False
    return True
