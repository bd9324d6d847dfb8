"""How often a page asks the database, counted as a server would see it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection
from django.test.utils import CaptureQueriesContext

QUERIES_MAX = 12


@contextmanager
def few_queries(most: int = QUERIES_MAX) -> Iterator[None]:
    """Fail when a page asks more often.

    Not counted: the savepoint that a test puts around it, and setting the village on PostgreSQL,
    which asks no table.
    """
    with CaptureQueriesContext(connection) as captured:
        yield
    told = (query["sql"] for query in captured)
    asked = [sql for sql in told if "SAVEPOINT" not in sql and "set_config" not in sql]
    assert len(asked) <= most, "\n".join([f"{len(asked)} queries:", *asked])
