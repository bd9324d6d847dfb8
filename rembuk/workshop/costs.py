"""What an order costs: material, wages and the rest; per piece, and the price below which it loses.

While nothing was used or sewn yet, material and wages are planned from what earlier orders of the
same thing needed and from today's wages; the sheet says which of the two it shows. What it leaves
out it names, and then it tells no price below which the group loses.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from fractions import Fraction
from statistics import median

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from rembuk.lib.errors import Refused
from rembuk.lib.names import clean_text
from rembuk.lib.rounding import rounded, rupiah
from rembuk.villages import audit
from rembuk.villages.actors import Actor
from rembuk.workshop import material, rates, stages, work
from rembuk.workshop.material import MILLI, Learned, Stock
from rembuk.workshop.models import Operation, Order, OtherCost, WorkOutput
from rembuk.workshop.stages import Standing


@dataclass(frozen=True)
class Row:
    """One line of a cost sheet: what, how much of it, whole rupiah; None while nobody knows."""

    what: str
    how_much: str
    sum_rp: int | None


@dataclass(frozen=True)
class Sheet:
    """What an order costs in whole rupiah; `planned` says that some of it is foreseen only.

    `uncounted` are the things of which nobody knows what material they need: it is not in the sum.
    """

    material: list[Row]
    wages: list[Row]
    extra: list[OtherCost]
    pieces: int
    price_rp: int | None
    planned: bool
    uncounted: list[str] = field(default_factory=list)

    @property
    def other(self) -> list[Row]:
        """What else it costs, a line each."""
        return [Row(each.what, "", each.amount_rp) for each in self.extra]

    @property
    def rows(self) -> list[Row]:
        """Every line."""
        return [*self.material, *self.wages, *self.other]

    @property
    def unpriced(self) -> list[str]:
        """Of what nobody knows the price."""
        return [row.what for row in self.rows if row.sum_rp is None]

    @property
    def unknown(self) -> list[str]:
        """What the sum leaves out: what has no price, and things whose material nobody knows."""
        return [*self.unpriced, *self.uncounted]

    @property
    def total_rp(self) -> int:
        """What is known of it altogether."""
        return sum(row.sum_rp or 0 for row in self.rows)

    @property
    def known_rp(self) -> int:
        """What is known of the cost of one piece, upward."""
        return int(rounded(Fraction(self.total_rp, self.pieces), mode="ceil"))

    @property
    def floor_rp(self) -> int | None:
        """What one piece costs, upward: for less the group pays itself; None while a part lacks."""
        return None if self.unknown else self.known_rp

    @property
    def left_rp(self) -> int | None:
        """What is left of the price, below zero where it costs more; None while a part lacks."""
        if self.price_rp is None or self.unknown:
            return None
        return self.price_rp - self.total_rp


@transaction.atomic
def add_other(*, order: Order, what: str, amount_rp: int, by: Actor, at: datetime) -> OtherCost:
    """Write down what else an order costs. Errors: Refused without a thing or a sum."""
    told = clean_text(what)[0]
    if not told or amount_rp <= 0:
        raise Refused(_("Write what it is, and a sum above Rp0."))
    row = OtherCost.objects.create(
        village=order.village, order=order, what=told, amount_rp=amount_rp, recorded_at=at,
        recorded_by=by.user,
    )  # fmt: skip
    audit.record(
        village=order.village, verb="workshop.cost_added", subject=order,
        subject_name=str(order.number), by=by, at=at, changes=[("what", None, told)],
    )  # fmt: skip
    return row


@transaction.atomic
def take_back_other(*, cost: OtherCost, by: Actor, at: datetime) -> OtherCost:
    """Take back what else an order cost: it was written by mistake. The row stays.

    Errors: Refused if it is taken back already.
    """
    cost.take_turn()
    if cost.withdrawn_at is not None:
        raise Refused(_("This is taken back already. Open the page again."))
    cost.withdrawn_at, cost.withdrawn_by = at, by.user
    cost.save(update_fields=["withdrawn_at", "withdrawn_by"])
    audit.record(
        village=cost.village, verb="workshop.cost_taken_back", subject=cost.order,
        subject_name=str(cost.order.number), by=by, at=at, changes=[("what", cost.what, None)],
    )  # fmt: skip
    return cost


def others(order: Order) -> QuerySet[OtherCost]:
    """Return what else an order costs."""
    rows = OtherCost.objects.of(order.village).filter(order=order, withdrawn_at__isnull=True)
    return rows.order_by("pk")


def sheet(one: Standing, *, on: date) -> Sheet:
    """Count what an order costs, from what was used and sewn, else as it is foreseen on a day.

    Five queries.
    """
    order = one.order
    learned = material.learned(order.group)
    used = [
        (learned.stock[move.material_id], move.amount_milli)
        for move in learned.moves
        if move.order_id == order.pk
    ]
    sewn = [each for each in work.of_order(order) if each.withdrawn_at is None]
    is_over = one.stage in stages.OVER
    needs = {} if is_over else _needs(one, learned)
    amounts = _altogether(used, _foreseen(one, needs, learned))
    wages = _wages(one, sewn, on=None if is_over else on)
    return Sheet(
        material=[_material(stock, amount) for stock, amount in amounts],
        wages=wages,
        extra=list(others(order)),
        pieces=one.pieces,
        price_rp=one.total_rp,
        planned=not is_over,
        uncounted=_uncounted(one, needs, is_used=bool(used)),
    )


def _material(stock: Stock, amount_milli: int) -> Row:
    price = stock.price_rp
    sum_rp = None if price is None else rupiah(price * amount_milli / MILLI)
    amount = material.told_amount(amount_milli, stock.material.unit)
    return Row(stock.material.name, amount, sum_rp)


def _altogether(
    used: Iterable[tuple[Stock, int]], foreseen: Iterable[tuple[Stock, int]]
) -> list[tuple[Stock, int]]:
    """Return how much of each material an order takes: what was used, and what is still to come."""
    stocks: dict[int, Stock] = {}
    gone: dict[int, int] = {}
    for stock, amount in used:
        stocks[stock.material.pk] = stock
        gone[stock.material.pk] = gone.get(stock.material.pk, 0) + amount
    for stock, amount in foreseen:
        stocks.setdefault(stock.material.pk, stock)
        gone[stock.material.pk] = max(gone.get(stock.material.pk, 0), amount)
    return [(stocks[pk], amount) for pk, amount in gone.items()]


def _wages(one: Standing, sewn: Sequence[WorkOutput], *, on: date | None) -> list[Row]:
    """The wages of what was sewn by the rates of their days, and of the rest by those of `on`.

    Without `on` nothing more comes: the order is over. Work without a rate has a sum nobody knows.
    """
    priced = rates.of(one.order.group)
    found: dict[Operation, list[int | None]] = {}
    for each in sewn:
        rate = priced.on(each.operation_id, each.on)
        good = each.pieces - each.rejected
        told = found.setdefault(each.operation, [0, 0])
        told[0] = (told[0] or 0) + good
        told[1] = None if rate is None or told[1] is None else told[1] + good * rate.rate_rp
    for operation in priced.operations if on is not None else ():
        assert on is not None
        rate = priced.on(operation.pk, on)
        count, sum_rp = found.get(operation, [0, 0])
        rest = max(one.pieces - (count or 0), 0)
        if rate is not None and rest:
            more = None if sum_rp is None else sum_rp + rest * rate.rate_rp
            found[operation] = [(count or 0) + rest, more]
    return [Row(work.name, _pieces(count or 0), sum_rp) for work, (count, sum_rp) in found.items()]


def _needs(one: Standing, learned: Learned) -> dict[str, dict[int, Fraction]]:
    """How much of each material a piece of each thing needed, where earlier orders tell it.

    Only an order of that one thing tells: in a mixed one nobody knows what went into which.
    """
    found: dict[str, dict[int, Fraction]] = {}
    for thing in {line.what for line in one.lines}:
        pieces = {
            order: made[thing] for order, made in learned.made.items() if set(made) == {thing}
        }
        of_order: dict[int, dict[int, int]] = {}
        for move in learned.moves:
            if move.order_id in pieces:
                needed = of_order.setdefault(move.material_id, {})
                needed[move.order_id] = needed.get(move.order_id, 0) + move.amount_milli
        if of_order:
            found[thing] = {
                pk: Fraction(median(Fraction(n, pieces[order]) for order, n in needed.items()))
                for pk, needed in of_order.items()
            }
    return found


def _foreseen(
    one: Standing, needs: Mapping[str, Mapping[int, Fraction]], learned: Learned
) -> list[tuple[Stock, int]]:
    """What the lines of an order need by what is known of their things."""
    altogether: dict[int, Fraction] = {}
    for line in one.lines:
        for pk, each in needs.get(line.what, {}).items():
            altogether[pk] = altogether.get(pk, Fraction(0)) + each * line.quantity
    return [(learned.stock[pk], int(rounded(amount))) for pk, amount in altogether.items()]


def _uncounted(
    one: Standing, needs: Mapping[str, Mapping[int, Fraction]], *, is_used: bool
) -> list[str]:
    """The things whose material is not in the sheet, in the order of the lines.

    What an order used itself tells enough where it is over, or where all of it is one thing.
    """
    things = dict.fromkeys(line.what for line in one.lines)
    if is_used and (one.stage in stages.OVER or len(things) == 1):
        return []
    return [thing for thing in things if thing not in needs]


def _pieces(count: int) -> str:
    return _("%(n)s pieces") % {"n": count}
