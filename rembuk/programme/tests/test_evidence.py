"""A pillar's word comes from evidence, and from nothing else."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError
from hypothesis import given
from hypothesis import strategies as st

from rembuk.lib.errors import Refused
from rembuk.programme import evidence, pillars
from rembuk.programme.models import Evidence, Pillar, ProgrammeTemplate
from rembuk.programme.tests import scenes
from rembuk.programme.tests.scenes import AT, ON, pillar
from rembuk.villages.models import AuditEntry

TALK, FORMED, RUNNING = Evidence.Shows.TALK, Evidence.Shows.FORMED, Evidence.Shows.RUNNING


def record(world, code, shows, seen_on=ON) -> Evidence:
    seen = evidence.Seen(
        shows=shows,
        kind=Evidence.Kind.OBSERVATION,
        statement="Ada 8 orang menjahit di rumah jahit",
        seen_on=seen_on,
        source="Pendamping",
    )
    return evidence.record_evidence(
        village=world.here, pillar=pillar(code), seen=seen, by=world.by_adi, at=AT
    )


def stages(world, on=ON) -> dict[str, int]:
    mine = scenes.pillars_here(world, on=on)
    return {s.pillar.code: s.stage for s in evidence.standings(world.here, mine, on=on)}


def run_emas_too(world) -> None:
    template = ProgrammeTemplate.objects.get(code="desa_migran_emas")
    pillars.start(
        village=world.here, template=template, since=date(2020, 6, 1), by=world.by_adi, at=AT
    )


def test_without_evidence_every_pillar_says_so(world):
    mine = scenes.pillars_here(world, on=ON)
    told = evidence.standings(world.here, mine, on=ON)
    assert [standing.word for standing in told] == ["Belum ada bukti"] * 4
    assert not any(standing.shown for standing in told)


# What was seen for pillar 2, oldest first -> how far it is on 4 March 2021.
TABLE = [
    ([], 0),
    ([(RUNNING, date(2021, 3, 1))], RUNNING),
    ([(TALK, date(2020, 2, 1)), (FORMED, date(2020, 9, 1))], FORMED),
    ([(RUNNING, date(2020, 2, 1)), (FORMED, date(2020, 9, 1))], FORMED),  # it went backwards
    ([(FORMED, date(2021, 3, 1)), (RUNNING, date(2021, 3, 1))], RUNNING),  # same day: the further
    ([(RUNNING, date(2021, 3, 5))], 0),  # seen tomorrow: not yet
]


@pytest.mark.parametrize(("seen", "stage"), TABLE)
def test_the_newest_evidence_decides(world, seen, stage):
    for shows, seen_on in seen:
        record(world, "P2", shows, seen_on)
    assert stages(world)["P2"] == stage
    assert stages(world)["P1"] == 0


def test_a_theme_is_as_far_as_the_pillars_that_serve_it(world):
    run_emas_too(world)
    record(world, "P4", TALK)
    record(world, "P2", RUNNING, date(2021, 1, 1))
    assert {code: s for code, s in stages(world).items() if s} == {
        "P2": RUNNING, "P4": TALK, "MAJU": RUNNING, "SEJAHTERA": RUNNING,
    }  # fmt: skip


def test_evidence_for_a_theme_says_nothing_about_a_pillar(world):
    run_emas_too(world)
    record(world, "EDUKATIF", RUNNING)
    assert {code for code, stage in stages(world).items() if stage} == {"EDUKATIF"}


def test_withdrawn_evidence_counts_no_more_and_stays_visible(world):
    row = record(world, "P2", RUNNING)
    evidence.withdraw(row=row, reason="Keliru desa", by=world.by_adi, at=AT)
    assert stages(world)["P2"] == 0
    told = evidence.standings(world.here, scenes.pillars_here(world), on=ON)
    assert [list(standing.withdrawn) for standing in told] == [[], [row], [], []]
    assert AuditEntry.objects.of(world.here).filter(verb="evidence.withdrawn").count() == 1


def test_evidence_is_withdrawn_once(world):
    row = record(world, "P2", RUNNING)
    evidence.withdraw(row=row, reason="Keliru desa", by=world.by_adi, at=AT)
    with pytest.raises(Refused):
        evidence.withdraw(row=row, reason="Lagi", by=world.by_adi, at=AT)


def test_evidence_belongs_to_a_programme_that_runs(world):
    with pytest.raises(Refused, match="Desa Migran EMAS"):
        record(world, "MAJU", RUNNING)


def test_evidence_from_before_the_programme_is_refused(world):
    with pytest.raises(Refused):
        record(world, "P2", RUNNING, date(2019, 12, 31))


def test_another_village_sees_nothing_of_it(world):
    record(world, "P2", RUNNING)
    mine = Pillar.objects.filter(code="P2").prefetch_related("served_by")
    (there,) = evidence.standings(world.there, mine, on=ON)
    assert not there.shown


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ({"statement": ""}, "says_one_thing"),
        ({"seen_on": None}, "has_a_date"),
        ({"source": ""}, "has_a_source"),
        ({"shows": 5}, "shows_a_step"),
        ({"withdrawn_at": AT}, "withdrawn_with_reason"),
    ],
)
def test_the_database_refuses_evidence_that_shows_nothing(world, change, constraint):
    record(world, "P2", RUNNING)
    with pytest.raises(IntegrityError, match=f"programme_evidence_{constraint}"):
        Evidence.objects.of(world.here).update(**change)


@given(st.lists(st.tuples(st.sampled_from([1, 2, 3, 4]), st.integers(0, 400)), max_size=8))
def test_the_stage_is_always_that_of_a_newest_row(rows):
    """Without a database: `_standing` over rows in the order the query gives them."""
    mine = Pillar(pk=1)
    mine.__dict__["_prefetched_objects_cache"] = {"served_by": Pillar.objects.none()}
    seen = [
        Evidence(pk=n, pillar_id=1, shows=shows, seen_on=date.fromordinal(737_000 + day))
        for n, (shows, day) in enumerate(rows)
    ]
    seen.sort(key=lambda row: (row.seen_on, row.shows, row.pk), reverse=True)
    standing = evidence._standing(mine, {1: seen} if seen else {})
    if not rows:
        assert standing.stage == 0
        assert standing.latest is None
        return
    newest = max(day for _shows, day in rows)
    assert standing.stage == max(shows for shows, day in rows if day == newest)
    assert standing.latest == seen[0]
