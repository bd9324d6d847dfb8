"""Villages are founded once and change their settings openly."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.db import IntegrityError, transaction

from rembuk.lib.errors import Refused
from rembuk.villages import audit, places, regions
from rembuk.villages.actors import REMBUK, Actor
from rembuk.villages.models import AuditEntry, Village
from rembuk.villages.models.places import HelpContact
from rembuk.villages.permissions import Office
from rembuk.villages.tests.stories import NOW


def found(code="9902012001", name="Muara Baru", **more):
    return places.found_village(code=code, name=name, by=REMBUK, at=NOW, **more)


@pytest.mark.django_db
def test_a_village_grows_its_regions_its_address_and_its_first_line():
    village = found(code="99.02.01.2001", above={"990201": "Tepi Laut"})
    assert village.slug == "tepi-laut/muara-baru"
    assert village.created_at == NOW
    assert village.help_contact is None
    entry = AuditEntry.objects.of(village).get()
    assert audit.sentence(entry) == "Rembuk membuka desa Muara Baru di Rembuk"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("code", "name", "slug"),
    [
        ("9902012002", "Muara Baru", "tepi-laut-kabupaten-9902/muara-baru"),
        ("9903012001", "Muara Baru", "tepi-laut-kabupaten-9903/muara-baru"),
        ("9902012003", "Desa_Ku & Sawah!", "tepi-laut/desa-ku-sawah"),
        ("9902012004", "漁村", "tepi-laut/9902012004"),
    ],
)
def test_every_village_has_an_address_of_its_own(code, name, slug):
    found(above={"990201": "Tepi Laut"})
    assert found(code=code, name=name, above={"990301": "Tepi Laut"}).slug == slug


@pytest.mark.django_db
def test_three_places_of_one_name_still_differ():
    slugs = {found(code=f"99020120{n:02}", name="Sama").slug for n in range(1, 5)}
    assert len(slugs) == 4


@pytest.mark.django_db
@pytest.mark.parametrize("code", ["", "99.02", "990201200", "99020120011", "9902o12001"])
def test_a_code_that_is_none_is_refused(code):
    with pytest.raises(Refused, match=r"18\.07\.07\.2007"):
        found(code=code)
    assert not Village.objects.exists()


@pytest.mark.django_db
def test_the_same_place_is_not_founded_twice():
    found()
    with pytest.raises(Refused, match="Muara Baru"):
        found(name="Lain")


@pytest.mark.django_db
def test_a_village_nobody_named_needs_a_name(world):
    with pytest.raises(Refused):
        found(name="  ")
    regions.grown("9902012001", names={"9902012001": "Muara Baru"})
    assert found(name="").name == "Muara Baru"


def test_settings_change_and_the_trail_says_what(world):
    by = Actor(user=world.budi, office=Office.VILLAGE_HEAD)
    wanted = replace(
        places.settings_of(world.here),
        time_zone="Asia/Makassar", help_name="Adi", help_phone="+6281200000001",
    )  # fmt: skip
    changes = places.change_settings(village=world.here, settings=wanted, by=by, at=NOW)
    assert {field for field, _old, _new in changes} == {"time_zone", "help_name", "help_phone"}
    kept = Village.objects.get(pk=world.here.pk)
    assert kept.help_contact == HelpContact("Adi", "+6281200000001")
    told = audit.sentence(AuditEntry.objects.of(kept).get())
    assert [word for word in ("Kepala desa", "WITA", "+6281200000001") if word not in told] == []
    assert places.change_settings(village=kept, settings=wanted, by=by, at=NOW) == []
    assert AuditEntry.objects.of(kept).count() == 1, "nothing changed, nothing is told"


@pytest.mark.parametrize(
    "wrong", [{"name": " "}, {"help_phone": "+6281200000001"}], ids=["no name", "nobody's phone"]
)
def test_settings_without_sense_are_refused(world, wrong):
    wanted = replace(places.settings_of(world.here), **wrong)
    with pytest.raises(Refused):
        places.change_settings(village=world.here, settings=wanted, by=world.by_adi, at=NOW)


@pytest.mark.parametrize(
    ("wrong", "name"),
    [
        ({"help_phone": "+62812"}, "villages_village_help_phone_is_somebodys"),
        ({"help_phone": "0812", "help_name": "Adi"}, "villages_village_help_phone_is_somebodys"),
        ({"slug": "Satu"}, "villages_village_slug_is_district_and_village"),
    ],
)
def test_the_database_refuses_what_makes_no_sense(world, wrong, name):
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Village.objects.filter(pk=world.here.pk).update(**wrong)
