"""Groups begin, and end with a reason; their offices end with them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from rembuk.lib.errors import Refused
from rembuk.villages import groups
from rembuk.villages.audit import sentence
from rembuk.villages.models import AuditEntry, Group, OfficeTerm
from rembuk.villages.permissions import Office
from rembuk.villages.tests import stories
from rembuk.villages.tests.stories import NOW, TODAY


def end(world, *, on=TODAY, reason="Anggota pindah"):
    return groups.end_group(
        group=world.tailors, ended_on=on, reason=reason, by=world.by_adi, at=NOW, today=TODAY
    )


def start(world, name="Kambing Barokah", village=None):
    facts = groups.GroupFacts(
        Group.Kind.BUSINESS, name, activity="Ternak", trade="GOATS", started_on=TODAY
    )
    village = village or world.here
    return groups.start_group(village=village, facts=facts, by=world.by_adi, at=NOW)


def test_a_group_starts_once_under_a_name(world):
    start(world)
    with pytest.raises(Refused, match="kambing barokah"):
        start(world, name="kambing barokah ")
    start(world, village=world.there)
    with pytest.raises(Refused):
        start(world, name=" ")
    assert [group.name for group in groups.groups_of(world.here)] == [
        "Jahit Melati",
        "Kambing Barokah",
    ]


def test_a_group_changes_its_name_and_what_it_lives_on(world):
    group, told = start(world), {"by": world.by_adi, "at": NOW}
    facts = groups.facts_of(group)
    taken = replace(facts, name="jahit melati")
    with pytest.raises(Refused, match="jahit melati"):
        groups.change_group(group=group, facts=taken, **told)
    groups.change_group(group=group, facts=replace(facts, name="KAMBING Barokah"), **told)
    groups.change_group(group=group, facts=replace(facts, trade="OTHER"), **told)
    groups.change_group(group=group, facts=replace(facts, trade="OTHER"), **told)
    group.refresh_from_db()
    assert (group.name, group.trade, group.activity) == ("Kambing Barokah", "OTHER", "Ternak")
    lines = AuditEntry.objects.filter(verb="group.changed").order_by("pk")
    assert [sentence(line).split(": ")[1] for line in lines] == [
        "nama dari Kambing Barokah ke KAMBING Barokah",
        "nama dari KAMBING Barokah ke Kambing Barokah, usahanya dari Ternak kambing ke Usaha lain",
    ]


def test_a_group_that_ends_takes_its_offices_along(world):
    group = end(world)
    assert (group.ended_on, group.ended_reason) == (TODAY, "Anggota pindah")
    assert not OfficeTerm.objects.on(TODAY).filter(group=group).exists()
    assert OfficeTerm.objects.on(TODAY - timedelta(days=1)).filter(group=group).exists()
    verbs = list(AuditEntry.objects.of(world.here).order_by("pk").values_list("verb", flat=True))
    assert verbs == ["office.ended", "group.ended"]
    assert not groups.running(world.here, on=TODAY)


def test_an_office_that_would_begin_later_never_begins(world):
    term = OfficeTerm.objects.create(
        user=world.adi, office=Office.GROUP_OFFICER, village=world.here, group=world.tailors,
        since=TODAY + timedelta(days=9),
    )  # fmt: skip
    end(world)
    later = TODAY + timedelta(days=9)
    assert not OfficeTerm.objects.on(later).filter(pk=term.pk).exists()


@pytest.mark.parametrize(
    ("on", "reason"),
    [(TODAY, " "), (TODAY + timedelta(days=1), "Nanti"), (date(2018, 1, 1), "Terlalu dini")],
)
def test_an_end_without_sense_is_refused(world, on, reason):
    Group.objects.filter(pk=world.tailors.pk).update(started_on=date(2019, 1, 1))
    with pytest.raises(Refused):
        end(world, on=on, reason=reason)


def test_a_group_ends_once_and_nobody_is_appointed_afterwards(world):
    from rembuk.villages import offices
    from rembuk.villages.actors import REMBUK

    end(world)
    with pytest.raises(Refused):
        end(world)
    world.tailors.refresh_from_db()
    with pytest.raises(Refused, match="Jahit Melati"):
        offices.appoint(
            user=world.adi, office=Office.GROUP_OFFICER, over=world.tailors, since=TODAY,
            by=REMBUK, at=NOW,
        )  # fmt: skip


def test_a_group_office_sees_its_own_group_and_the_facilitator_sees_all(world):
    start(world)
    treasurer = OfficeTerm.objects.get(user=world.rina)
    facilitator = OfficeTerm.objects.get(user=world.adi)
    assert [g.name for g in groups.seen_by(treasurer, world.here)] == ["Jahit Melati"]
    assert len(groups.seen_by(facilitator, world.here)) == 2


def test_the_chair_is_named_first(world):
    sari = stories.user("sari", "Sari")
    stories.appoint(world.adi, Office.BOARD, group=world.tailors)
    stories.appoint(sari, Office.GROUP_CHAIR, group=world.tailors)
    assert groups.officers_of(world.tailors, on=TODAY)[0].user == sari


@pytest.mark.parametrize(
    ("changed", "name"),
    [
        ({"ended_on": TODAY}, "villages_group_ends_with_a_reason"),
        ({"ended_reason": "Bubar"}, "villages_group_ends_with_a_reason"),
        (
            {"started_on": TODAY, "ended_on": date(2020, 1, 1), "ended_reason": "Bubar"},
            "villages_group_ends_after_start",
        ),
    ],
)
def test_the_database_refuses_an_end_without_sense(world, changed, name):
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Group.objects.filter(pk=world.tailors.pk).update(**changed)


def test_the_database_keeps_one_name_for_one_group(world):
    # SQLite names the columns of a broken unique constraint, PostgreSQL the constraint.
    with pytest.raises(IntegrityError, match=r"villages_group[._]name"), transaction.atomic():
        Group.objects.create(village=world.here, kind="BUSINESS", name="Jahit Melati")


def test_the_database_knows_only_four_ways_to_know_a_beginning(world):
    for table, rows in (
        ("group", Group.objects.of(world.here)),
        ("officeterm", OfficeTerm.objects),
    ):
        field = "started_precision" if table == "group" else "since_precision"
        with (
            pytest.raises(IntegrityError, match=f"villages_{table}_{field}_known"),
            transaction.atomic(),
        ):
            rows.update(**{field: "HOUR"})


def test_only_a_business_lives_on_something(world):
    told = {"village": world.here, "by": world.by_adi, "at": NOW}
    facts = groups.GroupFacts(Group.Kind.LEARNING_HOUSE, "Rumah Belajar", trade="GOATS")
    assert groups.start_group(facts=facts, **told).trade == ""
    assert start(world).trade == "GOATS"
    with pytest.raises(IntegrityError, match="trade_is_of_a_business"), transaction.atomic():
        Group.objects.filter(kind="LEARNING_HOUSE").update(trade="SEWING")
