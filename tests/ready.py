"""A database with all tables that is made once, for who runs the same tests many times.

    python -m tests.ready FILE

keeps one of SQLite in a file; conftest.py takes it where the environment names it.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

READY = "TESTS_READY_DATABASE"


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
    Path(file).write_bytes(connection.connection.serialize())
    return 0


def is_there() -> bool:
    """Say whether somebody has made a database ready for this one: it has to be SQLite too."""
    return READY in os.environ and "sqlite" in os.environ["REMBUK_DATABASE_URL"]


def take() -> None:
    """Fill the database at hand, in memory, with what was kept."""
    from django.db import connection

    connection.ensure_connection()
    connection.connection.deserialize(Path(os.environ[READY]).read_bytes())


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
