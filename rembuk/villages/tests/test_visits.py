"""An operator looks in for an hour at most, and the village reads why and what."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from rembuk.lib.errors import Refused
from rembuk.villages import audit, visits
from rembuk.villages.actors import Actor
from rembuk.villages.models import AuditEntry, OperatorVisit
from rembuk.villages.permissions import Office
from rembuk.villages.tests import stories
from rembuk.villages.tests.stories import NOW, TODAY

REASON = "Memeriksa laporan halaman yang tidak terbuka"


@pytest.fixture
def tari(world):
    user = stories.user("tari", "Tari Operator")
    stories.appoint(user, Office.OPERATOR)
    return Actor(user=user, office=Office.OPERATOR)


def start(world, tari, *, minutes=60, reason=REASON, at=NOW):
    return visits.start_visit(village=world.here, reason=reason, minutes=minutes, by=tari, at=at)


def lasting(at):
    return OperatorVisit.objects.lasting(at).exists()


def test_a_visit_lasts_its_minutes_and_not_one_more(world, tari):
    start(world, tari, minutes=30)
    assert lasting(NOW)
    assert lasting(NOW + timedelta(minutes=29, seconds=59))
    assert not lasting(NOW + timedelta(minutes=30))
    assert visits.lasting_visits(tari.user, at=NOW).keys() == {world.here.pk}


def test_a_visit_is_over_when_it_is_ended(world, tari):
    visit = start(world, tari)
    later = NOW + timedelta(minutes=5)
    visits.end_visit(visit=visit, by=tari, at=later)
    assert not lasting(later)
    again = visits.end_visit(visit=visit, by=tari, at=later + timedelta(minutes=1))
    assert again.ended_at == later, "it ended once"
    told = [audit.sentence(entry) for entry in AuditEntry.objects.of(world.here).order_by("pk")]
    assert told == [
        f"Operator memulai kunjungan: {REASON}",
        f"Operator mengakhiri kunjungan: {REASON}",
    ]


def test_a_reason_that_says_nothing_is_refused(world, tari):
    with pytest.raises(Refused):
        start(world, tari, reason="cek")
    assert not OperatorVisit.objects.exists()


def test_one_visit_at_a_time(world, tari):
    start(world, tari)
    with pytest.raises(Refused):
        start(world, tari)
    start(world, tari, at=NOW + timedelta(minutes=61))
    assert len(visits.shown_today(world.here, today=TODAY)) == 2
    assert len(visits.shown_today(world.here, today=TODAY + timedelta(days=7))) == 2
    assert visits.shown_today(world.here, today=TODAY + timedelta(days=8)) == []
    assert not visits.visits_to(world.there).exists()


@pytest.mark.parametrize("minutes", [0, 61, -5])
def test_an_hour_is_the_most(world, tari, minutes):
    with pytest.raises(AssertionError):
        start(world, tari, minutes=minutes)


def test_a_row_that_claims_more_than_an_hour_opens_only_an_hour(world, tari):
    OperatorVisit.objects.create(
        village=world.here, user=tari.user, reason=REASON, started_at=NOW,
        ends_at=NOW + timedelta(days=9),
    )  # fmt: skip
    assert lasting(NOW + timedelta(minutes=59))
    assert not lasting(NOW + timedelta(minutes=61))


def test_the_pages_of_a_visit_are_told_in_order_and_apart_from_others(world, tari):
    visit = start(world, tari)
    for minutes, page in ((1, "/a/"), (2, "/b/"), (90, "/later/")):
        audit.record_page(
            village=world.here, by=tari, at=NOW + timedelta(minutes=minutes), page=page
        )
    audit.record_page(village=world.here, by=world.by_adi, at=NOW, page="/not-hers/")
    assert [entry.subject_name for entry in visits.pages_opened(visit)] == ["/a/", "/b/"]


@pytest.mark.parametrize(
    ("changed", "name"),
    [
        ({"ends_at": NOW}, "villages_operatorvisit_ends_after_start"),
        ({"reason": ""}, "villages_operatorvisit_has_a_reason"),
        ({"ended_at": NOW - timedelta(1)}, "villages_operatorvisit_ended_while_it_lasted"),
        ({"ended_at": NOW + timedelta(1)}, "villages_operatorvisit_ended_while_it_lasted"),
    ],
)
def test_the_database_refuses_a_visit_without_sense(world, tari, changed, name):
    visit = start(world, tari)
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        OperatorVisit.objects.filter(pk=visit.pk).update(**changed)


def test_a_visit_is_not_made_undone(world, tari):
    start(world, tari)
    name = "villages_operatorvisit_never_deleted"
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        OperatorVisit.objects.all().delete()
