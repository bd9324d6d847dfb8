"""Who may be appointed to what, and how an office ends."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from rembuk.lib.errors import Refused
from rembuk.villages import audit, newcomers, offices
from rembuk.villages.actors import REMBUK, Actor
from rembuk.villages.models import AuditEntry, Group, OfficeTerm
from rembuk.villages.newcomers import Newcomer
from rembuk.villages.permissions import (
    INCOMPATIBLE,
    ONE_SEAT,
    PERMISSIONS_OF,
    SCOPE_OF,
    Office,
    Scope,
)
from rembuk.villages.tests import stories
from rembuk.villages.tests.stories import NOW, TODAY

YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)


PAIRS = sorted(tuple(sorted(pair)) for pair in INCOMPATIBLE)


def by_budi(world):
    return Actor(user=world.budi, office=Office.VILLAGE_HEAD)


def appoint(world, who, office, over, *, since=TODAY, until=None, by=None):
    return offices.appoint(
        user=who, office=office, over=over, since=since, until=until,
        by=by or by_budi(world), at=NOW,
    )  # fmt: skip


def end(world, term, *, until=TODAY, reason="Pindah rumah", by=None):
    return offices.end_term(
        term=term, until=until, reason=reason, by=by or by_budi(world), at=NOW, today=TODAY
    )


def test_the_village_head_appoints_a_treasurer_and_the_trail_says_so(world):
    wati = stories.user("wati", "Wati Ningsih")
    term = appoint(world, wati, Office.BOOKKEEPER, world.tailors)
    assert (term.village, term.appointed_by) == (world.here, world.budi)
    told = audit.sentence(AuditEntry.objects.of(world.here).get())
    assert told == (
        "Kepala desa mengangkat Wati Ningsih sebagai Juru buku, Jahit Melati,"
        " mulai 20 November 2026"
    )


@pytest.mark.parametrize("pair", PAIRS, ids="+".join)
def test_two_offices_that_must_not_meet_are_refused_by_name(world, pair):
    first, second = pair
    wati = stories.user("wati", "Wati Ningsih")
    Group.objects.filter(pk=world.tailors.pk).update(kind=Group.Kind.COOPERATIVE)
    world.tailors.refresh_from_db()
    held = appoint(world, wati, Office(first), world.tailors)
    with pytest.raises(Refused) as refusal:
        appoint(world, wati, Office(second), world.tailors)
    sentence = str(refusal.value)
    for word in ("Wati Ningsih", held.title, str(Office(second).label), "Jahit Melati"):
        assert word in sentence
    other = Group.objects.create(village=world.here, kind=Group.Kind.COOPERATIVE, name="Makmur")
    appoint(world, wati, Office(second), other)
    end(world, held)
    appoint(world, wati, Office(second), world.tailors)


EVERY_GROUP = {Office.GROUP_CHAIR, Office.GROUP_OFFICER, Office.TREASURER}
KEEPS_BOOKS = EVERY_GROUP | {Office.BOOKKEEPER, Office.SUPERVISORY_BOARD}
READS_CASH = {Office.GROUP_MEMBER}


@pytest.mark.parametrize(
    ("kind", "has"),
    [
        (Group.Kind.COOPERATIVE, KEEPS_BOOKS | {Office.BOARD, Office.LOAN_COMMITTEE}),
        (Group.Kind.BUSINESS, KEEPS_BOOKS | READS_CASH),
        (Group.Kind.LEARNING_HOUSE, EVERY_GROUP),
    ],
)
def test_a_group_has_the_offices_of_its_kind_and_no_other(world, kind, has):
    group = Group.objects.create(village=world.here, kind=kind, name="Mawar")
    over_groups = {office for office, scope in SCOPE_OF.items() if scope == Scope.GROUP}
    for office in over_groups:
        person = stories.user(office.lower(), f"Wati {office}")
        if office in has:
            assert appoint(world, person, office, group).group == group
        else:
            with pytest.raises(Refused, match=str(group.get_kind_display())) as refusal:
                appoint(world, person, office, group)
            assert str(office.label) in str(refusal.value)


@pytest.mark.parametrize(
    ("since", "until", "free"),
    [
        (date(2026, 1, 1), None, False),
        (date(2026, 1, 1), date(2026, 2, 28), True),
        (date(2026, 1, 1), date(2026, 3, 1), False),
        (date(2026, 6, 30), None, False),
        (date(2026, 7, 1), None, True),
    ],
)
def test_one_office_is_not_held_twice_at_one_time(world, since, until, free):
    wati = stories.user("wati", "Wati Ningsih")
    march, june = date(2026, 3, 1), date(2026, 6, 30)
    appoint(world, wati, Office.GROUP_OFFICER, world.tailors, since=march, until=june)
    if free:
        appoint(world, wati, Office.GROUP_OFFICER, world.tailors, since=since, until=until)
    else:
        with pytest.raises(Refused, match="Wati Ningsih"):
            appoint(world, wati, Office.GROUP_OFFICER, world.tailors, since=since, until=until)


def test_a_village_has_one_head_until_the_first_steps_down(world):
    operator = Actor(user=stories.user("tari", "Tari"), office=Office.OPERATOR)
    wati = stories.user("wati", "Wati Ningsih")
    with pytest.raises(Refused, match="Budi Hartono"):
        appoint(world, wati, Office.VILLAGE_HEAD, world.here, by=operator)
    end(world, OfficeTerm.objects.get(user=world.budi), by=operator)
    appoint(world, wati, Office.VILLAGE_HEAD, world.here, by=operator)
    heads = OfficeTerm.objects.on(TODAY).filter(office=Office.VILLAGE_HEAD, village=world.here)
    assert [term.user for term in heads] == [wati]


def test_two_facilitators_may_serve_side_by_side(world):
    appoint(world, stories.user("sari", "Sari"), Office.FACILITATOR, world.here)


APPOINTING = [
    (Office.VILLAGE_HEAD, Office.FACILITATOR, True),
    (Office.VILLAGE_HEAD, Office.TREASURER, True),
    (Office.VILLAGE_HEAD, Office.VILLAGE_HEAD, False),
    (Office.VILLAGE_HEAD, Office.OPERATOR, False),
    (Office.VILLAGE_HEAD, Office.DISTRICT_OFFICER, False),
    (Office.OPERATOR, Office.VILLAGE_HEAD, True),
    (Office.OPERATOR, Office.MINISTRY_OFFICER, True),
    (Office.OPERATOR, Office.FACILITATOR, False),
    (Office.FACILITATOR, Office.VILLAGE_STAFF, False),
    (Office.VILLAGE_STAFF, Office.FACILITATOR, False),
    (Office.GROUP_CHAIR, Office.TREASURER, False),
    (Office.DISTRICT_OFFICER, Office.FACILITATOR, False),
    (Office.MINISTRY_OFFICER, Office.DISTRICT_OFFICER, False),
]


@pytest.mark.parametrize(("mine", "theirs", "may"), APPOINTING)
def test_who_appoints_to_what(world, mine, theirs, may):
    OfficeTerm.objects.filter(user=world.budi).update(until=date(2020, 2, 1))
    by = Actor(user=world.adi, office=mine)
    over = {"VILLAGE": world.here, "GROUP": world.tailors, "REGION": world.here.region.parent}
    wati = stories.user("wati", "Wati Ningsih")
    place = over.get(SCOPE_OF[theirs])
    if may:
        assert appoint(world, wati, theirs, place, by=by)
    else:
        with pytest.raises(Refused, match=str(Office(mine).label)):
            appoint(world, wati, theirs, place, by=by)


def test_every_office_can_be_appointed_to_by_somebody():
    appointed = {office for reach in offices.APPOINTS.values() for office in reach}
    assert appointed == set(Office) == set(PERMISSIONS_OF) == set(SCOPE_OF)
    assert set(ONE_SEAT) <= set(Office)


def test_a_chair_appoints_and_ends_in_her_own_group_only(world):
    goats = Group.objects.create(village=world.here, kind=Group.Kind.BUSINESS, name="Kambing")
    lastri, wati = stories.user("lastri", "Lastri"), stories.user("wati", "Wati")
    stories.appoint(lastri, Office.GROUP_CHAIR, group=world.tailors)
    chair = Actor(user=lastri, office=Office.GROUP_CHAIR)
    assert appoint(world, wati, Office.GROUP_MEMBER, world.tailors, by=chair)
    with pytest.raises(Refused, match="kelompok Anda sendiri"):
        appoint(world, wati, Office.GROUP_MEMBER, goats, by=chair)
    theirs = appoint(world, wati, Office.GROUP_MEMBER, goats)
    with pytest.raises(Refused, match="kelompok Anda sendiri"):
        end(world, theirs, by=chair)


def test_nobody_appoints_himself(world):
    with pytest.raises(Refused):
        appoint(world, world.budi, Office.TREASURER, world.tailors)
    assert not OfficeTerm.objects.filter(user=world.budi, office=Office.TREASURER).exists()


@pytest.mark.parametrize(
    ("since", "until"),
    [(TODAY, YESTERDAY), (date(1919, 1, 1), None)],
    ids=["backwards", "long ago"],
)
def test_days_that_make_no_sense_are_refused(world, since, until):
    with pytest.raises(Refused):
        appoint(
            world,
            stories.user("wati", "Wati"),
            Office.VILLAGE_STAFF,
            world.here,
            since=since,
            until=until,
        )


@pytest.mark.parametrize(
    ("until", "held_today", "held_tomorrow"),
    [(YESTERDAY, False, False), (TODAY, False, False), (TOMORROW, True, True)],
)
def test_an_office_ended_by_hand_is_over_at_once(world, until, held_today, held_tomorrow):
    term = OfficeTerm.objects.get(user=world.rina)
    end(world, term, until=until)
    assert OfficeTerm.objects.on(TODAY).filter(pk=term.pk).exists() == held_today
    assert OfficeTerm.objects.on(TOMORROW).filter(pk=term.pk).exists() == held_tomorrow
    assert OfficeTerm.objects.on(YESTERDAY - timedelta(days=1)).filter(pk=term.pk).exists()


def test_a_planned_last_day_still_counts(world):
    term = appoint(
        world, stories.user("wati", "Wati"), Office.VILLAGE_STAFF, world.here, until=TODAY
    )
    assert OfficeTerm.objects.on(TODAY).filter(pk=term.pk).exists()
    assert not OfficeTerm.objects.on(TOMORROW).filter(pk=term.pk).exists()


@pytest.mark.parametrize(
    ("until", "reason"),
    [(date(2019, 12, 31), "Pindah"), (TODAY, "  ")],
    ids=["before it began", "no reason"],
)
def test_an_end_without_sense_is_refused(world, until, reason):
    with pytest.raises(Refused):
        end(world, OfficeTerm.objects.get(user=world.rina), until=until, reason=reason)


def test_an_office_is_not_ended_twice_nor_by_somebody_who_may_not(world):
    term = OfficeTerm.objects.get(user=world.rina)
    with pytest.raises(Refused):
        end(world, term, by=Actor(user=world.adi, office=Office.FACILITATOR))
    end(world, term)
    with pytest.raises(Refused):
        end(world, term)


def test_a_newcomer_gets_an_account_and_may_get_a_first_link(world):
    newcomer = Newcomer(name=" Wati  Ningsih ", username="Wati.Ningsih", phone="+6281200000009")
    term = appoint(world, newcomer, Office.VILLAGE_STAFF, world.here)
    user = term.user
    assert (user.name, user.username, user.has_usable_password()) == (
        "Wati Ningsih",
        "wati.ningsih",
        False,
    )
    assert newcomers.may_get_first_link(user, village=world.here)
    assert not newcomers.may_get_first_link(user, village=world.there)
    user.last_login = NOW
    assert not newcomers.may_get_first_link(user, village=world.here)


def test_a_link_never_opens_a_higher_office_to_the_giver(world):
    wati = stories.user("wati", "Wati")
    wati.set_unusable_password()
    appoint(world, wati, Office.OPERATOR, None, by=REMBUK)
    appoint(world, wati, Office.VILLAGE_STAFF, world.here)
    assert not newcomers.may_get_first_link(wati, village=world.here)


@pytest.mark.parametrize(
    "newcomer",
    [
        Newcomer(name="", username="wati"),
        Newcomer(name="Wati", username="w"),
        Newcomer(name="Wati", username="Wati Ningsih"),
        Newcomer(name="Wati", username="RINA"),
        Newcomer(name="Wati", username="wati", phone="+6281200000007"),
    ],
    ids=["no name", "short", "blank inside", "taken", "phone taken"],
)
def test_an_account_that_cannot_be_made_is_refused_and_leaves_nothing(world, newcomer):
    world.rina.phone = "+6281200000007"
    world.rina.save()
    before = type(world.rina).objects.count()
    with pytest.raises(Refused):
        appoint(world, newcomer, Office.VILLAGE_STAFF, world.here)
    assert type(world.rina).objects.count() == before


@pytest.mark.parametrize("typed", ["rina", "RINA ", "0812-0000-0007", "+62 812 0000 0007"])
def test_an_account_is_found_by_user_name_or_phone_as_people_write_it(world, typed):
    world.rina.phone = "+6281200000007"
    world.rina.save()
    assert newcomers.find_account(typed) == world.rina


@pytest.mark.parametrize("typed", ["", "rin", "0812-0000-0008", "%"])
def test_nobody_is_found_by_half_a_name(world, typed):
    assert newcomers.find_account(typed) is None


# --- what the database says ------------------------------------------------------------------


def row(world, who, office, *, since, until=None, ended_at=None, group=None):
    return OfficeTerm(
        user=who, office=office, village=world.here, group=group, since=since, until=until,
        ended_at=ended_at, ended_reason="Pindah" if ended_at else "",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("office", "name"),
    [
        (Office.TREASURER, "villages_officeterm_held_once"),
        (Office.BOOKKEEPER, "villages_officeterm_two_people"),
        (Office.SUPERVISORY_BOARD, "villages_officeterm_two_people"),
    ],
)
def test_the_database_keeps_offices_apart(world, office, name):
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        row(world, world.rina, office, since=TODAY, group=world.tailors).save()


def test_the_database_keeps_one_seat_for_one_head(world):
    with pytest.raises(IntegrityError, match="villages_officeterm_one_seat"), transaction.atomic():
        row(world, world.adi, Office.VILLAGE_HEAD, since=TODAY).save()
    term = row(
        world, world.adi, Office.VILLAGE_HEAD, since=date(2010, 1, 1), until=date(2019, 12, 31)
    )
    term.save()
    with pytest.raises(IntegrityError, match="villages_officeterm_one_seat"), transaction.atomic():
        OfficeTerm.objects.filter(pk=term.pk).update(until=None)


@pytest.mark.parametrize(
    ("changed", "name"),
    [
        ({"until": date(2019, 1, 1)}, "villages_officeterm_ends_after_start"),
        ({"ended_at": NOW}, "villages_officeterm_ended_with_day_and_reason"),
        ({"ended_reason": "Pindah"}, "villages_officeterm_ended_with_day_and_reason"),
        ({"group": None}, "villages_officeterm_has_its_scope"),
        ({"office": Office.FACILITATOR}, "villages_officeterm_has_its_scope"),
        ({"village": None}, "villages_officeterm"),
    ],
)
def test_the_database_refuses_a_term_without_sense(world, changed, name):
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        OfficeTerm.objects.filter(user=world.rina).update(**changed)


def test_the_history_is_not_deleted(world):
    with (
        pytest.raises(IntegrityError, match="villages_officeterm_never_deleted"),
        transaction.atomic(),
    ):
        OfficeTerm.objects.filter(user=world.rina).delete()


PERIODS = [
    (since, until, by_hand)
    for since in range(3)
    for until in (None, *range(since, 3))
    for by_hand in ((False, True) if until is not None else (False,))
]


def holds(period, day) -> bool:
    """Is the office held on this day? What both rule and guard must agree with."""
    since, until, by_hand = period
    return since <= day and (until is None or day < until or (day == until and not by_hand))


@pytest.mark.parametrize("first", PERIODS)
def test_rule_and_guard_refuse_exactly_the_terms_that_share_a_day(world, first):
    wati = stories.user("wati", "Wati Ningsih")

    def term(period):
        since, until, by_hand = period
        last = None if until is None else TODAY + timedelta(days=until)
        return row(
            world, wati, Office.GROUP_OFFICER, group=world.tailors, until=last,
            since=TODAY + timedelta(days=since), ended_at=NOW if by_hand else None,
        )  # fmt: skip

    term(first).save()
    for second in PERIODS:
        meet = any(holds(first, day) and holds(second, day) for day in range(9))
        allowed = True
        try:
            with transaction.atomic():
                term(second).save()
                transaction.set_rollback(True)
        except IntegrityError:
            allowed = False
        assert allowed != meet, second
        if not second[2]:  # nobody is appointed to a term that is over already
            ruled = True
            try:
                offices._refuse_beside(term(second))
            except Refused:
                ruled = False
            assert ruled != meet, second
