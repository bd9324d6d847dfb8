"""C4: how many facilitators there should be depends on whom one asks; the gap is shown for each."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from rembuk.programme import pillars, staffing
from rembuk.programme.models import ProgrammeTemplate
from rembuk.programme.tests.scenes import ON
from rembuk.villages.models import OfficeTerm
from rembuk.villages.permissions import Office
from rembuk.villages.tests import stories


def missing(world, on=ON) -> list[tuple[int, int, int]]:
    templates = [run.template for run in pillars.running_in(world.here, on=on)]
    told = staffing.gaps(world.here, templates, on=on)
    return [(gap.required, gap.actual, gap.missing) for gap in told]


@pytest.mark.parametrize(
    ("extra", "expected"),
    [
        (0, [(4, 1, 3), (2, 1, 1)]),
        (1, [(4, 2, 2), (2, 2, 0)]),
        (4, [(4, 5, 0), (2, 5, 0)]),
    ],
)
def test_the_gap_against_each_norm(world, extra, expected):
    for n in range(extra):
        stories.appoint(stories.user(f"sari{n}", "Sari"), Office.FACILITATOR, village=world.here)
    assert missing(world) == expected


def test_somebody_who_has_left_office_does_not_count(world):
    OfficeTerm.objects.filter(user=world.adi).update(until=date(2021, 3, 3))
    assert missing(world) == [(4, 0, 4), (2, 0, 2)]
    assert missing(world, date(2021, 3, 3)) == [(4, 1, 3), (2, 1, 1)]


def test_a_programme_without_a_norm_shows_no_gap(world):
    emas = ProgrammeTemplate.objects.get(code="desa_migran_emas")
    assert staffing.gaps(world.here, [emas], on=ON) == []


@pytest.mark.django_db
def test_the_office_is_framed_by_dated_sources_and_what_is_not_verified_is_marked():
    lines = staffing.frame([ProgrammeTemplate.objects.get(code="desmigratif")])
    told = {line.text: line for line in lines}
    assert all(line.sources for line in lines)
    unsure = {source.code for line in lines if line.unverified for source in line.sources}
    assert unsure == {"GK", "R10"}
    assert all(line.unverified for line in lines if not line.as_of), "undated is not verified"
    (training,) = [line for text, line in told.items() if "4 hari" in text]
    assert (training.when, training.sources[0].code) == ("2 November 2017", "R4")
    assert any("musyawarah desa" in text for text in told)
    assert any("rumah tangga PMI" in text for text in told)


@pytest.mark.django_db
def test_desa_migran_emas_says_nothing_about_facilitators():
    assert staffing.frame([ProgrammeTemplate.objects.get(code="desa_migran_emas")]) == []


def test_the_programme_page_shows_the_frame(client, world):
    client.force_login(world.adi)
    text = client.get(reverse("programme:pillars", args=[world.here.slug])).content.decode()
    assert "Mengikuti pelatihan 4 hari." in text
    assert text.count("Belum diperiksa") == 3
