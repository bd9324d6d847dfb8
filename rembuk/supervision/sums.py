"""The sums that ratios are made of: from the book of a year, and the few that only people know.

Each says which accounts it is made of, so that nobody has to believe it. Whole rupiah; weighted
ones are exact. Five queries at most, whatever the size of the cooperative.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from django.db.models import Sum as Added
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from rembuk.ledger import members
from rembuk.ledger.reading import Book
from rembuk.loans.models import ProvisionLine
from rembuk.supervision import form
from rembuk.supervision.models import HealthSheet
from rembuk.surplus import yearly
from rembuk.surplus.flows import CASH
from rembuk.surplus.yearly import Line, Year

DEBITED, CREDITED, MOVED = "debited", "credited", "moved"
ALL_KINDS = ("ASSET", "LIABILITY", "EQUITY", "INCOME", "EXPENSE")
# Own capital: UU 25/1992 art. 41. Funds received: what is lent on, debts for costs left out.
OWN = ("3101", "3102", "3104", "3201", "3202")
SAVINGS = ("2101", "2102", "2103")
LENT = ("1301", "1302", "1303", "1304")
# Key -> what it is called, which accounts, and how: at the end of the year on one side, or moved.
BOOKED: Mapping[str, tuple[Promise, tuple[str, ...], str]] = {
    "assets": (_("All assets"), ("1",), DEBITED),
    "current": (_("Current assets"), ("11", "12", "13", "14"), DEBITED),
    "cash": (_("Cash and bank"), CASH, DEBITED),
    "lent": (_("Loans that are out"), LENT, DEBITED),
    "lent_members": (_("Loans to members"), ("1301",), DEBITED),
    "reserve": (_("Set aside for bad loans"), ("1309", "3202"), CREDITED),
    "soon": (_("Owed soon"), ("21",), CREDITED),
    "long": (_("Long loans"), ("22",), CREDITED),
    "savings": (_("Savings of members"), SAVINGS, CREDITED),
    "received": (_("Funds received"), (*SAVINGS, "22", *OWN, "3103"), CREDITED),
    "own": (_("Own capital (UU 25/1992)"), OWN, CREDITED),
    "dues": (_("Pokok and wajib"), ("3101", "3102"), CREDITED),
    "equity": (_("Equity"), ("3", "4", "5"), CREDITED),
    "from_members": (_("Income from members"), ("41",), MOVED),
    "from_all": (_("Income from members and others"), ("41", "42"), MOVED),
    "income": (_("All income"), ("4",), MOVED),
    "net": (_("Left of business with members"), ("41", "51"), MOVED),
    "gross": (_("Gross surplus"), ("41", "51", "42", "54"), MOVED),
    "shu": (_("Surplus of the year (SHU)"), ("4", "5"), MOVED),
    "costs": (_("Costs of the business"), ("52",), MOVED),
    "costs_all": (_("Costs of the business and of being a cooperative"), ("52", "53"), MOVED),
    "costs_members": (_("Costs of serving members"), ("51", "52", "53"), MOVED),
    "costs_total": (_("All costs"), ("5",), MOVED),
    "wages": (_("Wages"), ("5201",), MOVED),
}  # fmt: skip
COSTS = ("costs", "costs_all", "costs_members", "costs_total", "wages")
# Perdep 06/2016 as a published worksheet weighs it (KSP Tani Makmur 2010).
WHOLE, HALF = ("3101", "3102", "3201"), ("3103", "3202", "3301", "4", "5", *SAVINGS, "22")
LATE = {"kurang_lancar": Fraction(1, 2), "diragukan": Fraction(3, 4), "macet": Fraction(1)}
TYPED: Mapping[str, tuple[str, Promise]] = {
    "risky": ("risky_rp", _("Loans without enough cover")),
    "atmr": ("atmr_rp", _("Assets weighted by risk (ATMR)")),
    "benefit": ("benefit_rp", _("Benefit to members (promosi ekonomi anggota)")),
}


@dataclass(frozen=True)
class Sum:
    """One sum and what it is made of; `amount` is None where nobody knows it yet."""

    label: Promise
    amount: Fraction | None
    accounts: Sequence[Line] = ()
    typed: bool = False


def of_year(book: Book, told: Year, *, sheet: HealthSheet | None) -> dict[str, Sum]:
    """Return every sum of a year, by its key: three queries."""
    now = _by_account(book, told, since_begin=True)
    moved = _by_account(book, told, since_begin=False)
    names = yearly.names_of(book)
    found = {key: _booked(key, now=now, moved=moved, names=names) for key in BOOKED}
    found |= _weighted(now, names) | _grown(now, moved) | _typed(sheet)
    return found | _late(book, told, nothing_lent=not found["lent"].amount)


def _by_account(book: Book, told: Year, *, since_begin: bool) -> dict[str, int]:
    """Return what was credited more than debited, members' under theirs ("1301-07"): one query."""
    since = book.begins_on if since_begin else told.since
    sums: dict[str, int] = defaultdict(int)
    for one in members.moved_by(book, ALL_KINDS, since=since, until=told.until):
        sums[one.code.partition("-")[0]] += one.amount_rp
    return dict(sorted(sums.items()))


def _booked(
    key: str, *, now: Mapping[str, int], moved: Mapping[str, int], names: Mapping[str, str]
) -> Sum:
    label, codes, how = BOOKED[key]
    sign = -1 if how == DEBITED or key in COSTS else 1
    lines = _lines(moved if how == MOVED else now, codes, names, sign=sign)
    return Sum(label, Fraction(sum(line.amount_rp for line in lines)), lines)


def _lines(
    sums: Mapping[str, int], codes: Iterable[str], names: Mapping[str, str], *, sign: int = 1
) -> list[Line]:
    mine = tuple(codes)
    return [
        Line(names[code], sign * amount, code)
        for code, amount in sums.items() if code.startswith(mine) and amount
    ]  # fmt: skip


def _weighted(now: Mapping[str, int], names: Mapping[str, str]) -> dict[str, Sum]:
    whole, half = _lines(now, WHOLE, names), _lines(now, HALF, names)
    parts = [(Fraction(line.amount_rp), Fraction(1)) for line in whole]
    parts += [(Fraction(line.amount_rp), Fraction(1, 2)) for line in half]
    label = _("Weighted capital: own whole, debts and participation by half")
    return {"weighted": Sum(label, form.weighted_capital(parts), [*whole, *half])}


def _grown(now: Mapping[str, int], moved: Mapping[str, int]) -> dict[str, Sum]:
    """Return what assets and equity were when the year began, and by how much they grew."""
    found = {}
    for key, codes, sign, was, more in (
        ("assets", "1", -1, _("All assets when the year began"), _("Assets that were added")),
        ("equity", "345", 1, _("Equity when the year began"), _("Equity that was added")),
    ):
        grown, ends = (
            sign * sum(amount for code, amount in sums.items() if code[0] in codes)
            for sums in (moved, now)
        )
        found[f"{key}_before"] = Sum(was, Fraction(ends - grown))
        found[f"{key}_more"] = Sum(more, Fraction(grown))
    return found


def _late(book: Book, told: Year, *, nothing_lent: bool) -> dict[str, Sum]:
    """Return loans in trouble as the checked provision of December classed them: one query."""
    rows = ProvisionLine.objects.of(book.village).filter(
        run__group=book.group_id, run__month=told.until.replace(day=1), run__checked__isnull=False
    )
    lent = {klass: int(left) for klass, left in rows.order_by().values_list("klass").annotate(
        left=Added("left_rp"))}  # fmt: skip
    none = not lent and not nothing_lent
    risk = sum((LATE.get(klass, Fraction(0)) * left for klass, left in lent.items()), Fraction(0))
    late = Fraction(sum(left for klass, left in lent.items() if klass in LATE))
    return {
        "trouble": Sum(_("Risk of bad loans: 50, 75 and 100 percent by class"),
                       None if none else risk),
        "not_current": Sum(_("Loans that are not current"), None if none else late),
    }  # fmt: skip


def _typed(sheet: HealthSheet | None) -> dict[str, Sum]:
    found = {}
    for key, (field, label) in TYPED.items():
        amount_rp = getattr(sheet, field) if sheet else None
        amount = None if amount_rp is None else Fraction(amount_rp)
        found[key] = Sum(label, amount, typed=True)
    return found
