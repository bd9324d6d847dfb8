"""The tables, made once for all who test the same shape: making them anew takes a minute of a core.

On SQLite one file is kept under var/ready, named after everything that decides what stands in it;
each test run takes a copy into memory. On PostgreSQL one database is the pattern of those of all
workers. Who runs the same tests many times over a changed copy of the code names a file of her own:

    python -m tests.ready FILE
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
KEPT = ROOT / "var" / "ready"
READY = "TESTS_READY_DATABASE"
PATTERN = "rembuk_pattern"
# What decides the shape of the database: migrations, models, guards, what those are made from.
DECIDES = (
    "rembuk/*/migrations/*.py", "rembuk/*/models.py", "rembuk/*/models/**/*.py", "rembuk/*/apps.py",
    "rembuk/*/*guards*.py", "rembuk/*/guards/**/*.py", "rembuk/villages/*.py", "rembuk/ledger/*.py",
    "rembuk/lib/**/*.py", "rembuk/project/*.py", "requirements/base.lock",
)  # fmt: skip


def main(file: str) -> int:
    """Make the tables in memory and keep them in a file."""
    from tests.environment import set_test_environment

    set_test_environment()
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    if connection.vendor == "sqlite":
        half = Path(f"{file}.half")  # nobody takes a file that is not whole
        half.write_bytes(connection.connection.serialize())
        half.replace(file)
    return 0


def take() -> None:
    """Fill SQLite in memory, shared by all threads, with what was kept, or is from now on."""
    from django.db import connection

    file = Path(os.environ[READY]) if READY in os.environ else _kept()
    connection.close()
    connection.settings_dict["NAME"] = connection.creation._get_test_db_name()  # type: ignore[attr-defined]  # as Django's own runner
    connection.ensure_connection()
    with closing(sqlite3.connect(file)) as kept:
        kept.backup(connection.connection)


def _kept() -> Path:
    """Return the file that fits the code as it stands; others are of code that is no more."""
    KEPT.mkdir(parents=True, exist_ok=True)
    file = KEPT / f"{_key()}.sqlite3"
    with _alone():
        if not file.exists():
            for old in KEPT.glob("*.sqlite3"):
                old.unlink()
            _make(file, "sqlite:///:memory:")
    return file


def pattern() -> str:
    """Return the name of a PostgreSQL database with all tables, made by who comes first."""
    import psycopg
    from psycopg import sql

    address = os.environ["REMBUK_DATABASE_URL"]
    KEPT.mkdir(parents=True, exist_ok=True)
    with _alone(), psycopg.connect(address, autocommit=True) as session:
        there = session.execute("SELECT 1 FROM pg_database WHERE datname = %s", [PATTERN])
        if there.fetchone() is None:
            session.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(PATTERN)))
            _make(None, f"{address.rpartition('/')[0]}/{PATTERN}")
    return PATTERN


def _make(file: Path | None, address: str) -> None:
    made = [sys.executable, "-m", "tests.ready", str(file or "")]
    outside = {name: told for name, told in os.environ.items() if name != "PYTEST_XDIST_WORKER"}
    subprocess.run(made, cwd=ROOT, env=outside | {"REMBUK_DATABASE_URL": address}, check=True)


@contextmanager
def _alone() -> Iterator[None]:
    """Let one of several workers go first; the others find what it made."""
    with (KEPT / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _key() -> str:
    told = hashlib.sha256(sys.version.encode())
    for file in sorted(file for some in DECIDES for file in ROOT.glob(some)):
        told.update(str(file.relative_to(ROOT)).encode() + b"\0" + file.read_bytes() + b"\0")
    return told.hexdigest()[:16]


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
