"""A database with all tables that is made once, for who runs the ledger's tests many times.

    python -m rembuk.ledger.tests.ready FILE

keeps one of SQLite in a file; conftest.py takes it where the environment names it.
"""

from __future__ import annotations

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


def take(file: Path) -> None:
    """Fill the database at hand, in memory, with what was kept."""
    from django.db import connection

    assert connection.vendor == "sqlite"
    connection.ensure_connection()
    connection.connection.deserialize(file.read_bytes())


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
