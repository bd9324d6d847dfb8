"""A copy of everything, or of one village, is the same village elsewhere."""

from __future__ import annotations

import json
import zipfile
from io import StringIO
from pathlib import Path
from uuid import uuid4

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection

from rembuk.accounts.models import User
from rembuk.ledger import balances, export, pending, posting
from rembuk.ledger.models import Book, Entry
from rembuk.ledger.tests import scenes
from rembuk.lib.errors import Refused
from rembuk.people.models import NationalId, Resident
from rembuk.people.tests.scenes import siti, wati
from rembuk.project import backup
from rembuk.villages import guards, tenancy
from rembuk.villages.models import AuditEntry, Command, OfficeTerm, Village
from rembuk.villages.tests import stories
from rembuk.villages.tests.stories import NOW, TODAY

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


@pytest.fixture
def world():
    """Two villages with people, money, a line taken back, and something that waits."""
    made = stories.world()
    siti(made, at=NOW)
    wati(made, at=NOW)
    book = scenes.tailors_book(made)
    scenes.posted(made, book, scenes.sale(900_000))
    wrong = scenes.posted(made, book, scenes.purchase(40_000), minutes=1)
    posting.reverse(wrong, reason="Salah", signed=scenes.signed(made), today=TODAY)
    pending.propose(
        book, scenes.purchase(600_000), by=scenes.by_rina(made), at=NOW, request_id=uuid4(),
        today=TODAY,
    )  # fmt: skip
    Command.objects.create(
        request_id=uuid4(), village=made.here, kind="x", payload_hash="y", by=made.rina
    )
    return made


def everything() -> dict[str, list[dict]]:
    """Every row of every table, as it stands in the database."""
    found = {}
    for model in backup.tables():
        rows = model._base_manager.order_by("pk").values()
        found[model._meta.label] = [
            {name: bytes(v) if isinstance(v, memoryview) else v for name, v in row.items()}
            for row in rows
        ]
    return found


def emptied() -> None:
    """Be an empty machine: the tables, and nobody in them."""
    guards.lift()
    for model in reversed(backup.tables()):
        table = connection.ops.quote_name(model._meta.db_table)
        with connection.cursor() as cursor, connection.constraint_checks_disabled():
            cursor.execute(f"DELETE FROM {table}")
    guards.restore()
    tenancy.show_every_village_to_this_connection()


def reports() -> list[object]:
    """What people and programs would be told of the books."""
    told: list[object] = []
    for book in Book.objects.select_related("village").order_by("pk"):
        told += ["".join(export.export(book, form="jsonl", with_words=True))]
        told += [balances.trial_balance(book, on=TODAY, known=n) for n in (1, 2, 3)]
    return told


def test_elsewhere_everything_is_the_same_to_the_byte(world, tmp_path):
    file = tmp_path / "all.zip"
    call_command("backup", str(file), stdout=StringIO())
    before, told = everything(), reports()
    moment = Village.objects.get(pk=world.here.pk).created_at
    emptied()
    call_command("restore", str(file), stdout=StringIO())
    tenancy.show_every_village_to_this_connection()
    assert everything() == before
    assert reports() == told
    assert Village.objects.get(pk=world.here.pk).created_at == moment
    assert Entry.objects.count() == 3


@pytest.fixture
def passphrase(tmp_path, settings):
    """A passphrase in a file, as the nightly task has it."""
    file = tmp_path / "passphrase"
    file.write_text("empat kambing di bawah asam\n")
    settings.BACKUP_PASSPHRASE_FILE = str(file)
    return file


def test_a_locked_backup_is_the_same_elsewhere_to_who_has_its_passphrase(
    world, tmp_path, passphrase, settings
):
    file = tmp_path / "all.zip"
    call_command("backup", str(file), "--encrypt", stdout=StringIO())
    assert not zipfile.is_zipfile(file)
    assert sorted(one.name for one in tmp_path.iterdir()) == ["all.zip", "passphrase"]
    before, told = everything(), reports()
    emptied()
    passphrase.write_text("tiga kambing di bawah asam")
    with pytest.raises(CommandError, match=r"tidak membuka all\.zip"):
        call_command("restore", str(file))
    settings.BACKUP_PASSPHRASE_FILE = ""
    with pytest.raises(CommandError, match="REMBUK_BACKUP_PASSPHRASE_FILE"):
        call_command("restore", str(file))
    settings.BACKUP_PASSPHRASE = "empat kambing di bawah asam"
    damaged = bytearray(file.read_bytes())
    damaged[-40] ^= 1
    (tmp_path / "damaged.zip").write_bytes(damaged)
    with pytest.raises(CommandError, match="terpotong atau berubah"):
        call_command("restore", str(tmp_path / "damaged.zip"))
    assert not Village.objects.exists()
    call_command("restore", str(file), stdout=StringIO())
    tenancy.show_every_village_to_this_connection()
    assert everything() == before
    assert reports() == told


def test_without_a_good_passphrase_no_backup_is_made(world, tmp_path, passphrase, settings):
    passphrase.write_text("kambing\n")
    with pytest.raises(CommandError, match="sedikitnya 12 huruf"):
        call_command("backup", str(tmp_path / "all.zip"), "--encrypt")
    settings.BACKUP_PASSPHRASE_FILE = ""  # and nobody sits here
    with pytest.raises(CommandError, match="REMBUK_BACKUP_PASSPHRASE_FILE"):
        call_command("backup", str(tmp_path / "all.zip"), "--encrypt")
    settings.BACKUP_PASSPHRASE_FILE = str(tmp_path / "gone")
    with pytest.raises(CommandError, match="gone"):
        call_command("backup", str(tmp_path / "all.zip"), "--encrypt")
    assert list(tmp_path.iterdir()) == [passphrase]


def test_an_older_backup_is_told_by_a_newer_receipt(world, tmp_path):
    file = tmp_path / "all.zip"
    call_command("backup", str(file), stdout=StringIO())
    book = Book.objects.get()
    old = Entry.objects.latest("sequence")
    new = scenes.posted(world, book, scenes.sale(75_000), minutes=7)
    emptied()
    said = StringIO()
    paper = f"{world.tailors.name}:{new.receipt_no}:{new.head[:16]}"
    with pytest.raises(SystemExit):
        call_command("restore", str(file), "--head", paper, stdout=said, stderr=StringIO())
    assert f"kuitansi terakhir no. {old.receipt_no}, sidik {old.head[:16]}" in said.getvalue()
    assert "lebih lama dari kertas" in said.getvalue()
    tenancy.show_every_village_to_this_connection()


def test_one_village_comes_without_its_neighbour(world, tmp_path):
    file = tmp_path / "one.zip"
    call_command("backup", str(file), village=world.here.slug, stdout=StringIO())
    told = reports()
    emptied()
    call_command("restore", str(file), stdout=StringIO())
    tenancy.show_every_village_to_this_connection()
    assert [v.name for v in Village.objects.all()] == [world.here.name]
    assert Resident.objects.count() == 2
    assert NationalId.objects.exists()
    assert reports() == told
    assert not User.objects.filter(pk=world.dewi.pk).exists()
    assert User.objects.get(pk=world.rina.pk).check_password(stories.PASSWORD)
    assert not OfficeTerm.objects.exclude(village=world.here).exists()
    assert Command.objects.count() == 1


def test_the_guards_stand_again_afterwards(world, tmp_path):
    file = tmp_path / "all.zip"
    backup.save(file, village=None, at=NOW)
    emptied()
    backup.restore(file)
    tenancy.show_every_village_to_this_connection()
    with pytest.raises(Exception, match="append_only"):
        AuditEntry.objects.all()._raw_delete("default")
    with pytest.raises(Exception, match="append_only"):
        Entry.objects.update(kind="X")


def test_nothing_is_stored_where_people_are(world, tmp_path):
    file = tmp_path / "all.zip"
    backup.save(file, village=None, at=NOW)
    with pytest.raises(Refused, match="kosong"):
        backup.restore(file)


def changed(file: Path, name: str, content: bytes) -> Path:
    """Return a copy of the archive in which one part is something else."""
    other = file.with_name("changed.zip")
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(other, "w") as new:
        for part in old.namelist():
            new.writestr(part, content if part == name else old.read(part))
    return other


def test_a_damaged_or_foreign_file_is_refused_and_nothing_is_stored(world, tmp_path):
    file = tmp_path / "all.zip"
    backup.save(file, village=None, at=NOW)
    manifest = json.loads(zipfile.ZipFile(file).read("manifest.json"))
    older = json.dumps(manifest | {"migrations": ["ledger.0001"]}).encode()
    cases = [
        (changed(file, "ledger.entry.jsonl", b""), "rusak"),
        (changed(file, "manifest.json", b"{}"), "bukan"),
    ]
    for damaged, says in cases:
        with pytest.raises(CommandError, match=says):
            call_command("restore", str(damaged))
    with pytest.raises(CommandError, match="rilis lain"):
        call_command("restore", str(changed(file, "manifest.json", older)))
    cut = tmp_path / "cut.zip"
    cut.write_bytes(file.read_bytes()[:-200])
    with pytest.raises(CommandError, match="bukan"):
        call_command("restore", str(cut))
    with pytest.raises(CommandError, match="gone"):
        call_command("restore", str(tmp_path / "gone.zip"))


def test_a_backup_that_cannot_be_written_leaves_nothing_behind(world, tmp_path):
    with pytest.raises(FileNotFoundError):
        backup.save(tmp_path / "no" / "folder.zip", village=None, at=NOW)
    assert list(tmp_path.iterdir()) == []


def test_other_keys_are_said(world, tmp_path, settings):
    file = tmp_path / "all.zip"
    backup.save(file, village=None, at=NOW)
    settings.HASH_KEY = "another"
    said = StringIO()
    call_command("restore", str(file), check=True, stdout=StringIO(), stderr=said)
    assert "keys.env" in said.getvalue()
