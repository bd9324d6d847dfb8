"""All money of a surplus goes somewhere, and nobody's place in the list counts."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from rembuk.lib.calculation import Inputs
from rembuk.surplus import business, calc, funds
from rembuk.surplus.members import MemberRounding, pool_shares

POOLS = st.integers(0, 10**11)
BASES = st.lists(st.integers(0, 10**9) | st.fractions(0, 99, max_denominator=12), max_size=25)
ROUNDINGS = st.builds(
    MemberRounding,
    st.sampled_from(["largest_remainder", "floor"]),
    st.sampled_from([1, 100, 500, Fraction(1, 4)]),
)


@st.composite
def splits(draw):
    """Percentages that make exactly 1, among them those that a whole distribution needs."""
    names = ["dana_cadangan", "jasa_modal", "jasa_usaha", "sosial", "pendidikan"]
    cuts = sorted(draw(st.lists(st.integers(0, 1000), min_size=4, max_size=4)))
    parts = [b - a for a, b in zip([0, *cuts], [*cuts, 1000], strict=True)]
    return {n: Fraction(part, 1000) for n, part in zip(names, parts, strict=True)}


@given(POOLS, BASES, ROUNDINGS)
def test_each_share_is_within_one_multiple_of_its_exact_part(pool, bases, rounding):
    names = [f"{n:03}" for n in range(len(bases))]
    shares = pool_shares(pool, bases, names=names, rounding=rounding)
    if not any(bases):
        assert not any(shares)
        return
    given_out = pool - pool % rounding.multiple if rounding.mode != "floor" else pool
    for share, base in zip(shares, bases, strict=True):
        exact = given_out * Fraction(base) / sum(bases)
        assert share % rounding.multiple == 0
        assert abs(share - exact) < rounding.multiple
        assert rounding.mode != "floor" or share <= exact
    if rounding.mode == "largest_remainder":
        assert sum(shares) == given_out


@given(POOLS, BASES, ROUNDINGS, st.randoms())
def test_the_order_of_members_does_not_matter(pool, bases, rounding, chance):
    people = [(f"{n:03}", base) for n, base in enumerate(bases)]
    told = pool_shares(pool, bases, names=[name for name, _base in people], rounding=rounding)
    of = dict(zip([name for name, _base in people], told, strict=True))
    chance.shuffle(people)
    names = [name for name, _base in people]
    again = pool_shares(pool, [base for _name, base in people], names=names, rounding=rounding)
    assert dict(zip(names, again, strict=True)) == of


@given(st.integers(0, 10**12), splits(), BASES, ROUNDINGS)
def test_a_whole_surplus_is_in_its_funds_and_its_members(shu, percentages, bases, rounding):
    members = [
        {"no": f"{n}", "simpanan_pokok_wajib": str(int(base)), "jasa_pinjaman_dibayar": str(n)}
        for n, base in enumerate(bases)
    ]
    told = calc.shu_distribution(
        Inputs(
            {
                "shu": str(shu), "members": members,
                "percentages": {name: str(part) for name, part in percentages.items()},
                "member_rounding": {
                    "mode": rounding.mode, "multiple": str(float(rounding.multiple))
                },
            }
        )
    )  # fmt: skip
    assert sum(map(int, told["funds"].values())) == shu
    assert told["unallocated"] == "0"
    paid = sum(Fraction(one["total"]) for one in told["members"])
    assert paid == Fraction(told["sum_members"])
    pools = int(told["funds"]["jasa_modal"]) + int(told["funds"]["jasa_usaha"])
    assert paid + Fraction(told["to_dana_cadangan"]) == pools


@given(st.integers(0, 10**10), st.integers(0, 10**10), st.integers(0, 10**10), splits())
def test_what_others_brought_never_reaches_members(members_rp, others_rp, cost_rp, percentages):
    if cost_rp > members_rp + others_rp:
        return
    told = business.divided(
        members_rp=Fraction(members_rp), others_rp=Fraction(others_rp), cost_rp=Fraction(cost_rp),
        percentages=percentages, others_to="dana_cadangan",
    )  # fmt: skip
    assert sum(told.funds.values()) == told.shu == told.of_members + told.of_others
    assert told.funds["jasa_usaha"] <= told.of_members * percentages["jasa_usaha"]
    assert told.funds["dana_cadangan"] >= told.of_others


@given(st.integers(1, 10**12), st.integers(0, 10**12))
def test_a_loss_is_in_the_reserve_or_carried(loss, before):
    after, carried = funds.covered(Fraction(-loss), Fraction(before))
    assert before - loss == after - carried
    assert after == 0 or carried == 0
