"""Sizes: a class in one paste, a row of numbers, and measures that nobody takes twice."""

from __future__ import annotations

from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from rembuk.lib.errors import Refused
from rembuk.villages.permissions import Office
from rembuk.villages.tests import stories
from rembuk.workshop import orders, sizes, stages
from rembuk.workshop.models import Measurement, Pupil, Stage
from rembuk.workshop.sizes import Child, Thing
from rembuk.workshop.tests.test_orders import asked, taken
from rembuk.workshop.tests.test_work import said

TODAY = date(2026, 3, 2)
NOW = datetime(2026, 3, 2, 3, 0, tzinfo=UTC)
LIST = "Ani Lestari M\nBudi;L\n\nCitra Dewi,  m\n"


def test_a_pasted_list_is_read_line_by_line_and_keeps_no_full_name():
    assert sizes.read_class(LIST) == [
        Child("Ani L.", "M"),
        Child("Budi", "L"),
        Child("Citra D.", "M"),
    ]


@pytest.mark.parametrize(
    ("text", "says"),
    [("Ani M\nBudi", "Baris 2"), ("Ani M\nBudi ukuran-besar-sekali", "Baris 2"),
     (" \n", "1 sampai 500"), ("Ani M\n" * 501, "1 sampai 500")],
)  # fmt: skip
def test_what_cannot_be_read_is_told_with_its_line(text, says):
    from django.utils import translation

    with translation.override("id"), pytest.raises(Refused, match=says):
        sizes.read_class(text)


@given(st.text(max_size=400))
def test_whatever_is_pasted_is_read_or_refused(text):
    try:
        found = sizes.read_class(text)
    except Refused:
        return
    assert all(child.short_name and child.size for child in found)


def test_a_class_becomes_a_line_for_each_size(world):
    order = asked(world)
    thing = Thing("Seragam SD", 85_000)
    told = {"thing": thing, "class_name": "4A", "children": sizes.read_class(LIST)}
    sizes.add_class(order=order, **told, **said(world))
    one = stages.standing(order)
    assert [(line.size, line.quantity) for line in one.lines[1:]] == [("M", 2), ("L", 1)]
    assert [str(child) for child in sizes.pupils(order)] == ["Ani L.", "Budi", "Citra D."]
    assert sizes.forget_names(order=order, by=world.by_adi, at=NOW) == 3
    assert sizes.children(order) == (3, 0)
    assert Pupil.objects.count() == 3


def test_sizes_come_in_the_order_of_sizes(world):
    order = asked(world)
    counts = {"XL": 1, "S": 2, "10": 3, "9": 4, "M": 0}
    lines = sizes.add_sizes(order=order, thing=Thing("Kaos"), counts=counts, **said(world))
    assert [line.size for line in lines] == ["9", "10", "S", "XL"]


def test_what_cannot_be_added_is_told(world):
    order = asked(world)
    with pytest.raises(Refused, match="satu ukuran"):
        sizes.add_sizes(order=order, thing=Thing("Kaos"), counts={"M": 0}, **said(world))
    told = {"thing": Thing("Kaos"), "class_name": " ", "children": [Child("Ani", "M")]}
    with pytest.raises(Refused, match="kelas berapa"):
        sizes.add_class(order=order, **told, **said(world))
    ordered = taken(world)
    with pytest.raises(Refused, match="harga satuannya"):
        sizes.add_sizes(order=ordered, thing=Thing("Kaos"), counts={"M": 1}, **said(world))
    orders.move(order=ordered, to=Stage.DELIVERED, **said(world), today=TODAY)
    with pytest.raises(Refused, match="sudah selesai"):
        sizes.add_sizes(order=ordered, thing=Thing("Kaos", 5), counts={"M": 1}, **said(world))


def measured(world, customer, person="Ani", **mm):
    told = {"customer": customer, "person": person, "parts_mm": mm}
    return sizes.measure(**told, **said(world), today=TODAY)


def test_older_measures_stay_below_the_newer_ones(world):
    customer = asked(world).customer
    measured(world, customer, chest=700)
    measured(world, customer, chest=740, waist=None)
    ((person, rows),) = sizes.cards(customer).items()
    assert (person, [row.chest_mm for row in rows]) == ("Ani", [740, 700])


@pytest.mark.parametrize(
    ("person", "mm", "says"),
    [(" ", {"chest": 700}, "siapa yang diukur"), ("Ani", {}, "satu ukuran"),
     ("Ani", {"chest": 49}, "sentimeter"), ("Ani", {"chest": 2_501}, "sentimeter")],
)  # fmt: skip
def test_measures_of_nobody_are_refused(world, person, mm, says):
    with pytest.raises(Refused, match=says):
        measured(world, asked(world).customer, person, **mm)


@pytest.mark.parametrize(
    ("model", "wrong", "rule"),
    [(Measurement, {"waist_mm": 10}, "workshop_measurement_waist_of_a_body"),
     (Measurement, {"person": ""}, "workshop_measurement_of_somebody"),
     (Pupil, {"size": ""}, "workshop_pupil_has_a_size")],
)  # fmt: skip
def test_the_database_refuses_it_too(world, model, wrong, rule):
    order = asked(world)
    measured(world, order.customer, chest=700)
    told = {"thing": Thing("Kaos"), "class_name": "1", "children": [Child("Ani", "M")]}
    sizes.add_class(order=order, **told, **said(world))
    with pytest.raises(IntegrityError, match=rule), transaction.atomic():
        model.objects.update(**wrong)


def address(world, name, *more):
    return reverse(f"workshop:{name}", args=[world.here.slug, world.tailors.pk, *more])


def press(client, url, **typed):
    answer = client.post(url, {"request_id": str(uuid4()), **typed}, follow=True)
    return answer.content.decode()


def test_the_chair_adds_a_class_and_prints_the_sheet_to_sign(lastri, world):
    order = asked(world)
    url = address(world, "add_class", order.pk)
    told = {"what": "Seragam SD", "price_rp": "85rb", "class_name": "4A"}
    page = press(lastri, url, **told, children="Ani M\nBudi")
    assert "Baris 2: tulis nama lalu ukurannya" in page
    page = press(lastri, url, **told, children=LIST)
    assert "3 anak tercantum namanya" in page
    page = press(lastri, address(world, "add_sizes", order.pk), what="Topi", size_M="5", size_L="x")
    assert "Isi berapa banyak" in page
    page = press(lastri, address(world, "add_sizes", order.pk), what="Topi", size_M="5")
    assert "Topi M" in page
    sheet = lastri.get(address(world, "delivery_pdf", order.pk))
    assert sheet.content.startswith(b"%PDF")
    assert "sudah dihapus" in press(lastri, address(world, "forget_names", order.pk))


def test_measures_are_written_in_centimetres_and_kept_from_who_only_reads(lastri, world, client):
    customer = asked(world).customer
    url = address(world, "customer", customer.pk)
    assert "Lingkar dada" in press(lastri, url, person="Ani", chest="70,5")
    assert Measurement.objects.get().chest_mm == 705
    assert "sentimeter" in press(lastri, url, person="Ani", chest="4")
    user = stories.user("tari", "Tari")
    stories.appoint(user, Office.GROUP_MEMBER, group=world.tailors)
    client.force_login(user)
    assert client.get(url).status_code == 403
