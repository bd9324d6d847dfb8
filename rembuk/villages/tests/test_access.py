"""The doors: who gets in, as whom, on which day, and what is left behind."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpResponse
from django.test import RequestFactory
from django.utils import timezone

from rembuk.villages import access
from rembuk.villages.access import ACTING_KEY, actor_of, public, requires, requires_above, signed_in
from rembuk.villages.models import Group, OfficeTerm, Region, Village
from rembuk.villages.permissions import PERMISSIONS_OF, SECOND_FACTOR, Office, Permission
from rembuk.villages.tests import stories

NOBODY = SimpleNamespace(is_authenticated=False)


def asked(who, *, acting=None, method="get"):
    request = getattr(RequestFactory(), method)("/x/")
    request.user = who
    request.session = {ACTING_KEY: acting} if acting else {}
    return request


@pytest.fixture
def seen():
    """What a view behind a door got to see."""
    return SimpleNamespace()


@pytest.fixture
def behind(seen):
    """Put a view behind a door; it writes down what it sees."""

    def door(decorator):
        def view(request, **kwargs):
            seen.request, seen.kwargs = request, kwargs
            seen.zone = timezone.get_current_timezone_name()
            return HttpResponse("in")

        return decorator(view)

    return door


def test_an_office_opens_the_village_it_is_held_in(world, behind, seen):
    view = behind(requires(Permission.SEE_PEOPLE))
    assert view(asked(world.adi), village=world.here.slug).content == b"in"
    assert seen.request.village == world.here
    assert actor_of(seen.request).office == Office.FACILITATOR
    assert seen.kwargs == {}, "the door takes the village out of the way"
    with pytest.raises(Http404), transaction.atomic():
        view(asked(world.adi), village=world.there.slug)
    with pytest.raises(Http404), transaction.atomic():
        view(asked(world.adi), village="tidak/ada")


@pytest.mark.parametrize(
    "kind", [signed_in, requires(Permission.SEE_TODAY), requires_above(Permission.OPERATE)]
)
def test_who_is_not_signed_in_is_sent_there_and_back(world, behind, kind):
    more = {"village": world.here.slug} if kind not in {signed_in} else {}
    response = behind(kind)(asked(NOBODY), **more)
    assert response.status_code == 302
    assert response.url.endswith("?next=/x/")


def test_an_office_that_may_not_reads_which_of_hers_may(world, behind):
    chair = stories.appoint(world.adi, Office.GROUP_CHAIR, group=world.tailors)
    view = behind(requires(Permission.RECORD_PEOPLE))
    with pytest.raises(PermissionDenied, match="Pendamping"), transaction.atomic():
        view(asked(world.adi, acting=chair.pk), village=world.here.slug)
    with pytest.raises(PermissionDenied) as refusal, transaction.atomic():
        view(asked(world.rina), village=world.here.slug)
    assert str(refusal.value) == "", "she has no office that may"


def test_two_groups_of_one_person_are_not_mixed_up(world, behind, seen):
    goats = Group.objects.create(village=world.here, kind="BUSINESS", name="Kambing")
    at_goats = stories.appoint(world.rina, Office.GROUP_OFFICER, group=goats)
    view = behind(requires(Permission.SEE_GROUP))
    sewing = OfficeTerm.objects.get(user=world.rina, office=Office.TREASURER)
    view(asked(world.rina, acting=at_goats.pk), village=world.here.slug, group_id=goats.pk)
    assert (seen.request.group, seen.request.acting) == (goats, at_goats)
    with pytest.raises(PermissionDenied, match="Pengurus kelompok · Kambing"), transaction.atomic():
        view(asked(world.rina, acting=sewing.pk), village=world.here.slug, group_id=goats.pk)
    other = Group.objects.create(village=world.here, kind="BUSINESS", name="Sapi")
    with pytest.raises(Http404), transaction.atomic():
        view(asked(world.rina, acting=sewing.pk), village=world.here.slug, group_id=other.pk)
    with pytest.raises(Http404), transaction.atomic():
        view(asked(world.adi), village=world.here.slug, group_id=world.weavers_there.pk)


@pytest.mark.parametrize(
    ("since", "until", "opens"),
    [
        (-1, None, True),
        (0, 0, True),
        (0, None, True),
        (1, None, False),
        (-9, -1, False),
        (-9, 0, True),
    ],
)
def test_an_office_opens_on_its_days_only(world, behind, since, until, opens):
    today = timezone.localdate()
    wati = stories.user("wati", "Wati")
    OfficeTerm.objects.create(
        user=wati, office=Office.VILLAGE_STAFF, village=world.here,
        since=today + timedelta(days=since),
        until=None if until is None else today + timedelta(days=until),
    )  # fmt: skip
    view = behind(requires(Permission.SEE_PEOPLE))
    if opens:
        assert view(asked(wati), village=world.here.slug).content == b"in"
    else:
        with pytest.raises(Http404), transaction.atomic():
            view(asked(wati), village=world.here.slug)


@pytest.mark.parametrize(
    ("zone", "today"), [("Asia/Jakarta", date(2026, 11, 20)), ("Asia/Jayapura", date(2026, 11, 21))]
)
def test_the_villages_clock_says_what_today_is_and_is_left_behind(
    world, behind, seen, monkeypatch, zone, today
):
    """At 22.30 in Jakarta it is past midnight in Jayapura."""
    Village.objects.filter(pk=world.here.pk).update(time_zone=zone)
    late = datetime(2026, 11, 20, 15, 30, tzinfo=UTC)
    monkeypatch.setattr(timezone, "now", lambda: late)
    before = timezone.get_current_timezone_name()
    for kind, who in ((requires(Permission.SEE_TODAY), world.adi), (public, NOBODY)):
        behind(kind)(asked(who), village=world.here.slug)
        assert (seen.request.today, seen.zone) == (today, zone)
        assert timezone.get_current_timezone_name() == before, "the next request has its own clock"


def test_above_villages_only_offices_above_them_count(world, behind, seen):
    district = stories.user("kab", "Petugas")
    stories.appoint(district, Office.DISTRICT_OFFICER, region=Region.objects.get(pk="9901"))
    facilitator = stories.appoint(district, Office.FACILITATOR, village=world.here)
    view = behind(requires_above(Permission.SEE_REGION))
    view(asked(district, acting=facilitator.pk))
    assert seen.request.acting.office == Office.DISTRICT_OFFICER
    with pytest.raises(Http404), transaction.atomic():
        view(asked(world.budi))


def test_an_act_as_of_somebody_else_is_not_believed(world, behind, seen):
    """The session names an office that is not hers: her own first one is taken."""
    head = OfficeTerm.objects.get(user=world.budi)
    behind(signed_in)(asked(world.adi, acting=head.pk))
    assert seen.request.acting.user == world.adi


def test_everybody_opens_a_public_page_of_a_village_that_is_there(world, behind, seen):
    view = behind(public)
    view(asked(NOBODY), village=world.here.slug)
    assert seen.request.village == world.here
    with pytest.raises(Http404), transaction.atomic():
        view(asked(NOBODY), village="tidak/ada")
    assert behind(public)(asked(NOBODY)).content == b"in"


def test_a_closed_account_is_out_at_once(world, client):
    client.force_login(world.adi)
    world.adi.is_active = False
    world.adi.save()
    response = client.get(f"/desa/{world.here.slug}/today/")
    assert response.status_code == 302
    assert "/account/sign-in/" in response.url


def test_doors_leave_a_mark_that_says_who_may():
    def view(request):
        return HttpResponse()

    assert access.access_of(view) is None
    marks = [
        access.access_of(door(view)) for door in (public, signed_in, requires(Permission.SEE_AUDIT))
    ]
    assert [mark.who for mark in marks if mark] == ["public", "signed_in", "village"]


def test_offices_that_see_people_or_run_things_ask_for_a_second_factor():
    seeing = {
        Permission.SEE_PEOPLE, Permission.SEE_REGION, Permission.OPERATE,
        Permission.RECORD_CASH, Permission.APPROVE_CASH,
    }  # fmt: skip
    needing = {office for office, may in PERMISSIONS_OF.items() if may & seeing}
    assert needing <= SECOND_FACTOR
