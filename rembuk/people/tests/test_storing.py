"""A workbook is stored as one batch, found again in full, and undone as one."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.core.management import call_command
from django.utils import timezone

from rembuk.lib.errors import Refused
from rembuk.people import exporting, residents, storing
from rembuk.people.models import Household, ImportBatch, ImportRow, NationalId, Resident
from rembuk.people.tests.made_workbooks import xlsx
from rembuk.people.tests.test_importing_samples import SAMPLES, truth_of
from rembuk.villages.models import AuditEntry
from rembuk.villages.tests import stories

TODAY = date(2026, 11, 21)


@pytest.fixture
def world(db: None) -> stories.World:
    return stories.world()


def bring_in(world: stories.World, path: Path) -> tuple[ImportBatch, storing.Stored | None]:
    """Stage and store one file as Adi; None when the file as a whole was refused."""
    now = timezone.now()
    batch = storing.stage(
        village=world.here, data=path.read_bytes(), file_name=path.name, by=world.by_adi, at=now
    )
    report = storing.check(batch=batch, today=TODAY, choices={})
    if report.file_error:
        return batch, None
    return batch, storing.store(batch=batch, today=TODAY, by=world.by_adi, at=now)


def registry(world: stories.World) -> list[dict]:
    return list(exporting.complete_rows(world.here))


@pytest.mark.parametrize("path", SAMPLES, ids=lambda p: p.stem)
def test_what_went_in_comes_out_in_full(world: stories.World, path: Path) -> None:
    _batch, stored = bring_in(world, path)
    wanted = [row["values"] for row in truth_of(path)["rows"] if row["outcome"] == "accepted"]
    found = []
    for row in registry(world):
        del row["resident_key"], row["batch_id"]
        found.append(row)
    order = lambda row: json.dumps(row, sort_keys=True)  # noqa: E731  # one sort key, used twice
    assert sorted(found, key=order) == sorted(wanted, key=order)
    assert (stored is None) == (truth_of(path)["file_error"] is not None)


def test_a_workbook_is_let_go_after_90_days_and_its_outcomes_stay(world: stories.World) -> None:
    now = timezone.now()
    stored, _ = bring_in(world, SAMPLES[0])
    rows = ImportRow.objects.filter(batch=stored).count()
    for days, kept in ((89, True), (91, False)):
        ImportBatch.objects.filter(pk=stored.pk).update(uploaded_at=now - timedelta(days=days))
        fresh = storing.stage(
            village=world.here, data=b"x", file_name="x.csv", by=world.by_adi, at=now
        )
        stored.refresh_from_db()
        assert (stored.file_sealed is not None) == kept
        assert storing.file_of(fresh) == b"x"
    assert ImportRow.objects.filter(batch=stored).count() == rows > 0
    assert storing.undo(batch=stored, by=world.by_adi, at=now) > 0


@pytest.mark.parametrize("path", SAMPLES[:5], ids=lambda p: p.stem)
def test_the_same_file_again_adds_nobody(world: stories.World, path: Path) -> None:
    bring_in(world, path)
    before = registry(world)
    _batch, again = bring_in(world, path)
    assert again is not None
    counts = again.report.counts()
    assert counts["accepted"] == 0
    assert counts["duplicates"] == truth_of(path)["accepted"] + truth_of(path)["duplicates"]
    assert registry(world) == before


@pytest.mark.parametrize("path", SAMPLES[:5], ids=lambda p: p.stem)
def test_undoing_leaves_what_was_before(world: stories.World, path: Path) -> None:
    bring_in(world, SAMPLES[1 if path == SAMPLES[0] else 0])
    before, homes = registry(world), Household.objects.of(world.here).count()
    batch, stored = bring_in(world, path)
    assert stored is not None
    removed = storing.undo(batch=batch, by=world.by_adi, at=timezone.now())
    assert removed == stored.report.counts()["accepted"] > 0
    assert registry(world) == before
    assert Household.objects.of(world.here).count() == homes
    with pytest.raises(Refused, match="sudah diurungkan"):
        storing.undo(batch=batch, by=world.by_adi, at=timezone.now())


def test_every_data_row_keeps_its_outcome(world: stories.World) -> None:
    batch, stored = bring_in(world, SAMPLES[3])
    assert stored is not None
    rows = ImportRow.objects.of(world.here).filter(batch=batch)
    assert rows.count() == truth_of(SAMPLES[3])["data_rows"]
    assert rows.filter(resident__isnull=False).count() == truth_of(SAMPLES[3])["accepted"]


def test_numbers_are_kept_sealed_only(world: stories.World) -> None:
    batch, _stored = bring_in(world, SAMPLES[0])
    number = truth_of(SAMPLES[0])["rows"][0]["values"]["national_id"]
    kept = "".join(
        [
            *NationalId.objects.of(world.here).values_list("sealed", flat=True),
            json.dumps(batch.report),
            *map(str, ImportRow.objects.of(world.here).values_list("issues", "told", "name")),
            *map(str, AuditEntry.objects.of(world.here).values_list("changes", "subject_name")),
        ]
    )
    assert number not in kept
    assert number.encode() not in bytes(batch.file_sealed or b"")


def test_pages_hand_out_no_numbers(world: stories.World) -> None:
    bring_in(world, SAMPLES[0])
    numbers = [row["national_id"] for row in registry(world) if row["national_id"]]
    handed_out = str(list(exporting.table_rows(world.here)))
    assert numbers
    assert not any(number in handed_out for number in numbers)


def test_a_stored_file_is_not_stored_twice(world: stories.World) -> None:
    batch, _stored = bring_in(world, SAMPLES[0])
    with pytest.raises(Refused, match="sudah disimpan"):
        storing.store(batch=batch, today=TODAY, by=world.by_adi, at=timezone.now())


def test_whom_somebody_records_while_the_file_is_read_is_not_stored_twice(world) -> None:
    now = timezone.now()
    data = xlsx([["Nama", "NIK"], ["Siti Aminah", "9971014101900001"]])
    batch = storing.stage(
        village=world.here, data=data, file_name="x.xlsx", by=world.by_adi, at=now
    )
    storing.check(batch=batch, today=TODAY, choices={})

    def meanwhile(_done: int, _total: int) -> None:
        if not Resident.objects.exists():
            facts = residents.ResidentFacts(name="Siti Aminah", national_id="9971014101900001")
            residents.register(village=world.here, facts=facts, by=world.by_adi, at=now)

    stored = storing.store(
        batch=batch, today=TODAY, by=world.by_adi, at=now, progress=meanwhile
    )  # fmt: skip
    assert Resident.objects.count() == 1
    assert stored.report.counts()["duplicates"] == 1


def test_a_dry_run_on_the_command_line_stores_nothing(world: stories.World, tmp_path: Path) -> None:
    out = tmp_path / "report.json"
    call_command("import_residents", str(SAMPLES[0]), village=world.here.region_id, report=out)
    report = json.loads(out.read_text())
    assert report["counts"]["accepted"] == truth_of(SAMPLES[0])["accepted"]
    assert (report["committed"], report["batch_id"]) == (False, None)
    assert not Resident.objects.exists()
    assert not ImportBatch.objects.exists()


def test_the_command_line_stores_and_takes_back(
    world: stories.World, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "report.json"
    call_command(
        "import_residents", str(SAMPLES[2]), village="9903032001", create_village="Suka Damai",
        commit=True, report=out,
    )  # fmt: skip
    report = json.loads(out.read_text())
    keys = {row["resident_key"] for row in report["rows"]}
    capsys.readouterr()
    call_command("export_residents", village="9903032001")
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert {line["resident_key"] for line in lines} == keys
    assert {line["batch_id"] for line in lines} == {report["batch_id"]}
    call_command("undo_import", report["batch_id"])
    assert json.loads(capsys.readouterr().out) == {
        "batch_id": report["batch_id"],
        "removed": len(keys),
    }
    with pytest.raises(SystemExit) as stopped:
        call_command("undo_import", report["batch_id"])
    assert stopped.value.code == 2
    assert json.loads(capsys.readouterr().out) == {"error": "already_undone"}


@pytest.mark.parametrize("key", ["B1", "B", "x", "B99999999999999999999"])
def test_an_unknown_batch_is_said_so(
    db: None, key: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as stopped:
        call_command("undo_import", key)
    assert stopped.value.code == 2
    assert json.loads(capsys.readouterr().out) == {"error": "unknown_batch"}


def test_families_with_heads_of_one_name_are_not_joined_and_the_page_says_so(
    world: stories.World,
) -> None:
    rows = [["Nama", "Kepala Keluarga", "RT"], ["Siti", "Slamet"], ["Wati", "Slamet"],
            ["Joko", "Joko"], ["Rina", "Slamet"], ["Adi", "v"]]  # fmt: skip
    now = timezone.now()
    batch = storing.stage(
        village=world.here, data=xlsx(rows), file_name="x.xlsx", by=world.by_adi, at=now
    )
    storing.check(batch=batch, today=TODAY, choices={})
    places = [[place["row"] for place in rows] for rows in batch.report["apart"]]
    assert places == [[2, 5]]
    storing.store(batch=batch, today=TODAY, by=world.by_adi, at=now)
    people = Resident.objects.of(world.here).filter(batch=batch)
    home = dict(people.values_list("name", "household"))
    assert home["Siti"] == home["Wati"] != home["Rina"]
    assert home["Adi"] is None
    assert Household.objects.of(world.here).filter(batch=batch).count() == 3
    storing.undo(batch=batch, by=world.by_adi, at=now)
    assert not Household.objects.of(world.here).filter(batch=batch).exists()


def test_two_people_in_one_row_side_by_side_are_both_stored(world: stories.World) -> None:
    rows = [["Nama", "RT", None, "Nama", "RT"], ["Siti", "1", None, "Wati", "2"]]
    now = timezone.now()
    batch = storing.stage(
        village=world.here, data=xlsx(rows), file_name="x.xlsx", by=world.by_adi, at=now
    )
    stored = storing.store(batch=batch, today=TODAY, by=world.by_adi, at=now)
    kept = ImportRow.objects.of(world.here).filter(batch=batch).order_by("pk")
    assert [(row.sheet, row.row, row.resident.name if row.resident else "") for row in kept] == [
        ("Data", 2, "Siti"), ("Data, kolom D–E", 2, "Wati")
    ]  # fmt: skip
    assert len(stored.resident_keys) == 2
