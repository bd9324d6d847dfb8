"""Plain statements for the few writings that many people wait for; the ORM is for all the rest.

The rows, the guards and the errors are those of the ORM. A row is a sequence with a value for every
column, in the order of the model's fields; INSERTs are put together once for each table.
"""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import UTC, date, datetime
from functools import cache, lru_cache
from typing import Any, TypeVar

from django.db import DEFAULT_DB_ALIAS, connections, models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.base import ModelState

Row = TypeVar("Row", bound=models.Model)
Plain = Callable[[Any], Any]
ONE_BY_ONE = nullcontext()
_of_thread = threading.local()


def run(statement: str, values: Sequence[Any]) -> Any:
    """Run one statement with `%s` for its values; returns the cursor, for its rows or rowcount."""
    database = _database()
    cursor, written = _cursor(database, statement)
    try:
        cursor.execute(written, values)
    except Exception:
        with database.wrap_database_errors:  # as Django names it
            raise
    return cursor


def run_many(statement: str, rows: Iterable[Sequence[Any]]) -> None:
    """Run one statement for each row of values, in as few journeys as the database allows."""
    database = _database()
    cursor, written = _cursor(database, statement)
    with database.wrap_database_errors:
        cursor.executemany(written, rows)


def together() -> AbstractContextManager[None]:
    """Send the statements of the block without waiting for each answer, where that can be done.

    They still run one after another. What one of them says no to is raised at the block's end, or
    where rows are asked for.
    """
    database = _database()
    if _vendor() != "postgresql" or _is_plain(database):
        return ONE_BY_ONE
    return _sent_together(database)


@contextmanager
def _sent_together(database: BaseDatabaseWrapper) -> Iterator[None]:
    with database.wrap_database_errors, database.connection.pipeline():
        yield


def add(model: type[models.Model], *rows: Sequence[Any]) -> None:
    """Add rows."""
    statement, turns = _insert(model)
    if len(rows) == 1:
        run(statement, _plain(rows[0], turns))
    else:
        run_many(statement, (_plain(row, turns) for row in rows))


def add_unless_there(model: type[models.Model], row: Sequence[Any]) -> Any:
    """Add a row unless its primary key is taken; who adds it right now is waited for.

    Returns a cursor whose rowcount is 1 where it was added, once the answer is there.
    """
    statement, turns = _insert(model)
    assert model._meta.pk is not None
    unless = f"{statement} ON CONFLICT ({model._meta.pk.column}) DO NOTHING"
    return run(unless, _plain(row, turns))


def made(model: type[Row], row: Sequence[Any]) -> Row:
    """Return the object of a row that was just added, as if it had been read.

    Past `__init__`, which asks each field in turn: nobody listens to it for these tables.
    """
    one = model.__new__(model)
    one.__dict__.update(zip(_names(model), row, strict=True))
    one._state = ModelState()
    one._state.adding, one._state.db = False, DEFAULT_DB_ALIAS
    return one


def plain(kind: str, value: Any) -> Any:
    """Return a value as this database keeps it; `kind` is that of its field, such as UUIDField."""
    turn = _TURNS[_vendor()].get(kind)
    return value if turn is None or value is None else turn(value)


def in_transaction() -> bool:
    """Say whether what is written now stands or falls with what was written before."""
    return _database().in_atomic_block


def _database() -> BaseDatabaseWrapper:
    """Return the connection at hand. Django asks four questions each time to find this thread's.

    Where an event loop runs in the thread, Django keeps other connections than before it ran.
    """
    if asyncio._get_running_loop() is not None:  # noqa: SLF001 -- exported; the other one raises
        return connections[DEFAULT_DB_ALIAS]
    try:
        found: BaseDatabaseWrapper = _of_thread.database
    except AttributeError:
        found = _of_thread.database = connections[DEFAULT_DB_ALIAS]
    return found


def _cursor(database: BaseDatabaseWrapper, statement: str) -> tuple[Any, str]:
    """Return the driver's own cursor: Django's reads each statement through again before it runs.

    Django's it is outside a transaction, and where somebody listens to it, as a test that counts.
    """
    if _is_plain(database):
        return database.cursor(), statement
    database.validate_no_broken_transaction()
    return _driver()(database.connection), _written(statement)


def _is_plain(database: BaseDatabaseWrapper) -> bool:
    listened = database.force_debug_cursor or database.execute_wrappers
    return bool(listened or not database.in_atomic_block)


@cache
def _vendor() -> str:
    return connections[DEFAULT_DB_ALIAS].vendor


@cache
def _driver() -> Callable[[Any], Any]:
    """Return how the driver makes a cursor; PostgreSQL's prepares what it is asked again."""
    if _vendor() == "postgresql":
        from psycopg import Cursor  # noqa: PLC0415 -- not there where only SQLite is used

        return Cursor
    from sqlite3 import Cursor as Plainest  # noqa: PLC0415 -- as above

    return Plainest


@cache
def _written(statement: str) -> str:
    return statement.replace("%s", "?") if _vendor() == "sqlite" else statement


def writes_alone() -> bool:
    """Say whether nobody else may write from this transaction's first statement to its end."""
    return _vendor() == "sqlite"


def _plain(row: Sequence[Any], turns: Sequence[tuple[int, Plain]]) -> list[Any]:
    values = list(row)
    for place, turn in turns:
        if values[place] is not None:
            values[place] = turn(values[place])
    return values


@cache
def _names(model: type[models.Model]) -> list[str]:
    return [field.attname for field in model._meta.local_concrete_fields]


@cache
def _insert(model: type[models.Model]) -> tuple[str, Sequence[tuple[int, Plain]]]:
    """Return the INSERT of a table, and how which of its values are turned into what is kept."""
    fields = model._meta.local_concrete_fields
    names = ", ".join(f'"{field.column}"' for field in fields)
    marks = ", ".join(["%s"] * len(fields))
    table = model._meta.db_table
    statement = f"INSERT INTO {table} ({names}) VALUES ({marks})"  # noqa: S608 -- our own tables
    kinds = [field.get_internal_type() for field in fields]
    turns = _TURNS[_vendor()]
    return statement, [(place, turns[kind]) for place, kind in enumerate(kinds) if kind in turns]


@lru_cache(maxsize=64)
def _moment(at: datetime) -> str:
    """Write a moment in UTC; the rows of one request share theirs."""
    return at.astimezone(UTC).isoformat(" ")[:-6]  # without +00:00


_TURNS: dict[str, dict[str, Plain]] = {
    "postgresql": {"JSONField": json.dumps},
    "sqlite": {
        "JSONField": json.dumps,
        "DateTimeField": _moment,
        "DateField": date.isoformat,
        "UUIDField": lambda key: key.hex,
    },
}
