"""Programmes are data; a village runs one, the other, or both."""

from __future__ import annotations

import json
from datetime import date

import pytest
from django.db import IntegrityError
from django.utils.translation import override

from rembuk.lib.errors import Refused
from rembuk.programme import pillars
from rembuk.programme.models import Pillar, ProgrammeTemplate, VillageProgramme
from rembuk.programme.sources import DATA, all_sources
from rembuk.programme.tests import scenes
from rembuk.programme.tests.scenes import AT, ON
from rembuk.villages.models import AuditEntry

PILLAR_WORDS = ("name", "official_name", "purpose", "what_appears", "example")
DESMIGRATIF, EMAS = "desmigratif", "desa_migran_emas"


def template(code: str) -> ProgrammeTemplate:
    return ProgrammeTemplate.objects.get(code=code)


@pytest.mark.django_db
def test_both_programmes_are_there_after_a_migration():
    told = {
        t.code: [p.code for p in Pillar.objects.filter(template=t).order_by("order")]
        for t in ProgrammeTemplate.objects.order_by("order")
    }
    assert told == {
        DESMIGRATIF: ["P1", "P2", "P3", "P4"],
        EMAS: ["EDUKATIF", "MAJU", "AMAN", "SEJAHTERA"],
    }


@pytest.mark.django_db
def test_loading_again_changes_nothing():
    before = list(Pillar.objects.order_by("pk").values_list("pk", "template", "code"))
    pillars.load_templates()
    assert list(Pillar.objects.order_by("pk").values_list("pk", "template", "code")) == before


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("code", "themes"),
    [
        ("P1", {"EDUKATIF", "AMAN"}),
        ("P2", {"MAJU", "SEJAHTERA"}),
        ("P3", {"EDUKATIF", "AMAN"}),
        ("P4", {"SEJAHTERA"}),
    ],
)
def test_a_pillar_serves_its_themes(code, themes):
    assert {theme.code for theme in Pillar.objects.get(code=code).serves.all()} == themes


@pytest.mark.parametrize("file", pillars.SHIPPED)
def test_a_programme_file_names_its_sources_and_speaks_both_languages(file):
    content = json.loads((DATA / file).read_text(encoding="utf-8"))
    parts = [content["state_today"], *content["criteria"], *content["legal_basis"]]
    parts += [*content["pillars"], *content["facilitator_norms"], content]
    for part in parts:
        assert part["sources"]
        assert set(part["sources"]) <= set(all_sources())
    for law in content["legal_basis"]:
        assert law["status"] in {"IN_FORCE", "REPLACED", "BEING_REVISED", "DRAFT"}
        assert law["dated"]
    texts = [content["purpose"], *content["objectives"], *content["criteria"]]
    texts += [p[k] for p in content["pillars"] for k in PILLAR_WORDS]
    assert all(text["id"] and text["en"] for text in texts)
    assert [p["order"] for p in content["pillars"]] == [1, 2, 3, 4]


@pytest.mark.django_db
@pytest.mark.parametrize(("language", "name"), [("id", "Pengasuhan"), ("en", "Parenting")])
def test_a_pillar_is_called_in_the_readers_language(language, name):
    with override(language):
        assert Pillar.objects.get(code="P3").name == name


def test_two_programmes_run_side_by_side(world):
    pillars.start(
        village=world.here, template=template(EMAS), since=date(2021, 1, 1), by=world.by_adi, at=AT
    )
    codes = [p.code for p in scenes.pillars_here(world, on=ON)]
    assert codes == ["P1", "P2", "P3", "P4", "EDUKATIF", "MAJU", "AMAN", "SEJAHTERA"]


def test_another_village_runs_nothing_of_it(world):
    assert pillars.running_in(world.there, on=ON) == []


def test_a_programme_runs_once_at_a_time(world):
    with pytest.raises(Refused, match="Desmigratif"):
        pillars.start(
            village=world.here, template=template(DESMIGRATIF), since=ON, by=world.by_adi, at=AT
        )


def test_a_stopped_programme_may_start_again_later(world):
    (run,) = pillars.running_in(world.here, on=ON)
    pillars.stop(run=run, until=date(2021, 2, 28), by=world.by_adi, at=AT)
    again = pillars.start(
        village=world.here, template=template(DESMIGRATIF), since=ON, by=world.by_adi, at=AT
    )
    assert pillars.running_in(world.here, on=date(2021, 2, 28)) == [run]
    assert pillars.running_in(world.here, on=date(2021, 3, 1)) == []
    assert pillars.running_in(world.here, on=ON) == [again]


@pytest.mark.parametrize("since", [date(2021, 2, 28), date(2019, 5, 1)])
def test_two_periods_never_overlap(world, since):
    (run,) = pillars.running_in(world.here, on=ON)
    pillars.stop(run=run, until=date(2021, 2, 28), by=world.by_adi, at=AT)
    with pytest.raises(Refused):
        pillars.start(
            village=world.here, template=template(DESMIGRATIF), since=since, by=world.by_adi, at=AT
        )


def test_a_programme_stops_once(world):
    (run,) = pillars.running_in(world.here, on=ON)
    pillars.stop(run=run, until=ON, by=world.by_adi, at=AT)
    with pytest.raises(Refused):
        pillars.stop(run=run, until=ON, by=world.by_adi, at=AT)


def test_a_programme_does_not_stop_before_it_began(world):
    (run,) = pillars.running_in(world.here, on=ON)
    with pytest.raises(Refused):
        pillars.stop(run=run, until=date(2019, 12, 31), by=world.by_adi, at=AT)
    assert pillars.running_in(world.here, on=ON) == [run]


def test_starting_and_stopping_are_in_the_trail(world):
    (run,) = pillars.running_in(world.here, on=ON)
    pillars.stop(run=run, until=ON, by=world.by_adi, at=AT)
    verbs = AuditEntry.objects.of(world.here).order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["programme.started", "programme.stopped"]


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ({"until": date(2019, 1, 1), "stopped_at": AT}, "ends_after_start"),
        ({"until": ON}, "end_has_a_time"),
        ({"since_precision": "HOUR"}, "since_precision_known"),
    ],
)
def test_the_database_refuses_a_period_that_cannot_be(world, change, constraint):
    with pytest.raises(IntegrityError, match=f"programme_villageprogramme_{constraint}"):
        VillageProgramme.objects.of(world.here).update(**change)


def test_the_database_refuses_a_second_open_run(world):
    (run,) = pillars.running_in(world.here, on=ON)
    with pytest.raises(IntegrityError, match=r"runs_once|village_id.*template_id"):
        VillageProgramme.objects.create(
            village=world.here, template=run.template, since=ON, started_at=AT
        )
