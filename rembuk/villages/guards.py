"""What the database itself refuses, on SQLite and PostgreSQL alike.

Taken away before every migration, because neither database changes a table that triggers speak
of, and installed after it for each table of a VillageRow, so that a new room is guarded without a
line of its own. A migration that stops midway leaves tables of yesterday: what fits them is
installed all the same (management/commands/migrate.py).


- `<table>_<column>_same_village`: a foreign key never points into another village (unless a
  guard of the room's own says so besides, see VillageRow.compared_by);
- `<table>_village_never_changes`;
- `<table>_append_only` (where the model says so), for UPDATE, DELETE and PostgreSQL's TRUNCATE,
  and `<table>_<column>_only_erased`: a column listed in `erasable` may be emptied, which is what
  erasing a person needs, and nothing else;
- `<table>_never_deleted`: office terms and operator's visits stay;
- on SQLite, `<table>_append_only_r`, `<table>_never_deleted_r` and `_never_deleted_m`: no row is
  put, or moved, in the place of one that stays (replacing.py);
- `villages_officeterm_held_once`, `_one_seat`, `_two_people` (seats.py);
- what a room's own tables refuse beyond that, given with `refuse`;
- row-level security on PostgreSQL (tenancy.py).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import connection, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from rembuk.villages import replacing, seats, tenancy
from rembuk.villages.models import OfficeTerm, OperatorVisit, VillageRow

# Tables that carry a village and a foreign key into it, but are read before a village is known.
UNSCOPED: tuple[type[models.Model], ...] = (OfficeTerm,)
# Tables whose rows are history: they end, they do not go.
KEPT: tuple[type[models.Model], ...] = (OfficeTerm, OperatorVisit)

OURS = re.compile(
    r"_(same_village(_[iu])?|village_never_changes|append_only_[dutr]|only_erased"
    r"|never_deleted(_[rm])?"
    r"|(held_once|one_seat|two_people)(_[iu])?)$"
)
TRIGGERS = {
    "sqlite": "SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": "SELECT tgname, tgrelid::regclass FROM pg_trigger WHERE NOT tgisinternal",
}
NAMED = re.compile(r"\b(?:NEW|OLD)\.(\w+)")
FUNCTIONS = """
CREATE OR REPLACE FUNCTION rembuk_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '%', TG_NAME USING ERRCODE = '23514', CONSTRAINT = TG_NAME;
END $$;
"""


@dataclass(frozen=True)
class Refusal:
    """One thing a table refuses.

    `event` is INSERT, UPDATE, "UPDATE OF column, ..." or DELETE. `when` is SQL over NEW and OLD,
    read by both databases, which is true for a row that must not be; it may not come out NULL.
    Nothing is refused where the column `of` is NULL, and PostgreSQL then does not even ask.
    """

    name: str
    table: str
    event: str
    when: str
    of: str = ""


_refusals: list[Refusal] = []


def refuse(refusals: Sequence[Refusal]) -> None:
    """Register what a room's tables refuse; put in place with the other guards."""
    _refusals.extend(refusals)


def village_models() -> list[type[VillageRow]]:
    """Every table that belongs to villages."""
    return [model for model in apps.get_models() if issubclass(model, VillageRow)]


def install() -> None:
    """Put all guards in place that fit the tables as they are; harmless when they are there.

    Where somebody migrates one room only, or a migration stopped midway, a table or a column may
    not be there yet: what speaks of it is installed when it comes.
    """
    there = _columns_there()
    on_postgresql = connection.vendor == "postgresql"
    with connection.schema_editor() as editor:
        if on_postgresql:
            editor.execute(FUNCTIONS, params=None)
        for model in (*village_models(), *UNSCOPED):
            if columns := there.get(model._meta.db_table):
                for statement in _statements(model, columns, editor):
                    editor.execute(statement, params=None)
        for statement in (s for model in KEPT for s in _kept(model) if _table(model) in there):
            editor.execute(statement, params=None)
        if seats.TABLE in there:
            for statement in seats.statements(on_postgresql=on_postgresql):
                editor.execute(statement, params=None)
        for refusal in (one for one in _refusals if _fits(one, there)):
            for statement in _refused(refusal):
                editor.execute(statement, params=None)


def unfit() -> list[str]:
    """Return the names of what a table refuses once it has all its columns, and does not yet."""
    there = _columns_there()
    return sorted(
        one.name for one in _refusals if one.table in there and not _fits(one, there)
    )  # fmt: skip


def _columns_there() -> dict[str, list[str]]:
    """Return the columns of every table that is to be guarded, as the database has them."""
    wanted = {_table(model) for model in (*village_models(), *UNSCOPED, *KEPT)}
    wanted |= {refusal.table for refusal in _refusals}
    found: dict[str, list[str]] = {}
    with connection.cursor() as cursor:
        for table in sorted(wanted & set(connection.introspection.table_names())):
            cursor.execute(f"SELECT * FROM {table} LIMIT 0")  # noqa: S608 -- names of our own models
            found[table] = [column[0] for column in cursor.description]
    return found


def _fits(refusal: Refusal, there: dict[str, list[str]]) -> bool:
    """Say whether a table has every column that a refusal asks of its rows."""
    named = set(NAMED.findall(refusal.when)) | {refusal.of} - {""}
    if " OF " in refusal.event:
        named |= set(refusal.event.partition(" OF ")[2].replace(",", " ").split())
    return refusal.table in there and named <= set(there[refusal.table])


def _table(model: type[models.Model]) -> str:
    return model._meta.db_table


def lift(**_kwargs: Any) -> None:
    """Take the triggers away for a migration, and let its steps see the rows of all villages."""
    with connection.cursor() as cursor:
        cursor.execute(TRIGGERS[connection.vendor])
        named = {refusal.name for refusal in _refusals}
        found = [
            (name, table) for name, table in cursor.fetchall() if OURS.search(name) or name in named
        ]
        for name, table in found:
            on_table = f" ON {table}" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER {name}{on_table}")
    tenancy.show_every_village_to_this_connection()


def restore(**_kwargs: Any) -> None:
    """Put the guards back after a migration, and close the view again."""
    install()
    tenancy.show_no_village_to_this_connection()


def lift_append_only() -> None:
    """Let rows be deleted until the next migration: a test that commits must clean up."""
    tables = [model._meta.db_table for model in village_models() if model.append_only]
    if connection.vendor == "postgresql":  # where a test empties tables at one stroke
        with connection.cursor() as cursor:
            for table in tables:
                cursor.execute(f"DROP TRIGGER IF EXISTS {table}_append_only_t ON {table}")
        return
    names = [f"{table}_append_only_d" for table in tables]
    names += [f"{model._meta.db_table}_never_deleted" for model in KEPT]
    names += [refusal.name for refusal in _refusals if refusal.event == "DELETE"]
    with connection.cursor() as cursor:
        for name in names:
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}")


def _refused(refusal: Refusal) -> Iterator[str]:
    name, table, event = refusal.name, refusal.table, refusal.event
    asked = f"NEW.{refusal.of} IS NOT NULL" if refusal.of else ""
    if connection.vendor != "postgresql":
        when = f"{asked} AND {refusal.when}" if asked else refusal.when
        yield from _sqlite_trigger(name, table, event, when, name)
        if event == "DELETE":
            yield from _never_replaced(table, name)
        return
    row = "OLD" if event == "DELETE" else "NEW"
    yield f"""
        CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          IF {refusal.when} THEN
            RAISE EXCEPTION '%', TG_NAME USING ERRCODE = '23514', CONSTRAINT = TG_NAME;
          END IF;
          RETURN {row};
        END $$"""
    yield from _postgresql_trigger(name, table, event, asked, f"{name}()")


def _kept(model: type[models.Model]) -> Iterator[str]:
    on_postgresql = connection.vendor == "postgresql"
    trigger = _postgresql_trigger if on_postgresql else _sqlite_trigger
    table = model._meta.db_table
    name = f"{table}_never_deleted"
    yield from trigger(name, table, "DELETE", "", name)
    if not on_postgresql:
        yield from _never_replaced(table, name)


def _never_replaced(table: str, name: str) -> Iterator[str]:
    yield from replacing.on_insert(table, name=f"{name}_r", says=name)
    yield from replacing.on_update(table, name=f"{name}_m", says=name)


def _statements(
    model: type[models.Model], there: list[str], editor: BaseDatabaseSchemaEditor
) -> Iterator[str]:
    table = model._meta.db_table
    on_postgresql = connection.vendor == "postgresql"
    trigger = _postgresql_trigger if on_postgresql else _sqlite_trigger
    compared = model.compared_by if issubclass(model, VillageRow) else {}
    for column, target in _village_keys(model):
        if column in compared or column not in there:
            continue
        name = f"{table}_{column}_same_village"
        foreign = (
            f"NEW.{column} IS NOT NULL AND NOT EXISTS (SELECT 1 FROM {target}"  # noqa: S608 -- table names of our own models
            f" WHERE id = NEW.{column} AND village_id = NEW.village_id)"
        )
        if on_postgresql:
            either = f"INSERT OR UPDATE OF {column}"
            yield from _refused(Refusal(name, table, either, foreign, column))
        else:
            yield from trigger(f"{name}_i", table, "INSERT", foreign, name)
            yield from trigger(f"{name}_u", table, f"UPDATE OF {column}", foreign, name)
    if not issubclass(model, VillageRow):
        return
    moved = "NEW.village_id <> OLD.village_id"
    fixed = f"{table}_village_never_changes"
    yield from trigger(fixed, table, "UPDATE OF village_id", moved, fixed)
    yield from _append_only(model, there, trigger=trigger, editor=editor)
    if on_postgresql:
        yield from _row_level_security(table)


def _append_only(
    model: type[VillageRow], there: list[str], *, trigger: Any, editor: BaseDatabaseSchemaEditor
) -> Iterator[str]:
    if not model.append_only:
        return
    table = model._meta.db_table
    columns = {field.name: str(field.column) for field in model._meta.local_concrete_fields}
    may_go = {columns[name]: blank for name, blank in model.erasable.items()}
    erasable = {column: blank for column, blank in may_go.items() if column in there}
    kept = [column for column in there if column not in erasable]
    name = f"{table}_append_only"
    yield from trigger(f"{name}_d", table, "DELETE", "", name)
    fixed = _columns(kept, editor)
    if connection.vendor == "sqlite":
        fixed += f", {', '.join(replacing.ROW_NUMBER)}"
        yield from replacing.on_insert(table, name=f"{name}_r", says=name)
    yield from trigger(f"{name}_u", table, f"UPDATE OF {fixed}", "", name)
    if connection.vendor == "postgresql":  # SQLite has no TRUNCATE, and says so by itself
        yield f"DROP TRIGGER IF EXISTS {name}_t ON {table}"
        yield (
            f"CREATE TRIGGER {name}_t BEFORE TRUNCATE ON {table} FOR EACH STATEMENT"
            " EXECUTE FUNCTION rembuk_refuse()"
        )
    for column, blank in erasable.items():
        quoted = editor.quote_name(column)
        cast = "::text" if connection.vendor == "postgresql" else ""
        filled = f"NEW.{quoted}{cast} <> '{blank}'"
        erased = f"{table}_{column}_only_erased"
        yield from trigger(erased, table, f"UPDATE OF {quoted}", filled, erased)


def _columns(names: list[str], editor: BaseDatabaseSchemaEditor) -> str:
    return ", ".join(editor.quote_name(name) for name in names)


def _village_keys(model: type[models.Model]) -> Iterator[tuple[str, str]]:
    """Foreign keys of the table that lead to another village table: (column, target table)."""
    for field in model._meta.local_concrete_fields:
        target = field.related_model
        if isinstance(target, type) and issubclass(target, VillageRow):
            yield str(field.column), target._meta.db_table


def _sqlite_trigger(name: str, table: str, event: str, when: str, says: str) -> Iterator[str]:
    condition = f"WHEN {when} " if when else ""
    yield f"DROP TRIGGER IF EXISTS {name}"
    yield (
        f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW {condition}"
        f"BEGIN SELECT RAISE(ABORT, '{says}'); END"
    )


def _postgresql_trigger(name: str, table: str, event: str, when: str, call: str) -> Iterator[str]:
    condition = f"WHEN ({when}) " if when else ""
    function = call if "(" in call else "rembuk_refuse()"
    yield f"DROP TRIGGER IF EXISTS {name} ON {table}"
    yield (
        f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW {condition}"
        f"EXECUTE FUNCTION {function}"
    )


def _row_level_security(table: str) -> Iterator[str]:
    mine = (
        "current_setting('rembuk.village', true) = '*' OR"
        " village_id = nullif(nullif(current_setting('rembuk.village', true), ''), '*')::bigint"
    )
    yield f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY"
    yield f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY"
    yield f"DROP POLICY IF EXISTS only_its_village ON {table}"
    yield f"CREATE POLICY only_its_village ON {table} USING ({mine}) WITH CHECK ({mine})"
