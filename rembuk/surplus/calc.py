"""The surplus of a year, its funds, its members, its statements."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from rembuk.lib.calculation import Formula, Inputs, Told
from rembuk.lib.figures import (
    DIGITS_MAX,
    above_nought,
    amount,
    decimal,
    fraction,
    listed,
    named,
    one_of,
    share,
    text,
)
from rembuk.lib.rounding import as_exact, as_text, rounded
from rembuk.lib.wrong_inputs import bad_value
from rembuk.surplus import business, funds, statements
from rembuk.surplus.members import (
    MONTHS,
    Figure,
    MemberRounding,
    exact_part,
    mean_of_months,
    pool_shares,
)

RESERVE, BY_CAPITAL, BY_USE = "dana_cadangan", "jasa_modal", "jasa_usaha"
SAVINGS, MONTH_ENDS, PAID = "simpanan_pokok_wajib", "month_end_balances", "jasa_pinjaman_dibayar"
CHARGE_RESERVE = "charge_reserve"


def shu_member(inputs: Inputs) -> Told:
    """Tell one member's part of a surplus."""
    shu = inputs.get("shu", decimal)
    parts, percentages = [], Fraction(0)
    for pct, own, of_all in (
        ("pct_jasa_modal", "member_simpanan", "total_simpanan"),
        ("pct_jasa_usaha", "member_transaksi", "total_transaksi"),
    ):
        percentage, figure = inputs.get(pct, share), inputs.get(own, amount)
        whole = inputs.get(of_all, amount)
        percentages += percentage
        if percentages > 1:
            raise bad_value(pct, "bagian yang bersama-sama paling banyak 1")
        if figure > whole:
            raise bad_value(own, f"angka yang tidak lebih besar dari {of_all}")
        parts.append(exact_part(shu, percentage, own=figure, of_all=whole))
    funds.refuse_loss(shu)
    by_capital, by_use = parts
    floors = [rounded(part, mode="floor") for part in parts]
    return {
        "jasa_modal": as_text(by_capital, 2),
        "jasa_usaha": as_text(by_use, 2),
        "total": as_text(by_capital + by_use, 2),
        "total_whole_rupiah_half_up": as_text(by_capital + by_use, 0),
        "total_whole_rupiah_floor_each": as_text(sum(floors, Fraction(0))),
    }


def shu_allocation(inputs: Inputs) -> Told:
    """Divide a surplus into named funds."""
    shu, percentages = inputs.get("shu", decimal), inputs.get("percentages", named(share))
    rest_to = inputs.get("remainder_to", text, next(iter(percentages), ""))
    if percentages and rest_to not in percentages:
        raise bad_value("remainder_to", "salah satu nama di percentages")
    return _each(funds.allocated(shu, percentages, rest_to=rest_to))


def shu_validation(inputs: Inputs) -> Told:
    """Say whether a split may be saved."""
    percentages = inputs.get("percentages", named(fraction))
    inputs.get("shu", decimal, None)
    reason = funds.fault_of(percentages)
    whole = sum(percentages.values(), Fraction(0))
    return {"valid": reason is None, "sum": as_exact(whole), "reason": reason}


def shu_distribution(inputs: Inputs) -> Told:
    """Divide a whole surplus, pools among members, or business with members and with others."""
    if "partisipasi_anggota" in inputs:
        return _business(inputs)
    if "pool_jasa_modal" in inputs or "pool_jasa_usaha" in inputs:
        return _pools(inputs)
    return _whole(inputs)


def _whole(inputs: Inputs) -> Told:
    shu = inputs.get("shu", decimal)
    if shu < 0:
        return _loss(inputs, shu)
    percentages = inputs.get("percentages", named(share))
    for needed in (RESERVE, BY_CAPITAL, BY_USE):
        Inputs(percentages).get(needed, _as_it_is)
    members = inputs.get("members", _members)
    rounding = inputs.get("member_rounding", _rounding, MemberRounding())
    divided = funds.allocated(shu, percentages, rest_to=RESERVE)
    names = [one["no"] for one in members]
    bases = [[_figure(one, field) for one in members] for field in (SAVINGS, PAID)]
    modal, usaha = (
        pool_shares(divided[fund], own, names=names, rounding=rounding)
        for fund, own in zip((BY_CAPITAL, BY_USE), bases, strict=True)
    )
    paid = sum(modal) + sum(usaha)
    return {
        "funds": _each(divided),
        "members": [
            {"no": no, "jasa_modal": _told(a), "jasa_usaha": _told(b), "total": _told(a + b)}
            for no, a, b in zip(names, modal, usaha, strict=True)
        ],
        "sum_members": _told(paid),
        "to_dana_cadangan": _told(divided[BY_CAPITAL] + divided[BY_USE] - paid),
        "unallocated": _told(shu - statements.total(divided)),
    }


def _loss(inputs: Inputs, shu: Fraction) -> Told:
    funds.refuse_not_one(inputs.get("percentages", named(share), {"": Fraction(1)}))
    if inputs.given.get("loss_policy") != CHARGE_RESERVE or RESERVE + "_before" not in inputs:
        funds.refuse_loss(shu)
    after, carried = funds.covered(shu, inputs.get(RESERVE + "_before", amount))
    return {
        "distributed": "0",
        "members_total": "0",
        "dana_cadangan_after": _told(after),
        "carried_loss": _told(carried),
    }


def _pools(inputs: Inputs) -> Told:
    pools = {BY_CAPITAL: inputs.get("pool_jasa_modal", amount)}
    if (use := inputs.get("pool_jasa_usaha", amount, None)) is not None:
        pools[BY_USE] = use
    members = inputs.get("members", _members)
    rounding = inputs.get("member_rounding", _rounding, MemberRounding())
    bases = {BY_CAPITAL: [_capital(one) for one in members]}
    bases[BY_USE] = [_figure(one, PAID) if PAID in one else 0 for one in members]
    names = [one["no"] for one in members]
    each = {
        fund: pool_shares(pool, bases[fund], names=names, rounding=rounding)
        for fund, pool in pools.items()
    }
    paid = sum(sum(shares) for shares in each.values())
    told: Told = {fund: [_told(one) for one in shares] for fund, shares in each.items()}
    if any(MONTH_ENDS in one for one in members):
        told["average"] = [as_text(base, 2) for base in bases[BY_CAPITAL]]
    told |= {"sum": _told(paid), "to_dana_cadangan": _told(sum(pools.values()) - paid)}
    return told


def _business(inputs: Inputs) -> Told:
    members_rp = inputs.get("partisipasi_anggota", amount)
    others_rp, cost_rp = inputs.get("pendapatan_non_anggota", amount), inputs.get("beban", amount)
    inputs.get("cost_split", one_of("proportional_to_income"))
    percentages = inputs.get("percentages_on_member_surplus", named(share))
    others_to = inputs.get("non_member_surplus_to", text)
    if others_to not in percentages:
        raise bad_value("non_member_surplus_to", "salah satu nama di percentages_on_member_surplus")
    told = business.divided(
        members_rp=members_rp, others_rp=others_rp, cost_rp=cost_rp, percentages=percentages,
        others_to=others_to,
    )  # fmt: skip
    sums = {
        "shu": _told(told.shu),
        "non_member_surplus": _told(told.of_others),
        "member_surplus": _told(told.of_members),
    }
    if sums.keys() & told.funds.keys():
        raise bad_value("percentages_on_member_surplus", f"nama dana selain {', '.join(sums)}")
    return sums | _each(told.funds)


def closing(inputs: Inputs) -> Told:
    """Close a trial balance into statements."""
    told = statements.closed(inputs.get("trial_balance", listed(_line)))
    return {
        "total_debit": as_exact(told.debit),
        "total_credit": as_exact(told.credit),
        "pendapatan": as_exact(told.income),
        "beban": as_exact(told.costs),
        "shu_tahun_berjalan": as_exact(told.shu),
        "total_aset": as_exact(told.assets),
        "total_kewajiban": as_exact(told.liabilities),
        "total_ekuitas_incl_shu": as_exact(told.equity),
        "balanced": told.balanced,
    }


def _line(value: Any, field: str) -> statements.Line:
    given = Inputs(value, field)
    code = given.get("account", text)
    if code[:1] not in set(statements.GROUPS):
        raise bad_value("account", "kode yang mulai dengan 1, 2, 3, 4, 5 atau 9, lalu namanya")
    return statements.Line(code, given.get("debit", amount), given.get("credit", amount))


def cash_flow(inputs: Inputs) -> Told:
    """Tell where cash came from and went."""
    opening, lines = inputs.get("opening_cash", decimal), inputs.get("lines", Inputs)
    sums = {}
    for activity in ("operating", "investing", "financing"):
        parts = lines.get(activity, listed(Inputs))
        named_sums = [(one.get("name", text), one.get("amount", decimal)) for one in parts]
        sums[activity] = sum((moved for _name, moved in named_sums), Fraction(0))
    change = statements.total(sums)
    return _each({**sums, "net_change": change, "closing_cash": opening + change})


def balance_sheet_identity(inputs: Inputs) -> Told:
    """Tell own capital from capital that is owed."""
    own = inputs.get("modal_sendiri_components", named(_as_it_is))
    statements.refuse_not_own(own)
    found = {name: amount(value, name) for name, value in own.items()}
    owed = inputs.get("modal_pinjaman", named(amount), {})
    return _each(
        {"modal_sendiri": statements.total(found), "modal_pinjaman": statements.total(owed)}
    )


def _members(value: Any, field: str) -> list[dict[str, Any]]:
    members = listed(_member)(value, field)
    if len({one["no"] for one in members}) < len(members):
        raise bad_value("no", "nomor yang berbeda-beda")
    return members


def _member(value: Any, field: str) -> dict[str, Any]:
    if type(value) is not dict or type(value.get("no")) is not str:
        Inputs(value, field).get("no", text)
    found: dict[str, Any] = value
    return found


def _figure(member: dict[str, Any], field: str) -> Figure:
    """Read a sum of one of many members: a whole one at once, any other with care."""
    value = member.get(field)
    if type(value) is str and value.isdecimal() and value.isascii() and len(value) <= DIGITS_MAX:
        return int(value)
    return Inputs(member).get(field, amount)


def _capital(member: dict[str, Any]) -> Figure:
    if member.get(MONTH_ENDS) is None:
        return _figure(member, SAVINGS)
    month_ends = Inputs(member).get(MONTH_ENDS, listed(amount))
    if len(month_ends) != MONTHS:
        raise bad_value(MONTH_ENDS, "saldo 12 akhir bulan, yang nol juga")
    return mean_of_months(month_ends)


def _rounding(value: Any, field: str) -> MemberRounding:
    given, default = Inputs(value, field), MemberRounding()
    return MemberRounding(
        given.get("mode", one_of("largest_remainder", "floor"), default.mode),
        given.get("multiple", above_nought(decimal), Fraction(default.multiple)),
    )


def _each(sums: Mapping[str, Fraction]) -> Told:
    return {name: as_exact(one) for name, one in sums.items()}


def _told(figure: Figure) -> str:
    return str(figure) if type(figure) is int else as_exact(figure)


def _as_it_is(value: Any, _field: str) -> Any:
    return value


KINDS: dict[str, Formula] = {
    "shu_member": shu_member,
    "shu_allocation": shu_allocation,
    "shu_distribution": shu_distribution,
    "shu_validation": shu_validation,
    "closing": closing,
    "cash_flow": cash_flow,
    "balance_sheet_identity": balance_sheet_identity,
}
