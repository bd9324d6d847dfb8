"""Material bought and used: stock never goes below nought; what a piece needs is learned."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from statistics import median

from django.db import transaction
from django.utils.translation import gettext as _

from rembuk.cash import expected
from rembuk.cash.lines import Money
from rembuk.cash.purposes import Way
from rembuk.lib.errors import Refused
from rembuk.lib.names import clean_text
from rembuk.villages import audit
from rembuk.villages.actors import Actor
from rembuk.villages.models import Group
from rembuk.workshop import stages
from rembuk.workshop.models import Material, MaterialMove, Order

SOURCE = "workshop.material"
MILLI, MOST_MILLI = 1_000, 100_000_000
Kind = MaterialMove.Kind


@dataclass(frozen=True)
class Bought:
    """What was bought: thousandths of the unit, whole rupiah for all of it (None: not known)."""

    amount_milli: int
    cost_rp: int | None = None
    supplier: str = ""


@dataclass(frozen=True)
class Stock:
    """One material: what is there, what a unit cost on average, how many pieces a unit made."""

    material: Material
    there_milli: int
    bought_milli: int  # with a known price
    cost_rp: int
    pieces_a_unit: Fraction | None = None

    @property
    def price_rp(self) -> Fraction | None:
        """What one unit cost on average in rupiah, exactly; None while no price is known."""
        return Fraction(self.cost_rp * MILLI, self.bought_milli) if self.bought_milli else None


@transaction.atomic
def name_material(*, group: Group, name: str, unit: str, by: Actor, at: datetime) -> Material:
    """Name a material. Errors: Refused without a name, and for one that is known."""
    group.take_turn()
    told = clean_text(name)[0]
    if not told:
        raise Refused(_("Write what the material is called."))
    if Material.objects.of(group.village).filter(group=group, name__iexact=told).exists():
        raise Refused(_("%(name)s is in the list already.") % {"name": told})
    made = Material.objects.create(
        village=group.village, group=group, name=told, unit=Material.Unit(unit)
    )
    audit.record(village=group.village, verb="workshop.material_named", subject=made, by=by, at=at)
    return made


@transaction.atomic
def buy(
    *,
    material: Material,
    bought: Bought,
    by: Actor,
    at: datetime,
    today: date,
    synthetic: bool = False,
) -> MaterialMove:
    """Record material that was bought; with a price the treasurer is told to expect it.

    Errors: Refused for nothing, and for a price of nothing.
    """
    _check_amount(bought.amount_milli)
    if bought.cost_rp is not None and bought.cost_rp <= 0:
        raise Refused(_("Write a price above Rp0, or leave it empty."))
    supplier = clean_text(bought.supplier)[0]
    paid = None
    if bought.cost_rp is not None:
        money = Money(
            Way.OUT, supplier or material.name, "materials", bought.cost_rp, today,
            memo=material.name,
        )  # fmt: skip
        told = {"by": by, "at": at, "today": today}
        paid = expected.expect(group=material.group, money=money, source=SOURCE, **told)  # type: ignore[arg-type]  # by name
    move = MaterialMove.objects.create(
        village=material.village, material=material, kind=Kind.BOUGHT,
        amount_milli=bought.amount_milli, cost_rp=bought.cost_rp, supplier=supplier,
        expected=paid, on=today, recorded_at=at, recorded_by=by.user, synthetic=synthetic,
    )  # fmt: skip
    _tell("bought", move, by=by, at=at)
    return move


@transaction.atomic
def use(
    *, material: Material, order: Order, amount_milli: int, by: Actor, at: datetime, today: date
) -> MaterialMove:
    """Record material that an order used.

    Errors: Refused for nothing, for more than is there, and for an order that is not in work.
    """
    assert material.group_id == order.group_id
    _check_amount(amount_milli)
    order.take_turn()
    if stages.stage_of(order) not in stages.WORK:
        raise Refused(_("This order is not in work. Open it again."))
    material.take_turn()
    there = there_milli(material)
    if amount_milli > there:
        raise Refused(
            _("Only %(there)s of %(name)s are there. Record what was bought first.")
            % {"there": told_amount(there, material.unit), "name": material.name}
        )
    move = MaterialMove.objects.create(
        village=material.village, material=material, kind=Kind.USED, amount_milli=amount_milli,
        order=order, on=today, recorded_at=at, recorded_by=by.user,
    )  # fmt: skip
    _tell("used", move, by=by, at=at)
    return move


@transaction.atomic
def take_back(*, move: MaterialMove, by: Actor, at: datetime) -> MaterialMove:
    """Take back what was recorded of material; the row stays.

    Errors: Refused if it is taken back already, if some of what was bought is used, or if the
    treasurer has recorded its price.
    """
    move.material.take_turn()
    move.take_turn()
    if move.withdrawn_at is not None:
        raise Refused(_("This is taken back already. Open the page again."))
    if move.kind == Kind.BOUGHT and move.amount_milli > there_milli(move.material):
        raise Refused(_("Some of it is used already. Take back the use first."))
    if move.expected is not None:
        why = _("The purchase was taken back.")
        expected.drop(move.expected, why=why, by=by, at=at)
    move.withdrawn_at, move.withdrawn_by = at, by.user
    move.save(update_fields=["withdrawn_at", "withdrawn_by"])
    _tell("taken_back", move, by=by, at=at)
    return move


def there_milli(material: Material) -> int:
    """Return how much is there, in thousandths of the unit."""
    moves = MaterialMove.objects.of(material.village).filter(
        material=material, withdrawn_at__isnull=True
    )
    return sum(
        amount if kind == Kind.BOUGHT else -amount
        for kind, amount in moves.values_list("kind", "amount_milli")
    )


@dataclass(frozen=True)
class Learned:
    """What moved of all materials, what each has and costs, and the orders it was needed for.

    `made` holds how many pieces of what an order was that is handed over: only such an order says
    what was needed.
    """

    stock: Mapping[int, Stock]
    moves: Sequence[MaterialMove]
    made: Mapping[int, Counter[str]]


def stock(group: Group) -> list[Stock]:
    """Return every material with what is there and what was learned of it, by name."""
    known = Material.objects.of(group.village).filter(group=group).order_by("name", "pk")
    there = learned(group).stock
    return [there.get(one.pk) or _stock(one, [], {}) for one in known]


def learned(group: Group) -> Learned:
    """Return what the moves of all materials tell; two queries."""
    rows = MaterialMove.objects.of(group.village).filter(
        material__group=group, withdrawn_at__isnull=True
    )
    moves = list(rows.select_related("material").order_by("on", "pk"))
    made: dict[int, Counter[str]] = {}
    lines = stages.delivered_lines(group, {move.order_id for move in moves if move.order_id})
    for order_id, what, quantity in lines.values_list("order_id", "what", "quantity"):
        made.setdefault(order_id, Counter())[what] += quantity
    found: dict[int, list[MaterialMove]] = {}
    for move in moves:
        found.setdefault(move.material_id, []).append(move)
    pieces = {order_id: things.total() for order_id, things in made.items()}
    held = {pk: _stock(of_one[0].material, of_one, pieces) for pk, of_one in found.items()}
    return Learned(held, moves, made)


def _stock(material: Material, moves: list[MaterialMove], pieces: dict[int, int]) -> Stock:
    bought = [move for move in moves if move.kind == Kind.BOUGHT]
    used: dict[int, int] = {}
    for move in moves:
        if move.order_id:
            used[move.order_id] = used.get(move.order_id, 0) + move.amount_milli
    priced = [move for move in bought if move.cost_rp is not None]
    made = [Fraction(pieces[one] * MILLI, amount) for one, amount in used.items() if one in pieces]
    return Stock(
        material,
        there_milli=sum(move.amount_milli for move in bought) - sum(used.values()),
        bought_milli=sum(move.amount_milli for move in priced),
        cost_rp=sum(move.cost_rp or 0 for move in priced),
        pieces_a_unit=Fraction(median(made)) if made else None,
    )


def told_amount(amount_milli: int, unit: str) -> str:
    """Write an amount with its unit: 2,5 kilo."""
    whole, rest = divmod(amount_milli, MILLI)
    number = f"{whole},{rest:03d}".rstrip("0") if rest else f"{whole}"
    return f"{number} {Material.Unit(unit).label}"


def _check_amount(amount_milli: int) -> None:
    if not 1 <= amount_milli <= MOST_MILLI:
        raise Refused(_("Write how much, for example 2,5."))


def _tell(what: str, move: MaterialMove, *, by: Actor, at: datetime) -> None:
    amount = told_amount(move.amount_milli, move.material.unit)
    audit.record(
        village=move.village, verb=f"workshop.material_{what}", subject=move,
        subject_name=move.material.name, by=by, at=at, changes=[("how_much", None, amount)],
    )  # fmt: skip
