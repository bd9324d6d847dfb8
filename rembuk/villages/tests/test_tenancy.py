"""The second belt: what PostgreSQL shows when our own filter is forgotten."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from django.db import DatabaseError, connection, transaction
from django.http import HttpResponse
from django.test import RequestFactory

from rembuk.lib.errors import Refused
from rembuk.villages import audit, tenancy
from rembuk.villages.access import requires
from rembuk.villages.actors import REMBUK
from rembuk.villages.models import AuditEntry, Group
from rembuk.villages.permissions import Office, Permission
from rembuk.villages.tests import races, stories
from rembuk.villages.tests.stories import NOW

pytestmark = pytest.mark.skipif(
    "connection.vendor != 'postgresql'", reason="SQLite has no row-level security: first belt only"
)


def names() -> list[str]:
    """All groups, with the filter by village forgotten on purpose."""
    return sorted(Group.objects.values_list("name", flat=True))


def test_inside_a_village_only_its_rows_exist(world):
    with tenancy.inside(world.here):
        assert names() == ["Jahit Melati"]
        assert Group.objects.filter(pk=world.weavers_there.pk).first() is None
        with tenancy.inside(world.there):
            assert names() == ["Tenun Mawar"]
        assert names() == ["Jahit Melati"]
        with tenancy.every_village("a count without names"):
            assert names() == ["Jahit Melati", "Tenun Mawar"]
        assert names() == ["Jahit Melati"]


ATTACKS = """
SELECT count(*) FROM villages_group WHERE village_id = {there}
SELECT count(*) FROM villages_group WHERE village_id = {there} AND (true OR false)
SELECT count(*) FROM villages_group g JOIN villages_village v ON g.village_id = v.id AND v.id = {there}
SELECT count(*) FROM (SELECT * FROM villages_group) AS every WHERE village_id = {there}
WITH every AS (SELECT * FROM villages_group) SELECT count(*) FROM every WHERE name LIKE 'Tenun%'
SELECT count(*) FROM villages_officeterm o JOIN villages_group g ON g.id = o.group_id WHERE o.office = 'BOARD'
""".strip().splitlines()  # noqa: E501 -- statements read best in one line


@pytest.mark.parametrize("attack", ATTACKS)
def test_no_statement_written_by_hand_sees_the_other_village(world, attack):
    stories.appoint(world.dewi, Office.BOARD, group=world.weavers_there)
    with connection.cursor() as cursor:
        cursor.execute(attack.format(there=world.there.pk))
        assert cursor.fetchone() == (1,), "the statement finds it where it may"
        with tenancy.inside(world.here):
            cursor.execute(attack.format(there=world.there.pk))
            assert cursor.fetchone() == (0,)


def test_nothing_is_written_into_the_other_village(world):
    with tenancy.inside(world.here):
        for write in (
            lambda: Group.objects.create(village=world.there, kind="BUSINESS", name="Selundup"),
            lambda: audit.record(
                village=world.there, verb="group.started", subject=world.tailors, by=REMBUK, at=NOW
            ),
        ):
            with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
                write()
        assert Group.objects.filter(pk=world.weavers_there.pk).update(name="Diubah") == 0
        assert Group.objects.filter(pk=world.weavers_there.pk).delete()[0] == 0


def request_of(world, who, slug):
    """Open a page that forgot to filter; return the names it shows."""

    @requires(Permission.SEE_GROUP)
    def careless(request: object) -> HttpResponse:
        return HttpResponse(",".join(names()))

    request = RequestFactory().get("/")
    request.user, request.session = who, {}
    return careless(request, village=slug).content.decode()


def test_a_page_that_forgets_its_filter_still_shows_one_village(world):
    assert request_of(world, world.adi, world.here.slug) == "Jahit Melati"
    assert request_of(world, world.dewi, world.there.slug) == "Tenun Mawar"
    assert request_of(world, world.rina, world.here.slug) == "Jahit Melati"


# --- a connection that the next person gets ---------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_outside_a_village_nothing_is_seen():
    stories.world()
    assert races.alone(names) == []
    assert races.alone(AuditEntry.objects.count) == 0


@pytest.mark.django_db(transaction=True)
def test_a_connection_carries_nothing_to_the_next_person():
    world = stories.world()

    def one_after_another() -> SimpleNamespace:
        seen = SimpleNamespace()
        with tenancy.inside(world.here):
            seen.first = names()
        seen.between = names()
        with pytest.raises(Refused), tenancy.inside(world.there):
            raise Refused("Berhenti.")
        seen.after_a_refusal = names()
        with transaction.atomic():
            with tenancy.every_village("a count without names"):
                pass
            seen.after_all = names()
        with (
            pytest.raises(DatabaseError),
            tenancy.inside(world.here),
            connection.cursor() as cursor,
        ):
            cursor.execute("SELECT 1 / 0")
        seen.after_a_crash = names()
        seen.page = request_of(world, world.adi, world.here.slug)
        seen.after_a_page = names()
        return seen

    seen = races.alone(one_after_another)
    assert seen.first == ["Jahit Melati"]
    assert seen.page == "Jahit Melati"
    nothing = [
        seen.between,
        seen.after_a_refusal,
        seen.after_all,
        seen.after_a_crash,
        seen.after_a_page,
    ]
    assert nothing == [[]] * 5


@pytest.mark.django_db(transaction=True)
def test_two_villages_at_one_moment_never_mix():
    world = stories.world()
    mine = [(world.adi, world.here, "Jahit Melati"), (world.dewi, world.there, "Tenun Mawar")]

    def read(number: int) -> list[str]:
        who, village, _name = mine[number % 2]
        return [request_of(world, who, village.slug) for _again in range(20)]

    for number, seen in enumerate(races.at_once(read, times=6)):
        assert seen == [mine[number % 2][2]] * 20


def test_narrowing_belongs_inside_a_block(world):
    with tenancy.every_village("a person's own offices"):
        tenancy.narrow_to(world.there)
        assert names() == ["Tenun Mawar"]
    assert names() == ["Jahit Melati", "Tenun Mawar"]
