"""SHU of 2025 from its closed book: computed, checked by another, decided by the members."""

from __future__ import annotations

import itertools
from datetime import date
from fractions import Fraction
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from rembuk.lib.errors import Refused
from rembuk.lib.ids import new_id
from rembuk.surplus import dividing, reckoning, rules, yearly
from rembuk.surplus.dividing import State
from rembuk.surplus.models import Division, DivisionStep, MemberShare, SplitRule
from rembuk.surplus.models.parts import NAMES
from rembuk.surplus.rules import Terms
from rembuk.surplus.tests.acts import (
    PARTS,
    agreed_rule,
    checked,
    computed,
    decided,
    ended,
    resolution_of,
)
from rembuk.surplus.tests.scenes import CASH, YEAR
from rembuk.villages.permissions import Office
from rembuk.villages.tests import stories
from rembuk.villages.tests.counting import few_queries
from rembuk.villages.tests.stories import NOW, TODAY


def test_each_number_can_be_done_again_by_hand(closed):
    """800,000 of members: 25% are 200,000 a pool; 300,000 of others stay in the reserve."""
    division = computed(closed)
    assert division.funds() == {
        "reserve": 240_000 + 300_000, "by_capital": 200_000, "by_use": 200_000, "board": 40_000,
        "staff": 40_000, "education": 40_000, "social": 20_000, "development": 20_000,
    }  # fmt: skip
    shares = {one.member_id: one for one in division.shares.all()}
    # Month ends: Wati 12 x 1.2 m; Tumini 12 x 0.3 m and 6 x 0.6 m; Ratna 12 x 0.3 m.
    months = [shares[one.pk].months_rp for one in (closed.wati, closed.tumini, closed.ratna)]
    assert months == [14_400_000, 7_200_000, 3_600_000]
    modal = [Fraction(200_000 * one, sum(months)) for one in months]
    paid = [shares[one.pk].by_capital_rp for one in (closed.wati, closed.tumini, closed.ratna)]
    assert sum(paid) == 200_000
    assert all(abs(exact - one) < 1 for exact, one in zip(modal, paid, strict=True))
    assert shares[closed.wati.pk].by_use_rp == 140_000
    assert shares[closed.ratna.pk].by_use_rp == 60_000
    assert shares[closed.tumini.pk].by_use_rp == 0


def test_three_people_and_a_meeting_carry_it(closed):
    division = computed(closed)
    with pytest.raises(Refused, match="Yang menghitung"):
        checked(closed, division, by=closed.coop.by_treasurer)
    resolution = resolution_of(closed.coop.group, closed.coop.by_chair)
    with pytest.raises(Refused, match="tidak ditunggu"):
        decided(closed, division, resolution)
    checked(closed, division)
    with pytest.raises(Refused, match="nomor keputusan"):
        decided(closed, division, resolution, number="  ")
    foreign = resolution_of(closed.coop.world.tailors, closed.coop.by_chair)
    with pytest.raises(Refused, match="koperasi ini"):
        decided(closed, division, foreign)
    decided(closed, division, resolution)
    assert dividing.of_year(closed.coop.group, YEAR).state == State.DECIDED
    with pytest.raises(Refused, match="sudah dihitung"):
        computed(closed)


def test_a_book_that_changed_stops_it_until_it_is_computed_anew(closed):
    from rembuk.ledger import months

    division = computed(closed)
    period = months.standings(closed.book)[date(YEAR, 12, 1)].period
    told = {"by": closed.coop.by_treasurer, "at": NOW}
    months.open_again(period=period, reason="Nota tertinggal", **told)
    with pytest.raises(Refused, match="Pembukuan berubah"):
        checked(closed, division)
    closed.booked("5202", CASH, 1000, date(YEAR, 12, 30))
    closed.close(since=12)
    with pytest.raises(Refused, match="Pembukuan berubah"):
        checked(closed, division)
    ended(closed, division, why="Nota tertinggal")
    assert computed(closed).shu_rp == 1_099_000


@pytest.mark.parametrize(
    ("cost_rp", "says"), [(1_100_000, "tidak menyisakan"), (1_500_000, "Rugi tidak dibagi")]
)
def test_a_loss_and_nothing_are_not_divided(lived, cost_rp, says):
    agreed_rule(lived)
    lived.booked("5202", CASH, cost_rp, date(YEAR, 12, 31))
    with pytest.raises(Refused, match="Tutup dulu Januari 2025"):
        computed(lived)
    lived.close()
    with pytest.raises(Refused, match=says):
        computed(lived)
    assert not Division.objects.exists()


def test_a_rule_holds_from_its_year_on_and_makes_100(closed):
    for wrong in ({"reserve": 3500}, {"reserve": 2999}):
        with pytest.raises(Refused, match="tepat 100 persen"):
            agreed_rule(closed, **wrong)
    later = Terms(2026, "RAT 04/2026", PARTS | {"reserve": 5500, "by_capital": 0})
    rules.agree(group=closed.coop.group, terms=later, by=closed.coop.by_chair, at=NOW)
    assert rules.of_year(closed.coop.group, 2025).source == "AD pasal 40"
    assert rules.of_year(closed.coop.group, 2027).source == "RAT 04/2026"
    assert rules.of_year(closed.coop.group, 2024) is None


def test_a_pool_without_a_base_stays_in_the_reserve_and_all_is_given_away(closed):
    basis = reckoning.basis_of(closed.book, yearly.year_of(closed.book, YEAR, today=TODAY))
    nobody = [reckoning.Own(one.number, one.months_rp, 0) for one in basis.members]
    told = reckoning.divided(reckoning.Basis(basis.year, basis.result, nobody), PARTS)
    assert told.funds["by_use"] == 0
    assert told.funds["reserve"] == 240_000 + 300_000 + 200_000

    @given(st.lists(st.integers(0, 10_000), min_size=7, max_size=7))
    def whole(cuts):
        ends = [0, *sorted(cuts), 10_000]
        parts = dict(zip(NAMES, (b - a for a, b in itertools.pairwise(ends)), strict=True))
        given_away = reckoning.divided(basis, parts)
        assert sum(given_away.funds.values()) == basis.result.shu_rp
        shared = sum(line.total_rp for line in given_away.lines)
        assert shared == given_away.funds["by_capital"] + given_away.funds["by_use"]
        assert shared <= basis.shared_rp

    whole()


def refused(rule):
    return pytest.raises(IntegrityError, match=rule)


def sql(statement, *values):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)


def step(division, kind, by, **more):
    with transaction.atomic():
        DivisionStep.objects.create(
            village=division.village, division=division, kind=kind, by=by, at=NOW, **more
        )


def test_the_database_refuses_what_our_functions_never_ask(closed):
    division, rule = computed(closed), SplitRule.objects.get()
    for table in ("splitrule", "division", "membershare"):
        with refused(f"surplus_{table}_append_only"):
            sql(f"DELETE FROM surplus_{table}")
    values = {f"{name}_part": part for name, part in rule.parts().items()} | {"reserve_part": 3500}
    with refused("surplus_splitrule_is_exactly_100"), transaction.atomic():
        SplitRule.objects.create(
            village=rule.village, group=rule.group, from_year=2025, source="AD", at=NOW, **values
        )
    told = {f"{name}_rp": amount for name, amount in division.funds().items()}
    same = {"village": division.village, "group": division.group, "rule": rule, "year": YEAR,
            "head": "0", "at": NOW, "shu_rp": 1_100_000, "members_rp": 800_000,
            "others_rp": 300_000}  # fmt: skip
    for name, wrong in (
        ("surplus_division_funds_are_the_whole", {"board_rp": 40_001}),
        ("surplus_division_apart_by_whose_business", {"others_rp": 299_999}),
        ("surplus_division_members_share_their_own",
         {"members_rp": 100_000, "others_rp": 1_000_000}),
        ("surplus_division_of_no_loss",
         dict.fromkeys(["shu_rp", "members_rp", "others_rp", *told], 0)),
    ):  # fmt: skip
        with refused(name), transaction.atomic():
            Division.objects.create(**{**same, **told, **wrong})


def test_the_database_knows_who_checked_and_who_decided(closed):
    division, coop = computed(closed), closed.coop
    with refused("surplus_divisionstep_checked_by_somebody_else"):
        step(division, "CHECKED", coop.treasurer)
    resolution = resolution_of(coop.group, coop.by_chair)
    with refused("surplus_divisionstep_decided_after_the_check"):
        step(division, "DECIDED", coop.chair, resolution=resolution, number="3")
    step(division, "CHECKED", coop.supervisor)
    with refused("surplus_divisionstep_decided_with_a_number"):
        step(division, "DECIDED", coop.chair, resolution=resolution)
    foreign = resolution_of(coop.world.tailors, coop.by_chair)
    with refused("surplus_divisionstep_decided_by_its_own_members"):
        step(division, "DECIDED", coop.chair, resolution=foreign, number="3")
    late = {"months_rp": 0, "paid_rp": 0, "by_capital_rp": 0, "by_use_rp": 0}
    with refused("surplus_membershare_before_the_check"), transaction.atomic():
        MemberShare.objects.create(
            village=division.village, division=division, member=coop.member("Sari"), **late
        )
    twin = Division.objects.get(pk=division.pk)
    twin.pk, twin.id = None, new_id()
    twin._state.adding = True
    twin.save()
    with refused("surplus_divisionstep_members_get_the_pools"):
        step(twin, "CHECKED", coop.supervisor)
    step(division, "DECIDED", coop.chair, resolution=resolution, number="3")
    step(division, "ENDED", coop.chair, why="keliru")


def test_the_page_leads_from_the_parts_to_the_decision(lived, client):
    """The board writes the parts, the treasurer computes, another checks; members see no names."""
    coop = lived.coop
    here = reverse("surplus:shu", args=[lived.book.village.slug, coop.group.pk])
    page = opened(client, coop.chair, here)
    assert "Tutup dulu Januari 2025" in page
    assert "SHU tahun 2025" in page
    assert "Pembagiannya belum dicatat" in page
    lived.close()
    typed = {name: str(part // 100) if part % 100 == 0 else "2,5" for name, part in PARTS.items()}
    typed |= {"from_year": "2025", "source": "AD pasal 40", "request_id": str(uuid4())}
    parts = reverse("surplus:agree_rule", args=[lived.book.village.slug, coop.group.pk])
    wrong = client.post(parts, {**typed, "reserve": "35"})
    assert (wrong.status_code, "tepat 100 persen" in wrong.text) == (422, True)
    assert client.post(parts, {**typed, "request_id": str(uuid4())}).status_code == 302
    assert "Rp540.000" in opened(client, coop.treasurer, here)
    what_if = dict.fromkeys(PARTS, "0") | {"by_use": "30", "reserve": "70", "what_if": "1"}
    assert "Rp240.000" in client.get(here, what_if).text, "30% of 800,000"
    assert "105 persen" in client.get(here, {**what_if, "reserve": "75"}).text
    sent = {"request_id": str(uuid4())}
    for _again in range(2):
        client.post(here + "compute/?year=2025", sent)
    (division,) = Division.objects.all()
    assert "Wati Ningsih" in opened(client, coop.supervisor, here)
    client.post(f"{here}{division.pk}/check/", {"request_id": str(uuid4())})
    resolution = resolution_of(coop.group, coop.by_chair)
    client.force_login(coop.chair)
    told = {"resolution": resolution.pk, "number": "03/RAT/2026", "request_id": str(uuid4())}
    client.post(f"{here}{division.pk}/decide/", told)
    sri = stories.user("sri", "Sri")
    stories.appoint(sri, Office.GROUP_MEMBER, group=coop.group)
    page = opened(client, sri, here)
    assert "03/RAT/2026" in page
    assert "Wati Ningsih" not in page
    client.force_login(coop.treasurer)
    with few_queries():
        client.get(here)


def opened(client, user, address):
    client.force_login(user)
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.text
