"""Which village the database may show: the second belt, on PostgreSQL.

Row-level security (guards.py) compares each row with the setting `rembuk.village`. It is set
for one transaction, so a pooled connection never carries it to the next person. On SQLite
nothing happens here and the first belt, `Model.objects.of(village)`, stands alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from functools import cache

from django.db import connection, transaction

from rembuk.villages import statements
from rembuk.villages.models import Village

EVERY = "*"
NO_BELT = nullcontext()


def _swap(value: str) -> str:
    """Set the village of this transaction and return what it was."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_setting('rembuk.village', true),"
            " set_config('rembuk.village', %s, true)",
            [value],
        )
        return cursor.fetchone()[0] or ""


def _scope(value: str) -> AbstractContextManager[None]:
    if not _has_row_level_security():
        return NO_BELT
    return _nested(value) if statements.in_transaction() else _outermost(value)


@contextmanager
def _outermost(value: str) -> Iterator[None]:
    """Set the village for a transaction of its own; it ends with the transaction."""
    with transaction.atomic():
        with statements.together():  # it begins with the first statement: one journey for both
            statements.run("SELECT set_config('rembuk.village', %s, true)", [value])
        yield


@contextmanager
def _nested(value: str) -> Iterator[None]:
    # No savepoint: when the block fails, the transaction (and with it the setting) goes back.
    with transaction.atomic(savepoint=False):
        before = _swap(value)
        yield
        if not connection.needs_rollback:
            _swap(before)


@cache
def _has_row_level_security() -> bool:
    return connection.vendor == "postgresql"


def inside(village: Village) -> AbstractContextManager[None]:
    """Show only this village's rows inside the block."""
    return _scope(str(village.pk))


def every_village(reason: str) -> AbstractContextManager[None]:
    """Show all villages' rows inside the block: for counts without names, and for the operator.

    `reason` is for the reader of the code; tests/test_isolation.py lists who may call this.
    """
    assert reason
    return _scope(EVERY)


def narrow_to(village: Village) -> None:
    """Show only this village's rows for the rest of the `every_village` block around."""
    if _has_row_level_security():
        assert connection.in_atomic_block, "narrow_to belongs inside a block of every_village"
        _swap(str(village.pk))


def show_every_village_to_this_connection() -> None:
    """Show all villages' rows until told otherwise: for migrations and tests that commit."""
    _set_for_this_connection(EVERY)


def show_no_village_to_this_connection() -> None:
    """Show no village's rows outside a block of `inside` or `every_village`, as is usual."""
    _set_for_this_connection("")


def _set_for_this_connection(value: str) -> None:
    if _has_row_level_security():
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('rembuk.village', %s, false)", [value])
