"""The database itself keeps villages apart and the trail unchanged, without our functions."""

from __future__ import annotations

from collections.abc import Callable
from io import StringIO

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import DatabaseError, IntegrityError, connection, models, transaction

from rembuk.villages import audit, guards, tenancy
from rembuk.villages.models import AccessEntry, AuditEntry, Group, OfficeTerm, VillageRow
from rembuk.villages.permissions import Office
from rembuk.villages.tests.stories import NOW


def refused(work: Callable[[], object], name: str) -> None:
    """The database says no, and names the guard."""
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        work()


def sql(text: str, *values: int) -> Callable[[], object]:
    """A statement written by hand, as somebody at the database's own prompt would."""

    def run() -> object:
        with connection.cursor() as cursor:
            return cursor.execute(text, values)

    return run


@pytest.fixture
def entry(world):
    return audit.record(
        village=world.here, verb="group.started", subject=world.tailors, by=world.by_adi, at=NOW,
        changes=[("reason", None, "Musyawarah")], resident_id=1,
    )  # fmt: skip


def test_an_office_never_reaches_into_another_village(world):
    term = OfficeTerm.objects.get(office=Office.TREASURER)
    name = "villages_officeterm_group_id_same_village"
    update = "UPDATE villages_officeterm SET group_id = %s WHERE id = %s"
    refused(sql(update, world.weavers_there.pk, term.pk), name)
    copied = (
        "INSERT INTO villages_officeterm (id, user_id, office, village_id, group_id, since,"
        " since_precision, decree, ended_reason)"
        " VALUES (%s, %s, 'BOOKKEEPER', %s, %s, '2026-01-01', 'DAY', '', '')"
    )
    refused(sql(copied, 77, world.adi.pk, world.here.pk, world.weavers_there.pk), name)
    sql(copied, 77, world.adi.pk, world.there.pk, world.weavers_there.pk)()


def test_a_row_never_moves_to_another_village(world):
    update = "UPDATE villages_group SET village_id = %s WHERE id = %s"
    refused(sql(update, world.there.pk, world.tailors.pk), "villages_group_village_never_changes")
    sql(update, world.here.pk, world.tailors.pk)()


TRAIL = [
    ("DELETE FROM villages_auditentry WHERE id = %s", "villages_auditentry_append_only"),
    ("UPDATE villages_auditentry SET verb = 'x' WHERE id = %s", "villages_auditentry_append_only"),
    (
        "UPDATE villages_auditentry SET by_id = NULL WHERE id = %s",
        "villages_auditentry_append_only",
    ),
    (
        "UPDATE villages_auditentry SET at = '2020-01-01 00:00:00+00' WHERE id = %s",
        "villages_auditentry_append_only",
    ),
    (
        "UPDATE villages_auditentry SET subject_name = 'Dewi' WHERE id = %s",
        "villages_auditentry_subject_name_only_erased",
    ),
    (
        "UPDATE villages_auditentry SET changes = '[1]' WHERE id = %s",
        "villages_auditentry_changes_only_erased",
    ),
]


@pytest.mark.parametrize(("statement", "name"), TRAIL)
def test_the_trail_is_added_to_and_never_changed(entry, statement, name):
    refused(sql(statement, entry.pk), name)


def test_what_names_a_person_in_the_trail_may_be_emptied(entry):
    statement = "UPDATE villages_auditentry SET subject_name = '', changes = '[]' WHERE id = %s"
    sql(statement, entry.pk)()
    assert audit.sentence(AuditEntry.objects.get(pk=entry.pk)) == (
        "Pendamping memulai kelompok orang yang datanya sudah dihapus"
    )


def test_the_reading_log_is_never_changed(world):
    read = audit.record_reading(
        village=world.here, what="national_id", resident_id=1, by=world.by_adi, at=NOW
    )
    name = "villages_accessentry_append_only"
    refused(lambda: AccessEntry.objects.filter(pk=read.pk).delete(), name)
    refused(lambda: AccessEntry.objects.filter(pk=read.pk).update(what="nothing"), name)


def put_over(table: str, row: int) -> str:
    return f"INSERT OR REPLACE INTO {table} SELECT * FROM {table} WHERE id = {row}"


only_sqlite = pytest.mark.skipif(
    connection.vendor != "sqlite", reason="PostgreSQL has no REPLACE, and no number beside the id"
)


@only_sqlite
def test_nothing_that_stays_is_replaced(world, entry):
    """REPLACE fires no trigger of DELETE: another program at the file could rewrite history."""
    term = OfficeTerm.objects.get(office=Office.TREASURER)
    told = [
        (AuditEntry, entry.pk, "villages_auditentry_append_only"),
        (OfficeTerm, term.pk, "villages_officeterm_never_deleted"),
    ]
    for model, row, name in told:
        table = model._meta.db_table
        refused(sql(put_over(table, row)), name)
        for number in ("rowid", "oid", "_rowid_"):
            moved = f"UPDATE OR REPLACE {table} SET {number} = {number} + 1 WHERE id = {row}"
            refused(sql(moved), name)


def kept_tables() -> list[str]:
    """Every table whose rows may change but stay: it refuses DELETE."""
    rooms = {one.table for one in guards._refusals if one.event == "DELETE"}
    return sorted(rooms | {model._meta.db_table for model in guards.KEPT})


@only_sqlite
@pytest.mark.django_db
@pytest.mark.parametrize("table", kept_tables())
def test_no_row_that_stays_is_moved_by_its_id_into_the_place_of_another(table):
    """Two rows of nothing but numbers, and no other guard that might refuse in its stead."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(guards.TRIGGERS["sqlite"])
        for name, of in cursor.fetchall():
            if of == table and not name.endswith("_never_deleted_m"):
                cursor.execute(f"DROP TRIGGER {name}")
        columns = len(connection.introspection.get_table_description(cursor, table))
        cursor.execute("PRAGMA ignore_check_constraints = 1")
        for row in ("1", "2"):
            cursor.execute(f"INSERT INTO {table} VALUES ({', '.join([row] * columns)})")
        cursor.execute("PRAGMA ignore_check_constraints = 0")
        refused(sql(f"UPDATE OR REPLACE {table} SET id = 2 WHERE id = 1"), "_never_deleted")
        transaction.set_rollback(True)


@only_sqlite
@pytest.mark.django_db
@pytest.mark.parametrize(
    "model", [m for m in guards.village_models() if m.append_only], ids=lambda m: m._meta.label
)
def test_replacing_is_looked_for_by_every_unique_key(model):
    with connection.cursor() as cursor:
        name = f"{model._meta.db_table}_append_only_r"
        cursor.execute("SELECT sql FROM sqlite_master WHERE name = %s", [name])
        looks = cursor.fetchone()[0]
    keys = [[f.name] for f in model._meta.local_concrete_fields if f.unique]
    keys += [c.fields for c in model._meta.constraints if isinstance(c, models.UniqueConstraint)]
    for key in keys:
        columns = [model._meta.get_field(field).column for field in key]
        by_number = [f"{model._meta.db_table}.rowid"] if columns == ["id"] else []
        told = ", ".join(f"{model._meta.db_table}.{column}" for column in columns)
        assert any(f"failed: {one} (" in looks for one in [told, *by_number]), told


# --- every table of every room ---------------------------------------------------------------


def triggers() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(guards.TRIGGERS[connection.vendor])
        return {name for name, _table in cursor.fetchall()}


def wanted(model: type[VillageRow]) -> set[str]:
    """What guards.py promises for a table, spelt out once more from the model."""
    table = model._meta.db_table
    on_sqlite = connection.vendor == "sqlite"
    names = {f"{table}_village_never_changes"}
    for field in model._meta.local_concrete_fields:
        if isinstance(field, models.ForeignKey) and issubclass(field.related_model, VillageRow):
            if field.column in model.compared_by:
                names |= {model.compared_by[field.column]}
                continue
            name = f"{table}_{field.column}_same_village"
            names |= {f"{name}_i", f"{name}_u"} if on_sqlite else {name}
    if model.append_only:
        names |= {f"{table}_append_only_d", f"{table}_append_only_u"}
        names |= {f"{table}_append_only_r" if on_sqlite else f"{table}_append_only_t"}
    return names


@pytest.mark.django_db
@pytest.mark.parametrize("model", guards.village_models(), ids=lambda model: model._meta.label)
def test_every_table_of_a_village_is_guarded(model):
    assert not wanted(model) - triggers()
    many = [field.name for field in model._meta.local_many_to_many]
    assert not many, "a table between two has no village: write it as a VillageRow of its own"


@pytest.mark.django_db
def test_no_table_with_a_village_is_forgotten():
    scoped = {
        model._meta.label
        for model in apps.get_models()
        if any(field.name == "village" for field in model._meta.local_concrete_fields)
        and not issubclass(model, VillageRow)
    }
    # Read before a village is known, or kept apart from what a village's people may see.
    assert scoped == {"villages.OfficeTerm", "villages.OperatorVisit", "villages.Command"}


@pytest.mark.django_db(transaction=True)
def test_guards_step_aside_for_a_migration_and_come_back():
    before = triggers()
    assert before
    guards.lift()
    assert not [name for name in triggers() if guards.OURS.search(name)]
    with connection.schema_editor() as editor:  # what a migration of a table with triggers does
        field = models.CharField(max_length=300, default="")
        field.set_attributes_from_name("added_by_a_migration")
        field.model = Group
        editor.add_field(Group, field)
        editor.remove_field(Group, field)
    guards.restore()
    assert triggers() == before
    call_command("migrate", verbosity=0)
    assert triggers() == before


@pytest.fixture
def stopping(tmp_path, monkeypatch, settings):
    """A release whose last migration cannot be done: the room it changes has none otherwise."""
    (tmp_path / "stopping").mkdir()
    (tmp_path / "stopping" / "__init__.py").touch()
    (tmp_path / "stopping" / "0001_stops.py").write_text(
        "from django.db import migrations\n\n\n"
        "class Migration(migrations.Migration):\n"
        "    operations = [migrations.RunSQL('UPDATE there_is_no_such_table SET a = 1')]\n"
    )
    monkeypatch.syspath_prepend(tmp_path)
    settings.MIGRATION_MODULES = {"web": "stopping"}


@pytest.mark.django_db(transaction=True)
def test_a_migration_that_stops_midway_leaves_the_guards_standing(world, entry, stopping):
    before = triggers()
    with pytest.raises(DatabaseError, match="there_is_no_such_table"):
        call_command("migrate", verbosity=0)
    assert triggers() == before
    if connection.vendor == "postgresql":
        assert not AuditEntry.objects.exists(), "the view of all villages is closed again"
    tenancy.show_every_village_to_this_connection()
    refused(AuditEntry.objects.all().delete, "villages_auditentry_append_only")


@pytest.mark.django_db(transaction=True)
def test_who_is_killed_while_migrating_has_the_guards_after_the_next_try(stopping):
    before = triggers()
    guards.lift()  # and then nothing more: the process is gone
    with pytest.raises(DatabaseError):
        call_command("migrate", verbosity=0)
    assert triggers() == before


@pytest.mark.django_db(transaction=True)
def test_where_a_column_is_missing_all_other_guards_stand_and_the_one_is_named(stopping):
    before = triggers()
    account = apps.get_model("ledger", "Account")
    missing = [account._meta.get_field("floor_rp"), AccessEntry._meta.get_field("office")]
    guards.lift()
    with connection.schema_editor() as editor:  # a release before these columns
        for field in missing:
            editor.remove_field(field.model, field)
    said = StringIO()
    with pytest.raises(DatabaseError):
        call_command("migrate", verbosity=0, stderr=said)
    assert before - triggers() == {"ledger_account_keeps_its_floor"}
    assert said.getvalue().startswith("ledger_account_keeps_its_floor: belum terpasang")
    guards.lift()
    with connection.schema_editor() as editor:
        for field in missing:
            editor.add_field(field.model, field)
    guards.restore()
    assert triggers() == before
    assert guards.unfit() == []
