"""Adi brings his workbook in: nothing is stored before he says so, and all of it can go back."""

from __future__ import annotations

import io
import string
import threading
from collections.abc import Callable, Sequence
from typing import Any
from uuid import uuid4

import openpyxl
import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from rembuk.lib import tables
from rembuk.people.models import ColumnChoice, ImportBatch, Resident
from rembuk.people.tests.test_importing_samples import SAMPLES, truth_of
from rembuk.villages.models import AuditEntry
from rembuk.villages.tests import stories


@pytest.fixture
def world(db: None) -> stories.World:
    return stories.world()


@pytest.fixture
def adi(world: stories.World, client: Client) -> Client:
    client.force_login(world.adi)
    return client


def key() -> dict[str, str]:
    return {"request_id": str(uuid4())}


def upload(client: Client, world: stories.World, name: str, data: bytes, **more: str):
    url = reverse("people:imports", args=[world.here.slug])
    file = SimpleUploadedFile(name, data)
    return client.post(url, {**key(), **more, "file": file}, follow=True)


def lettered(number: int) -> str:
    """Spell a number in letters: names that differ in digits only are one name."""
    return "".join(string.ascii_lowercase[int(digit)] for digit in str(number))


def sample(number: int) -> tuple[str, bytes]:
    path = SAMPLES[number - 1]
    return path.name, path.read_bytes()


def act(client: Client, world: stories.World, what: str) -> Any:
    batch = ImportBatch.objects.get()
    url = reverse(f"people:import_{what}", args=[world.here.slug, batch.pk])
    return client.post(url, key(), follow=True)


def book(rows: Sequence[Sequence[str]]) -> bytes:
    return tables.as_xlsx(rows, sheet="Data")


def test_he_looks_first_and_nothing_is_stored(adi: Client, world: stories.World) -> None:
    page = upload(adi, world, *sample(1))
    counts = page.context["counts"]
    assert (counts["accepted"], counts["rejected"]) == (7, 2)
    assert "L untuk" in page.content.decode() or "NIK" in page.content.decode()
    assert not Resident.objects.exists()


def test_he_stores_and_takes_the_whole_file_back(adi: Client, world: stories.World) -> None:
    upload(adi, world, *sample(1))
    act(adi, world, "store")
    assert Resident.objects.of(world.here).count() == truth_of(SAMPLES[0])["accepted"]
    act(adi, world, "undo")
    assert not Resident.objects.exists()
    assert ImportBatch.objects.get().state == ImportBatch.State.UNDONE


def test_storing_twice_stores_once(adi: Client, world: stories.World) -> None:
    upload(adi, world, *sample(3))
    act(adi, world, "store")
    page = act(adi, world, "store")
    assert page.status_code == 422
    assert Resident.objects.count() == truth_of(SAMPLES[2])["accepted"]


def test_the_same_sending_again_opens_the_same_file(adi: Client, world: stories.World) -> None:
    once = key()["request_id"]
    upload(adi, world, *sample(2), request_id=once)
    upload(adi, world, *sample(2), request_id=once)
    assert ImportBatch.objects.count() == 1


def test_rows_that_wait_come_back_as_a_workbook_to_correct(
    adi: Client, world: stories.World
) -> None:
    upload(adi, world, *sample(1))
    batch = ImportBatch.objects.get()
    answer = adi.get(reverse("people:import_corrections", args=[world.here.slug, batch.pk]))
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).worksheets[0]
    told = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert any("Yang perlu dibetulkan" in str(row) for row in told)
    again = upload(adi, world, "perbaikan.xlsx", answer.content)
    assert again.context["counts"]["rejected"] == truth_of(SAMPLES[0])["rejected"]
    assert again.context["counts"]["accepted"] == 0


REFUSED_FILES = [
    ("kosong.xlsx", b"", "kosong"),
    ("foto.jpg", b"\xff\xd8\xff\xe0" + bytes(400), "bukan"),
    ("rusak.xlsx", b"PK\x03\x04" + bytes(200), "rusak"),
    ("surat.txt", b"Kepada Yth. Bapak Kepala Desa", ""),
]


@pytest.mark.parametrize(("name", "data", "word"), REFUSED_FILES)
def test_a_wrong_file_gets_a_sentence(
    adi: Client, world: stories.World, name: str, data: bytes, word: str
) -> None:
    page = upload(adi, world, name, data)
    assert word in page.content.decode().lower()
    assert "Traceback" not in page.content.decode()
    assert not Resident.objects.exists()


def test_a_file_of_25_mb_is_refused_with_what_to_do(adi: Client, world: stories.World) -> None:
    page = upload(adi, world, "besar.csv", b"Nama;NIK\n" + b"x" * (25 * 1024 * 1024))
    assert page.status_code == 422
    assert "20 MB" in page.content.decode()
    assert not ImportBatch.objects.exists()


def test_a_column_chosen_once_is_remembered(adi: Client, world: stories.World) -> None:
    rows = [["Sebutan", "NIK", "L/P", "Kampung"], ["Siti Aminah", "", "P", "Margo Mulyo"]]
    rows[0][0] = "Nama"
    upload(adi, world, "satu.xlsx", book(rows))
    batch = ImportBatch.objects.get()
    url = reverse("people:import_columns", args=[world.here.slug, batch.pk])
    form = adi.get(url).context["form"]
    data = {name: field.initial for name, field in form.fields.items() if name != "request_id"}
    data["0-D"] = "hamlet"
    adi.post(url, {**data, **key()}, follow=True)
    act(adi, world, "store")
    assert Resident.objects.get().hamlet == "Margo Mulyo"
    assert ColumnChoice.objects.count() == 1
    rows[1] = ["Wati", "", "P", "Sri Rejeki"]
    upload(adi, world, "dua.xlsx", book(rows))
    second = ImportBatch.objects.order_by("-pk")[0]
    adi.post(reverse("people:import_store", args=[world.here.slug, second.pk]), key())
    assert Resident.objects.get(name="Wati").hamlet == "Sri Rejeki"


def test_two_columns_cannot_be_the_name(adi: Client, world: stories.World) -> None:
    upload(adi, world, "satu.xlsx", book([["Nama", "NIK", "Lain"], ["Siti", "", "x"]]))
    batch = ImportBatch.objects.get()
    url = reverse("people:import_columns", args=[world.here.slug, batch.pk])
    page = adi.post(url, {**key(), "0-A": "name", "0-B": "-", "0-C": "name"})
    assert page.status_code == 422


def test_a_large_file_is_read_beside_the_request(
    adi: Client, world: stories.World, django_capture_on_commit_callbacks: Callable
) -> None:
    """The page shows progress at once; a server that stopped offers to read again."""
    rows = [["Nama", "Dusun", "L/P"]] + [
        [f"Warga {lettered(n)}", f"Dusun {n % 7}", "P"] for n in range(4000)
    ]
    with django_capture_on_commit_callbacks(execute=False) as later:
        page = upload(adi, world, "besar.xlsx", book(rows))
    assert len(later) == 1
    assert page.context["progress"]["done"] == 0
    batch = ImportBatch.objects.get()
    assert batch.state == ImportBatch.State.READING


def test_dewi_sees_nothing_of_it(adi: Client, world: stories.World) -> None:
    upload(adi, world, *sample(1))
    batch = ImportBatch.objects.get()
    adi.force_login(world.dewi)
    assert adi.get(reverse("people:import", args=[world.here.slug, batch.pk])).status_code == 404
    there = reverse("people:import", args=[world.there.slug, batch.pk])
    assert adi.get(there).status_code == 404


def test_the_list_is_downloaded_without_numbers_and_leaves_a_line(
    adi: Client, world: stories.World
) -> None:
    upload(adi, world, *sample(1))
    act(adi, world, "store")
    answer = adi.get(reverse("people:download", args=[world.here.slug]))
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).worksheets[0]
    cells = [str(cell.value) for row in sheet.iter_rows() for cell in row]
    assert sheet.max_row == 1 + truth_of(SAMPLES[0])["accepted"]
    assert not any(cell.startswith("9903") for cell in cells)
    assert AuditEntry.objects.of(world.here).filter(verb="people.downloaded").count() == 1


def wait_for_work_beside() -> None:
    """Wait for the threads that read and store files, asking the database nothing meanwhile."""
    for thread in threading.enumerate():
        if thread.name.startswith("import-"):
            thread.join(timeout=120)
            assert not thread.is_alive()


@pytest.mark.django_db(transaction=True)
def test_a_large_file_is_read_and_stored_beside_the_request(client: Client) -> None:
    world = stories.world()
    client.force_login(world.adi)
    rows = [["Nama", "Dusun", "L/P"]]
    rows += [[f"Warga {lettered(n)}", f"Dusun {n % 7}", "P"] for n in range(4000)]
    upload(client, world, "besar.xlsx", book(rows))
    wait_for_work_beside()
    assert ImportBatch.objects.get().state == ImportBatch.State.CHECKED
    assert not Resident.objects.exists()
    act(client, world, "store")
    wait_for_work_beside()
    assert ImportBatch.objects.get().state == ImportBatch.State.STORED
    assert Resident.objects.of(world.here).count() == 4000
    batch = ImportBatch.objects.get()
    page = client.get(reverse("people:import", args=[world.here.slug, batch.pk]))
    assert page.context["counts"]["accepted"] == 4000
    for button in ("store", "check"):  # pressed on a page that Rina had open since before
        assert act(client, world, button).status_code == 422
        wait_for_work_beside()
        assert ImportBatch.objects.get().state == ImportBatch.State.STORED


def test_a_server_that_stopped_offers_to_read_again(adi: Client, world: stories.World) -> None:
    upload(adi, world, *sample(1))
    ImportBatch.objects.update(state=ImportBatch.State.STORING)
    batch = ImportBatch.objects.get()
    url = reverse("people:import", args=[world.here.slug, batch.pk])
    assert adi.get(url).context["progress"] is None
    act(adi, world, "check")
    assert ImportBatch.objects.get().state == ImportBatch.State.CHECKED


def test_reasons_are_told_in_the_reader_s_language(adi: Client, world: stories.World) -> None:
    upload(adi, world, *sample(4))
    batch = ImportBatch.objects.get()
    url = reverse("people:import", args=[world.here.slug, batch.pk])
    said = adi.get(url, {"rows": "rejected"}).content.decode()
    assert "NIK ini" in said
    type(world.adi).objects.filter(pk=world.adi.pk).update(language="en")
    adi.cookies.load({settings.LANGUAGE_COOKIE_NAME: "en"})
    english = adi.get(url, {"rows": "rejected"})
    assert "Another person already has this NIK" in english.content.decode()


def test_a_file_no_longer_kept_is_asked_for_again(adi: Client, world: stories.World) -> None:
    upload(adi, world, *sample(1))
    ImportBatch.objects.update(file_sealed=None)
    batch = ImportBatch.objects.get()
    url = reverse("people:import_corrections", args=[world.here.slug, batch.pk])
    page = adi.get(url, follow=True)
    assert page.status_code == 200
    assert "Pilih lagi" in page.content.decode()


def test_misspelt_headings_and_families_kept_apart_are_told(
    adi: Client, world: stories.World
) -> None:
    lines = ["Nma;NIK;Nama KK", "Siti;;Slamet", "Joko;;Joko", "Wati;;Slamet"]
    page = upload(adi, world, "daftar.csv", "\n".join(lines).encode()).content.decode()
    assert "Kolom A berjudul “Nma”" in page
    assert "baris 2" in page.split("bernama sama")[1]
    assert "baris 4" in page.split("bernama sama")[1]


def test_rw_before_rt_may_be_chosen(adi: Client, world: stories.World) -> None:
    upload(adi, world, "daftar.csv", b"Nama;RW/RT\nSiti;2/1")
    batch = ImportBatch.objects.get()
    page = adi.get(reverse("people:import_columns", args=[world.here.slug, batch.pk]))
    assert page.context["form"].fields["0-B"].initial == "units_turned"
    assert ("units_turned", "RW/RT") in page.context["form"].fields["0-B"].choices
