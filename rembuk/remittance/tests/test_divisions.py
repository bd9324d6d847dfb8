"""Siti says how her transfers are divided, sees it beforehand, and each rupiah has a place."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from rembuk.coop import trusted
from rembuk.coop.trusted import Named
from rembuk.ledger import reading
from rembuk.lib.errors import Refused
from rembuk.remittance import dividing, held, sharing, statements
from rembuk.remittance.dividing import Wish
from rembuk.remittance.models import Division, DivisionPart
from rembuk.remittance.tests.test_statements import identify, row, taken, unknown
from rembuk.savings import goals
from rembuk.savings.goals import Wanted
from rembuk.savings.models.products import Control
from rembuk.savings.tests import scenes
from rembuk.villages.actors import Actor
from rembuk.villages.tests import stories
from rembuk.villages.tests.counting import few_queries
from rembuk.villages.tests.stories import NOW, TODAY

QUERIES = 12
HEAD = "Tanggal;Keterangan;Debit;Kredit;No Referensi\n"


def make_siti(kept):
    """Siti with a sukarela account, one for a goal of 1.000.000, and her phone abroad."""
    member = kept.member("Siti Aminah")
    member.resident.user = stories.user("siti", "Siti Aminah")
    member.resident.save(update_fields=["user"])
    kept.account(member, kept.product())
    goal = kept.account(member, kept.product(Control.GOAL))
    goals.set_goal(
        member=member, wanted=Wanted("Sekolah Dimas", 1_000_000), account=goal,
        by=kept.coop.by_chair, at=NOW, today=TODAY,
    )  # fmt: skip
    return member


@pytest.fixture
def siti(kept):
    return make_siti(kept)


def divided(member, *shares, today=TODAY, by=None, told=""):
    """Write down parts as (number of the place, hundredths of a percent, most)."""
    places = dividing.places(member, on=today)
    wishes = [Wish(places[number], bp, most) for number, bp, most in shares]
    return dividing.divide(
        member=member, wishes=wishes, by=by or Actor(user=member.resident.user), at=NOW,
        today=today, told=told,
    )  # fmt: skip


POKOK, WAJIB, GOAL = range(3)  # the places of Siti


def booked(kept, *rows):
    made = statements.take_in(
        group=kept.coop.group, name="mutasi.csv", data=(HEAD + "".join(rows)).encode(),
        by=kept.coop.by_treasurer, at=NOW, today=TODAY,
    )  # fmt: skip
    statements.book(book=kept.book, statement=made, signed=kept.signed(), today=TODAY)


def codes(member):
    """Return the accounts of pokok, wajib, sukarela and the goal."""
    dues = [f"{one}-{member.number}" for one in ("3101", "3102")]
    return [*dues, f"2101-{member.number}.1", f"2103-{member.number}.2"]


def holds(kept, member):
    """Return what they hold."""
    found = reading.held_now(kept.book, codes(member))
    return [found.get(code, 0) for code in codes(member)]


# Parts, a sum -> pokok (brought), wajib (110.000 due by November), sukarela, goal.
TABLE = [
    ((), 500_000, [50_000, 0, 500_000, 0]),
    (((GOAL, 3_333, None),), 100, [50_000, 0, 67, 33]),
    (((GOAL, 10_000, None),), 1_500_000, [50_000, 0, 500_000, 1_000_000]),
    (((WAJIB, 5_000, None), (GOAL, 5_000, 30_000)), 600_000, [50_000, 110_000, 460_000, 30_000]),
    (((POKOK, 5_000, None),), 100_000, [50_000, 0, 100_000, 0]),
    (((WAJIB, 1_000, 20_000), (GOAL, 2_500, None)), 1_000_001,
     [50_000, 20_000, 730_001, 250_000]),
]  # fmt: skip


@pytest.mark.parametrize(("parts", "sum_rp", "after"), TABLE)
def test_a_transfer_is_divided_as_she_wished_and_the_rest_is_sukarela(
    kept, siti, parts, sum_rp, after
):
    divided(siti, *parts)
    shown = sharing.of_member(kept.book, siti, amount_rp=sum_rp, on=TODAY)
    booked(kept, row("TRF 000013", sum_rp, TODAY.isoformat()))
    assert holds(kept, siti) == after
    beforehand = {one.code: one.amount_rp for one in shown.parts}
    assert [beforehand.get(code, 0) for code in codes(siti)] == [
        now - was for now, was in zip(after, [50_000, 0, 0, 0], strict=True)
    ]


def test_two_transfers_of_one_file_do_not_fill_a_goal_twice(kept, siti):
    divided(siti, (GOAL, 10_000, None))
    day = TODAY.isoformat()
    booked(kept, row("TRF 000013", 800_000, day), row("LAGI 000013", 800_000, day))
    assert holds(kept, siti) == [50_000, 0, 600_000, 1_000_000]


def test_it_holds_for_money_of_that_day_on_and_never_backwards(kept, siti):
    divided(siti, (GOAL, 10_000, None))
    before = (TODAY - timedelta(1)).isoformat()
    booked(kept, row("TRF 000013", 1_000, before), row("TRF 000013", 2_000, TODAY.isoformat()))
    assert holds(kept, siti)[2:] == [1_000, 2_000]


def test_what_is_found_to_be_hers_is_divided_too(kept, siti):
    divided(siti, (GOAL, 4_000, None))
    booked(kept, row("TRF 000014", 50_000, TODAY.isoformat()))
    assert holds(kept, siti)[2:] == [0, 0]
    identify(kept, unknown(kept)[0].credit)
    assert holds(kept, siti)[2:] == [30_000, 20_000]


def test_the_newest_division_holds_and_the_one_before_stays(kept, siti):
    divided(siti, (GOAL, 10_000, None))
    divided(siti, (GOAL, 1_000, None), by=kept.coop.by_treasurer, told="Telepon")
    newest, first = dividing.of(siti)
    assert [one.share_bp for one in newest.parts] == [1_000]
    assert [one.share_bp for one in first.parts] == [10_000]
    assert newest.division.told == "Telepon"
    assert Division.objects.count() == 2


def test_what_cannot_be_is_refused(kept, siti):
    with pytest.raises(Refused, match="lebih dari 100%"):
        divided(siti, (GOAL, 6_000, None), (WAJIB, 4_001, None))
    with pytest.raises(Refused, match="menyampaikannya"):
        divided(siti, (GOAL, 6_000, None), by=kept.coop.by_treasurer, told=" ")
    other = kept.member("Wati Ningsih")
    kept.account(other, kept.product(name="Lain"))
    foreign = Wish(dividing.places(siti, on=TODAY)[GOAL], 100)
    with pytest.raises(Refused, match="sudah ditutup"):
        dividing.divide(
            member=other, wishes=[foreign], by=kept.coop.by_treasurer, at=NOW, today=TODAY,
            told="Telepon",
        )  # fmt: skip


def test_without_a_licence_nothing_is_divided(world):
    noted = scenes.savings(world, licensed=False)
    member = noted.member("Siti Aminah")
    with pytest.raises(Refused, match="belum punya izin"):
        divided(member, (WAJIB, 100, None), by=noted.coop.by_treasurer, told="Telepon")


@pytest.mark.django_db
class TestEverySum(TestCase):
    """For all sums, percentages and limits: nothing is lost, nothing is more than it may be."""

    def setUp(self):
        self.kept = scenes.savings(stories.world())
        self.siti = make_siti(self.kept)

    @settings(max_examples=40, deadline=None)
    @given(
        st.integers(1, 10**10),
        st.lists(st.integers(1, 3_333), min_size=3, max_size=3),
        st.lists(st.none() | st.integers(1, 10**9), min_size=3, max_size=3),
    )
    def test_the_parts_make_the_sum_and_keep_their_limits(self, sum_rp, shares, most):
        divided(self.siti, *zip((POKOK, WAJIB, GOAL), shares, most, strict=True))
        hers = sharing.of_member(self.kept.book, self.siti, amount_rp=sum_rp, on=TODAY)
        got = {one.code: one.amount_rp for one in hers.parts}
        assert sum(got.values()) == sum_rp
        assert all(rp > 0 for rp in got.values())
        pokok, wajib, _free, goal = codes(self.siti)
        needs = [0, 110_000, 1_000_000]
        for code, bp, limit, need in zip((pokok, wajib, goal), shares, most, needs, strict=True):
            assert got.get(code, 0) <= min(need, limit or need, sum_rp * bp // 10_000 + 1)


ATTACKS = {
    "remittance_part_goes_to_one_place": {"due": ""},
    "remittance_part_is_of_a_whole": {"until_bp": 10_001},
    "remittance_part_most_is_a_sum": {"most_rp": 0},
    "remittance_part_mark_once": {"until_bp": 500},
    "remittance_part_due_once": {"due": "3102"},
}


@pytest.mark.parametrize("name", ATTACKS)
def test_the_database_refuses_parts_that_cannot_be(kept, siti, name):
    made = divided(siti, (WAJIB, 500, None))
    facts = {"village": siti.village, "division": made, "due": "3101", "until_bp": 900}
    with pytest.raises(IntegrityError), transaction.atomic():
        DivisionPart(**facts | ATTACKS[name]).save(force_insert=True)
    for attack in (
        "UPDATE remittance_divisionpart SET until_bp = 9999",
        "DELETE FROM remittance_divisionpart",
        "UPDATE remittance_division SET since = '2020-01-01'",
        "DELETE FROM remittance_division",
    ):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(attack)


def test_siti_divides_from_abroad_and_wati_only_reads(kept, siti, opened):
    client = opened(siti.resident.user)
    mine = reverse("transfers:division", args=[siti.pk])
    assert mine in client.get(reverse("books:book", args=[siti.pk])).content.decode()
    change = reverse("transfers:divide", args=[siti.pk])
    form = {"request_id": uuid4(), "share_1": "5", "most_1": "20rb", "share_2": "96"}
    answer = client.post(change, form)
    assert answer.status_code == 422
    assert "lebih dari 100%" in answer.content.decode()
    form |= {"share_2": "12,5", "request_id": uuid4()}
    for _twice in range(2):
        assert client.post(change, form).status_code == 302
    assert Division.objects.count() == 1
    with few_queries(QUERIES):
        page = client.get(mine, {"sum": "1jt"}).content.decode()
    assert "Rp125.000" in page
    assert "Rp855.000" in page
    wati = kept.coop.resident("Wati Ningsih")
    wati.user = stories.user("wati", "Wati Ningsih")
    wati.save(update_fields=["user"])
    reader = opened(wati.user)
    assert reader.get(mine).status_code == 404
    named = Named("CONTACT", "ibu", resident=wati)
    trusted.name(member=siti, named=named, by=kept.coop.by_chair, at=NOW)
    assert "12,5%" in reader.get(mine).content.decode()
    assert reader.post(change, form).status_code == 404


def test_the_treasurer_writes_it_with_her_word(kept, siti, opened):
    client = opened(kept.coop.treasurer)
    group = kept.coop.group
    places = [group.village.slug, group.pk]
    with few_queries(QUERIES):
        page = client.get(reverse("remittance:divisions", args=places), {"q": "Siti"})
    here = reverse("remittance:division", args=[*places, siti.pk])
    assert here in page.content.decode()
    change = reverse("remittance:divide", args=[*places, siti.pk])
    form = {"request_id": uuid4(), "share_1": "5", "share_2": "20"}
    assert client.post(change, form).status_code == 422
    assert client.post(change, form | {"told": "Telepon 3 November"}).status_code == 302
    with few_queries(QUERIES):
        assert "Telepon 3 November" in client.get(here).content.decode()
    (section,) = [
        one for one in held.told(siti.village, [siti.resident_id]) if "embagian" in str(one)
    ]
    assert "20%" in str(section)
    held.erase(siti.village, [siti.resident_id], NOW)
    assert Division.objects.get().told == "-"


def test_before_it_is_booked_the_treasurer_sees_what_each_account_would_get(kept, siti, opened):
    divided(siti, (GOAL, 10_000, None))
    made = taken(kept, row("TRF 000013", 1_600_000, TODAY.isoformat()))
    places = [kept.coop.group.village.slug, kept.coop.group.pk]
    client = opened(kept.coop.treasurer)
    with few_queries(QUERIES):
        page = client.get(reverse("remittance:statement", args=[*places, made.pk]))
    ahead = f"{reverse('remittance:division', args=[*places, siti.pk])}?sum=1600000"
    assert ahead in page.content.decode()
    with few_queries(QUERIES):
        shown = client.get(ahead).content.decode()
    statements.book(book=kept.book, statement=made, signed=kept.signed(), today=TODAY)
    assert holds(kept, siti)[2:] == [600_000, 1_000_000]
    for sum_told in ("Rp600.000", "Rp1.000.000", "Rp1.600.000"):
        assert sum_told in shown
