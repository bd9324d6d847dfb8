"""What INSERT OR REPLACE may not do to rows that stay, on SQLite.

REPLACE takes away every row that stands in the way of the new one, by whichever unique key, and
fires no trigger of DELETE for it. (A connection can ask for that, but whoever opens the file by
another program would not.) So a trigger looks before each row goes in: whether one with its number
or with one of its unique keys is there. It says what SQLite says of a key that is taken, because
that is what it means for who did not want to replace anything. PostgreSQL has no such statement.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.db import connection

# A row has a number besides its id, or its id is that number and no index has it: an UPDATE may
# call it by each of these names or as its column is called, and a trigger knows only what it lists.
ROW_NUMBER = ("rowid", "oid", "_rowid_")
KEYS = 'SELECT name, partial FROM pragma_index_list(%s) WHERE "unique"'
COLUMNS = "SELECT name FROM pragma_index_info(%s) ORDER BY seqno"
PRIMARY = "SELECT name FROM pragma_table_info(%s) WHERE pk > 0"
WRITTEN = "SELECT sql FROM sqlite_master WHERE type = 'index' AND name = %s"
NAMED = re.compile(r'"(\w+)"')


def on_insert(table: str, *, name: str, says: str) -> Iterator[str]:
    """Refuse a row in the place of one that is there; `says` is what the table promises."""
    taken = [_taken(table, columns, where) for columns, where in [(["rowid"], ""), *_keys(table)]]
    yield from _trigger(table, name=name, event="INSERT", taken=taken, says=says)


def on_update(table: str, *, name: str, says: str) -> Iterator[str]:
    """Refuse to move a row into the place of another, where rows may change but stay."""
    keys = _keys(table)
    named = _primary(table).union(*(columns for columns, _where in keys))
    keyed = [f'"{column}"' for column in sorted(named)]
    taken = [(f"{table}.rowid", "NEW.rowid <> OLD.rowid")]
    taken += [_taken(table, *key, others=" AND rowid <> OLD.rowid") for key in keys]
    event = f"UPDATE OF {', '.join([*keyed, *ROW_NUMBER])}"
    yield from _trigger(table, name=name, event=event, taken=taken, says=says)


def _trigger(
    table: str, *, name: str, event: str, taken: list[tuple[str, str]], says: str
) -> Iterator[str]:
    """Look at all keys first, because nearly always none is taken; then say which one is."""
    one_is = " OR ".join(there for _key, there in taken)
    told = " ".join(
        f"SELECT RAISE(ABORT, 'UNIQUE constraint failed: {key} ({says})') WHERE {there};"
        for key, there in taken
    )
    yield f"DROP TRIGGER IF EXISTS {name}"
    yield (
        f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW WHEN {one_is}"
        f" BEGIN {told} END"
    )


def _taken(table: str, columns: list[str], where: str, others: str = "") -> tuple[str, str]:
    """Return a key by its columns' names, and the condition under which a row has it already."""
    same = " AND ".join(f'"{column}" = NEW."{column}"' for column in columns)
    news = NAMED.sub(r"NEW.\g<0>", where)
    both = f" AND {where} AND {news}" if where else ""
    there = f"EXISTS (SELECT 1 FROM {table} WHERE {same}{both}{others})"  # noqa: S608 -- names of our own models
    return ", ".join(f"{table}.{column}" for column in columns), there


def _primary(table: str) -> set[str]:
    """Return the columns of the id: where it is the row's own number, no index lists it."""
    with connection.cursor() as cursor:
        return {row[0] for row in cursor.execute(PRIMARY, [table]).fetchall()}


def _keys(table: str) -> list[tuple[list[str], str]]:
    """Return the table's unique keys as the file has them: columns, and for which rows."""
    keys = []
    with connection.cursor() as cursor:
        for index, partial in sorted(cursor.execute(KEYS, [table]).fetchall()):
            columns = [row[0] for row in cursor.execute(COLUMNS, [index]).fetchall()]
            assert None not in columns, f"{index}: a key of an expression needs its own look"
            written = cursor.execute(WRITTEN, [index]).fetchone()[0] if partial else ""
            keys.append((columns, written.partition(" WHERE ")[2]))
    return keys
