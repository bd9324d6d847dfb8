"""The pages and `rembuk calc` agree; a member who adds up the steps on paper finds her share."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from rembuk.enterprise.models import Membership
from rembuk.lib.calculation import Inputs
from rembuk.shares import calc, reckoning
from rembuk.shares.belonging import Member
from rembuk.shares.models import Belonging, Leftover, Rule, Weighing
from rembuk.shares.models.rules import UNITS_RP, WHOLE

DAY = date(2026, 1, 1)
FIELDS = ("by_equal", "by_pieces", "by_duty", "by_capital")


@st.composite
def sums(draw):
    """A sum, a rule, and people with weights that are not all nought."""
    cuts = sorted(draw(st.lists(st.integers(0, WHOLE), min_size=3, max_size=3)))
    parts = [b - a for a, b in zip([0, *cuts], [*cuts, WHOLE], strict=True)]
    first = [draw(st.integers(0, 3000)) for _part in range(3)]
    rule = Rule(
        **dict(zip(FIELDS, parts, strict=True)),
        cash_part=first[0], reserve_part=first[1], cooperative_part=first[2],
        unit_rp=draw(st.sampled_from(UNITS_RP)), leftover=draw(st.sampled_from(Leftover.values)),
        belonging=draw(st.sampled_from([Belonging.WHOLE, Belonging.DAYS])),
    )  # fmt: skip
    count = draw(st.integers(1, 12))
    people = [
        Member(
            Membership(pk=n, name=f"P{n}", joined_on=DAY), frozenset({n}), draw(st.integers(1, 90))
        )
        for n in range(count)
    ]
    weights = {}
    for kind in rule.weighs():
        told = [Fraction(draw(st.integers(0, 9999)), 100) for _one in people]
        told[draw(st.integers(0, count - 1))] += 1
        weights[kind] = dict(enumerate(told))
    return draw(st.integers(1, 10**10)), rule, people, weights


@given(sums())
def test_pages_and_calc_agree(drawn):
    amount_rp, rule, people, weights = drawn
    told = reckoning.reckon(amount_rp, rule=rule, people=people, weights=weights)
    shown = {
        kind: [
            Fraction(one.days if rule.belonging == Belonging.DAYS else 1)
            if kind == Weighing.EQUAL
            else weights[kind][one.membership.pk]
            for one in people
        ]
        for kind in rule.weighs()
    }
    found = calc.profit_share_tiered(
        Inputs(
            {
                "amount": amount_rp,
                "first": [
                    {"name": name, "percent": f"{part // 100}.{part % 100:02}"}
                    for name, part in (
                        ("kas", rule.cash_part), ("cadangan", rule.reserve_part),
                        ("koperasi", rule.cooperative_part),
                    )
                ],
                "members": [one.name for one in people],
                "weights": [str(weight) for weight in reckoning.combined(rule, shown)],
                "unit": rule.unit_rp,
                "leftover": rule.leftover.lower(),
            }
        )
    )  # fmt: skip
    assert found["members"] == {line.member.name: line.share_rp for line in told.lines}
    assert list(found["first"].values()) == [told.cash_rp, told.reserve_rp, told.cooperative_rp]
    assert found["group_cash"] == told.left_rp


@given(sums(), st.randoms())
def test_nothing_is_lost_and_nobodys_place_in_the_list_counts(drawn, chance):
    amount_rp, rule, people, weights = drawn
    told = reckoning.reckon(amount_rp, rule=rule, people=people, weights=weights)
    parts = told.cash_rp + told.reserve_rp + told.cooperative_rp
    assert parts + told.members_rp + told.left_rp == amount_rp
    assert all(line.share_rp % rule.unit_rp == 0 for line in told.lines)
    mixed = list(people)
    chance.shuffle(mixed)
    if rule.leftover == Leftover.CASH:
        again = reckoning.reckon(amount_rp, rule=rule, people=mixed, weights=weights)
        assert {line.member.name: line.share_rp for line in again.lines} == {
            line.member.name: line.share_rp for line in told.lines
        }


@given(sums())
def test_the_steps_on_paper_give_the_share(drawn):
    amount_rp, rule, people, weights = drawn
    told = reckoning.reckon(amount_rp, rule=rule, people=people, weights=weights)
    assert sum((line.exact_rp for line in told.lines), Fraction(0)) == told.spread_rp
    for line in told.lines:
        by_hand = sum(
            (told.spread_rp * Fraction(part, WHOLE) * f.weight / f.all_weights
             for f, part in zip(line.factors, rule.weighs().values(), strict=True)),
            Fraction(0),
        )  # fmt: skip
        assert by_hand == line.exact_rp
        assert line.down_rp <= line.exact_rp < line.down_rp + rule.unit_rp
        assert line.share_rp - line.down_rp in {0, rule.unit_rp if told.spreads else 0}
    extra = sum(line.has_one_more for line in told.lines)
    assert extra == (told.extra_units if told.spreads else 0)
