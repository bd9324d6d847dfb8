"""Dividing as a rule: computed, proposed, agreed by somebody else, paid when it is booked."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

import pytest

from rembuk.cash import expected, lines
from rembuk.cash.lines import Money
from rembuk.cash.models import ExpectedMoney
from rembuk.cash.purposes import Way
from rembuk.enterprise import members
from rembuk.enterprise.models import Membership
from rembuk.ledger import reading
from rembuk.ledger.posting import Signed
from rembuk.lib.errors import Refused
from rembuk.shares import dividing, paying, results, rules
from rembuk.shares.dividing import Told
from rembuk.shares.models import Agreeing, Belonging, Leftover, Share, Sharing, Weighing
from rembuk.shares.paying import State
from rembuk.shares.rules import Terms
from rembuk.shares.tests.conftest import NOW, SINCE, TODAY
from rembuk.villages.audit import sentence
from rembuk.villages.models import AuditEntry
from rembuk.workshop import orders, payments, rates, work
from rembuk.workshop.customers import Buyer
from rembuk.workshop.models import Stage
from rembuk.workshop.orders import Line
from rembuk.workshop.orders import Terms as Terms_

TODAY_ = {"today": TODAY}


def agreed_rule(tailors, decision, since=SINCE, **terms):
    terms = {"leftover": Leftover.SPREAD, **terms}
    return rules.record(
        group=tailors.group, terms=Terms(**terms), since=since, resolution=decision,
        by=tailors.chair, at=NOW,
    )  # fmt: skip


def divided(tailors, amount_rp=100_000, since=SINCE, until=TODAY, **more):
    return dividing.begin(
        group=tailors.group, told=Told(since, until, "Seragam", amount_rp), by=tailors.chair,
        at=NOW, today=TODAY, **more,
    )  # fmt: skip


def proposed(tailors, **more):
    return dividing.propose(sharing=divided(tailors, **more), by=tailors.chair, at=NOW)


def agreed(tailors, **more):
    return dividing.agree(
        sharing=proposed(tailors, **more), by=tailors.treasurer, at=NOW, today=TODAY
    )


def standing(sharing):
    sharing = dividing.told_of(sharing.group, drafts=True).get(pk=sharing.pk)
    return paying.standings(sharing.village, [sharing])[sharing.pk]


def money(tailors, book, way, purpose, amount_rp, on):
    told = Money(way, "Toko", purpose, amount_rp, on)
    signed = Signed(by=tailors.treasurer, at=NOW, request_id=uuid4())
    return lines.record(book=book, money=told, signed=signed, today=TODAY)


def signed(tailors):
    return Signed(by=tailors.treasurer, at=NOW, request_id=uuid4())


def test_equal_shares_lose_no_rupiah(tailors, decision):
    agreed_rule(tailors, decision)
    sharing = proposed(tailors)
    shares = dict(sharing.shares.values_list("membership__name", "amount_rp"))
    assert shares == {"Siti": 33_334, "Sri": 33_333, "Wati": 33_333}


def test_or_every_share_goes_down_and_the_rest_stays_in_the_cash(tailors, decision):
    agreed_rule(tailors, decision, leftover=Leftover.CASH)
    sharing = proposed(tailors)
    assert set(sharing.shares.values_list("amount_rp", flat=True)) == {33_333}
    assert sharing.left_rp == 1


def test_parts_first_and_what_does_not_fit_stays(tailors, decision):
    agreed_rule(
        tailors, decision, cash_part=1000, reserve_part=250, cooperative_part=500, unit_rp=1000
    )
    sharing = proposed(tailors, amount_rp=1_234_567)
    assert (sharing.cash_rp, sharing.reserve_rp, sharing.cooperative_rp) == (
        123_456,
        30_864,
        61_728,
    )
    members_rp = sum(sharing.shares.values_list("amount_rp", flat=True))
    assert members_rp % 1000 == 0
    assert 123_456 + 30_864 + 61_728 + members_rp + sharing.left_rp == 1_234_567
    assert sharing.left_rp < 1000


def test_a_mix_counts_each_weighing_of_its_part(tailors, decision):
    agreed_rule(tailors, decision, by_equal=4000, by_pieces=6000)
    sharing = divided(tailors)
    for name, hundredths in (("Siti", 1000), ("Sri", 3000), ("Wati", 0)):
        correct(sharing, tailors, name, hundredths)
    dividing.propose(sharing=sharing, by=tailors.chair, at=NOW)
    shares = dict(sharing.shares.values_list("membership__name", "amount_rp"))
    # 40,000 / 3 each; of 60,000 one quarter and three quarters.
    assert shares == {"Siti": 28_334, "Sri": 58_333, "Wati": 13_333}


def correct(sharing, tailors, name, hundredths, why="Dari buku"):
    membership = members.of(tailors.group).get(pk=tailors.ids[name])
    return dividing.correct(
        sharing=sharing, membership=membership, kind=Weighing.PIECES, hundredths=hundredths,
        why=why, by=tailors.chair, at=NOW,
    )  # fmt: skip


def test_weights_that_are_all_nought_are_told_and_a_correction_stays_readable(tailors, decision):
    agreed_rule(tailors, decision, by_equal=0, by_pieces=10_000)
    sharing = divided(tailors)
    with pytest.raises(Refused, match="hasil kerja"):
        dividing.propose(sharing=sharing, by=tailors.chair, at=NOW)
    with pytest.raises(Refused, match="mengapa"):
        correct(sharing, tailors, "Siti", 500, why=" ")
    correct(sharing, tailors, "Siti", 500)
    correct(sharing, tailors, "Siti", 700, why="Dihitung ulang")
    assert [one.hundredths for one in dividing.corrections(sharing)] == [700, 500]
    assert dividing.reckoned(sharing).lines[0].share_rp == 100_000


@pytest.mark.parametrize(
    ("belonging", "shares"),
    [
        (Belonging.WHOLE, {"Siti": 33_334, "Sri": 33_333, "Wati": 33_333}),
        # 90, 30 and 90 days.
        (Belonging.DAYS, {"Siti": 42_857, "Sri": 14_286, "Wati": 42_857}),
        (Belonging.LAST_DAY, {"Siti": 50_000, "Wati": 50_000}),
    ],
)
def test_who_left_meanwhile_is_counted_as_the_rule_says(tailors, decision, belonging, shares):
    leaver = members.of(tailors.group).get(pk=tailors.ids["Sri"])
    members.leave(
        membership=leaver, left_on=date(2026, 1, 31), why="FAMILY", by=tailors.chair, at=NOW,
        today=TODAY,
    )  # fmt: skip
    agreed_rule(tailors, decision, belonging=belonging)
    sharing = proposed(tailors)
    assert dict(sharing.shares.values_list("membership__name", "amount_rp")) == shares


def test_who_left_and_came_back_is_one_person(tailors, decision):
    leaver = members.of(tailors.group).get(pk=tailors.ids["Sri"])
    told = {"by": tailors.chair, "at": NOW, "today": TODAY}
    members.leave(membership=leaver, left_on=date(2026, 1, 31), why="FAMILY", **told)
    joining = members.Joining(date(2026, 3, 2), name="Sri")
    members.join(group=tailors.group, joining=joining, **told)
    agreed_rule(tailors, decision, belonging=Belonging.DAYS)
    found = {one.name: one.days for one in dividing.people(divided(tailors))}
    assert found == {"Siti": 90, "Wati": 90, "Sri": 60}


def test_an_older_period_keeps_the_rule_of_its_day(tailors, decision):
    first = agreed_rule(tailors, decision)
    second = agreed_rule(tailors, decision, since=date(2026, 3, 1), cash_part=1000)
    assert divided(tailors, until=date(2026, 2, 28)).rule == first
    assert divided(tailors).rule == second
    with pytest.raises(Refused, match="dibagi"):
        rules.drop(rule=first, why="keliru", by=tailors.chair, at=NOW)


def test_the_cash_says_what_a_period_left(tailors, decision, purse):
    agreed_rule(tailors, decision)
    money(tailors, purse, Way.IN, "sale", 900_000, date(2026, 2, 1))
    money(tailors, purse, Way.OUT, "materials", 300_000, date(2026, 2, 3))
    money(tailors, purse, Way.IN, "grant", 500_000, date(2026, 2, 4))
    assert results.next_period(tailors.group, **TODAY_) == (SINCE, TODAY)
    sharing = divided(tailors, amount_rp=None)
    assert sharing.amount_rp == 600_000
    money(tailors, purse, Way.OUT, "materials", 1_000, date(2026, 2, 5))
    with pytest.raises(Refused, match="Hitung"):
        dividing.propose(sharing=sharing, by=tailors.chair, at=NOW)
    again = proposed(tailors, amount_rp=None)
    assert again.amount_rp == 599_000
    with pytest.raises(Refused, match="sudah dibagi"):
        divided(tailors, amount_rp=None, since=TODAY)
    assert results.next_period(tailors.group, **TODAY_) == (TODAY, TODAY)


def test_a_loss_is_not_divided(tailors, decision, purse):
    agreed_rule(tailors, decision)
    with pytest.raises(Refused, match="Belum ada yang bisa dibagi"):
        divided(tailors, amount_rp=None)
    money(tailors, purse, Way.OUT, "materials", 300_000, date(2026, 2, 3))
    with pytest.raises(Refused, match="rugi"):
        divided(tailors, amount_rp=None)


REFUSED = [
    ({"until": date(2026, 4, 1)}, "hari ini atau hari sebelumnya"),
    ({"since": TODAY, "until": SINCE}, "Hari pertama"),
    ({"amount_rp": None}, "kas"),
]


@pytest.mark.parametrize(("told", "says"), REFUSED)
def test_what_cannot_be_divided_is_told_why(tailors, decision, told, says):
    with pytest.raises(Refused, match="aturan"):
        divided(tailors)
    agreed_rule(tailors, decision)
    with pytest.raises(Refused, match=says):
        divided(tailors, **told)


def test_somebody_else_agrees_and_once(tailors, decision):
    agreed_rule(tailors, decision)
    sharing = proposed(tailors)
    told = {"sharing": sharing, "at": NOW, "today": TODAY}
    with pytest.raises(Refused, match="sendiri"):
        dividing.agree(by=tailors.chair, **told)
    dividing.agree(by=tailors.treasurer, **told)
    with pytest.raises(Refused):
        dividing.agree(by=tailors.treasurer, **told)
    with pytest.raises(Refused):
        dividing.propose(sharing=sharing, by=tailors.chair, at=NOW)


def test_the_members_agree_where_the_rule_asks_them(tailors, decision, later):
    agreed_rule(tailors, decision, agreeing=Agreeing.MEETING)
    sharing = proposed(tailors)
    with pytest.raises(Refused, match="keputusan"):
        dividing.agree(sharing=sharing, by=tailors.treasurer, at=NOW, today=TODAY)
    told = {"sharing": sharing, "by": tailors.chair, "at": NOW, "today": TODAY}
    with pytest.raises(Refused, match="sebelum 31 Maret 2026"):
        dividing.agree(**told, resolution=decision)
    dividing.agree(**told, resolution=later)
    assert standing(sharing).state == State.AGREED


def paid_and_taken_back(tailors, decision, purse):
    """A sharing of which one line was recorded, and taken back since."""
    agreed_rule(tailors, decision)
    sharing = agreed(tailors)
    first = ExpectedMoney.objects.order_by("pk").first()
    entry = expected.book(one=first, book=purse, on=TODAY, signed=signed(tailors), today=TODAY)
    lines.take_back(
        book=purse, number=entry.sequence, reason="Salah orang", signed=signed(tailors),
        today=TODAY,
    )  # fmt: skip
    return Sharing.objects.get(pk=sharing.pk)


def test_what_was_paid_and_taken_back_is_paid_anew(tailors, decision, purse):
    fresh = paid_and_taken_back(tailors, decision, purse)
    paying.pay_all(fresh, signed=signed(tailors), **TODAY_)
    assert standing(Sharing.objects.get(pk=fresh.pk)).state == State.PAID


def test_a_sharing_whose_paid_line_was_taken_back_is_ended(tailors, decision, purse):
    fresh = paid_and_taken_back(tailors, decision, purse)
    dividing.end(sharing=fresh, why="Salah hitung", by=tailors.chair, at=NOW)
    assert standing(Sharing.objects.get(pk=fresh.pk)).state == State.ENDED


def test_it_is_paid_when_every_line_stands_in_the_cash(tailors, decision, purse):
    agreed_rule(tailors, decision, cooperative_part=1000)
    sharing = agreed(tailors)
    assert (standing(sharing).state, standing(sharing).to_pay) == (State.AGREED, 4)
    first = ExpectedMoney.objects.order_by("pk").first()
    entry = expected.book(one=first, book=purse, on=TODAY, signed=signed(tailors), today=TODAY)
    assert (standing(sharing).paid, standing(sharing).paid_rp) == (1, 30_000)
    with pytest.raises(Refused, match="Bendahara sudah mencatat"):
        dividing.end(sharing=sharing, why="Salah", by=tailors.chair, at=NOW)
    assert paying.pay_all(sharing, signed=signed(tailors), **TODAY_) == (3, 0)
    assert (standing(sharing).state, standing(sharing).paid_rp) == (State.PAID, 100_000)
    assert reading.purses_of(tailors.world.here, [tailors.group.pk])[
        tailors.group.pk
    ].own_rp == 2_900_000  # fmt: skip
    receipts = {reading.line_of(purse, number).receipt_no for number in range(2, 6)}
    assert len(receipts) == 4
    lines.take_back(
        book=purse, number=entry.sequence, reason="Bukan dia", signed=signed(tailors), **TODAY_
    )
    assert standing(sharing).state == State.AGREED


def test_a_sum_from_the_limit_on_waits_for_the_second_person(tailors, decision, purse):
    agreed_rule(tailors, decision)
    sharing = agreed(tailors, amount_rp=7_500_000)
    with pytest.raises(Refused):
        paying.pay_all(sharing, signed=signed(tailors), **TODAY_)
    assert not ExpectedMoney.objects.exclude(asked=None).exists()
    money(tailors, purse, Way.IN, "sale", 9_000_000, TODAY)
    assert paying.pay_all(sharing, signed=signed(tailors), **TODAY_) == (0, 3)
    assert standing(sharing).state == State.AGREED
    with pytest.raises(Refused, match="menunggu"):
        paying.pay_all(sharing, signed=signed(tailors), **TODAY_)


def test_taken_back_before_anything_is_paid_nobody_waits_for_money(tailors, decision):
    agreed_rule(tailors, decision)
    sharing = agreed(tailors)
    with pytest.raises(Refused, match="mengapa"):
        dividing.end(sharing=sharing, why=" ", by=tailors.chair, at=NOW)
    dividing.end(sharing=sharing, why="Ada pesanan belum dibayar", by=tailors.chair, at=NOW)
    assert expected.waiting(sharing.village, [sharing.group_id]) == []
    assert standing(sharing).state == State.ENDED
    with pytest.raises(Refused):
        dividing.end(sharing=sharing, why="lagi", by=tailors.chair, at=NOW)
    assert Share.objects.filter(sharing=sharing).count() == 3


def test_the_trail_tells_it_in_sentences(tailors, decision):
    agreed_rule(tailors, decision)
    agreed(tailors)
    told = [
        sentence(line)
        for line in AuditEntry.objects.filter(verb__startswith="shares.").order_by("pk")
    ]
    assert [("mengajukan" in one) for one in told] == [False, False, True, False]
    assert all("Rp100.000" in one for one in told[1:])


def test_what_was_sewn_weighs_as_the_work_log_has_it(tailors, decision):
    """Siti sewed nine good pieces and Wati three: nobody types a number."""
    sewing = rates.begin(
        group=tailors.group, name="Jahit", rate_rp=10_000, since=SINCE, by=tailors.chair, at=NOW
    )
    for name, pieces, rejected in (("Siti", 10, 1), ("Wati", 3, 0)):
        sewer = Membership.objects.get(pk=tailors.ids[name])
        work.record(
            group=tailors.group, order=None, sewn=work.Sewn(sewer, sewing, pieces, rejected),
            by=tailors.chair, at=NOW, today=TODAY,
        )  # fmt: skip
    agreed_rule(tailors, decision, by_equal=0, by_pieces=10_000)
    told = dividing.reckoned(divided(tailors, 120_000))
    shares = {one.member.name: one.share_rp for one in told.lines}
    assert shares == {"Siti": 90_000, "Sri": 0, "Wati": 30_000}


def test_a_down_payment_is_divided_once_its_order_is_handed_over(tailors, purse):
    tailors.group.trade = "SEWING"
    tailors.group.save(update_fields=["trade"])
    order = orders.take(
        group=tailors.group, customer=Buyer("SDN 1"), lines=[Line("Seragam", 10, 85_000)],
        terms=Terms_(TODAY, 300_000), by=tailors.chair, at=NOW, today=SINCE,
    )  # fmt: skip
    (down,) = payments.of(order)
    money = ExpectedMoney.objects.get(pk=down.payment.expected_id)
    expected.book(one=money, book=purse, on=SINCE, signed=signed(tailors), today=TODAY)
    days = {"since": SINCE, "until": TODAY}
    before = results.of(tailors.group, **days)
    assert (before.left_rp, before.items[-1].amount_rp) == (0, -300_000)
    orders.move(order=order, to=Stage.DELIVERED, by=tailors.chair, at=NOW, today=TODAY)
    assert results.of(tailors.group, **days).left_rp == 300_000
