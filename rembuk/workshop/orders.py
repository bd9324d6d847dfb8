"""Orders from asking to handing over: each step a dated row, undone by taking it back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from rembuk.enterprise.models import Product
from rembuk.lib.errors import Refused
from rembuk.lib.names import clean_text
from rembuk.villages import audit
from rembuk.villages.actors import Actor
from rembuk.villages.models import Group
from rembuk.workshop import customers, payments, shelf, stages
from rembuk.workshop.customers import Buyer
from rembuk.workshop.models import Order, OrderLine, OrderStep, Payment, Stage

MOVES = (*stages.WORK[1:], Stage.DELIVERED)  # what one press of a button records
PIECES_MOST = 100_000
NOTE_LETTERS_MAX = 300
Changes = Sequence[tuple[str, object, object]]


@dataclass(frozen=True)
class Line:
    """One kind of thing that is asked for; the price is in whole rupiah for one.

    A product gives its name, and its price where none is written.
    """

    what: str
    quantity: int
    price_rp: int | None = None
    size: str = ""
    product: Product | None = None


@dataclass(frozen=True)
class Terms:
    """What is agreed when something is ordered: down payment in whole rupiah, and the day.

    `prices_rp` gives lines that had no price theirs, by the line's key.
    """

    ready_on: date
    down_payment_rp: int = 0
    prices_rp: Mapping[int, int] = field(default_factory=dict)
    note: str = ""  # what else is agreed; left empty it changes nothing
    is_given: bool = True  # the down payment: else it is agreed, and nobody expects it yet


@dataclass(frozen=True)
class TakenBack:
    """A step that was taken back, and how many pieces are not kept again: others have them now."""

    step: OrderStep
    gone: int = 0


@transaction.atomic
def enquire(
    *,
    group: Group,
    customer: Buyer,
    lines: Sequence[Line],
    note: str = "",
    by: Actor,
    at: datetime,
    today: date,
    synthetic: bool = False,
) -> Order:
    """Write down what somebody asks for; nothing is promised yet, prices may be missing.

    Errors: Refused without a name or anything asked for, and as customers.meet.
    """
    order = _begin(group, customer, lines, note=note, today=today, synthetic=synthetic)
    _step(order, Stage.ENQUIRY, on=today, by=by, at=at)
    _tell("enquired", order, by=by, at=at)
    return order


@transaction.atomic
def take(
    *,
    group: Group,
    customer: Buyer,
    lines: Sequence[Line],
    terms: Terms,
    by: Actor,
    at: datetime,
    today: date,
    synthetic: bool = False,
) -> Order:
    """Take an order with its prices, down payment and day.

    Errors: Refused as enquire; without a price, for more down payment than it costs, and for a
    day that is over.
    """
    order = _begin(group, customer, lines, note=terms.note, today=today, synthetic=synthetic)
    _agree(order, terms, today=today)
    _order(order, by=by, at=at, today=today, is_given=terms.is_given)
    return order


@transaction.atomic
def offer(*, order: Order, terms: Terms, by: Actor, at: datetime, today: date) -> Order:
    """Offer what was asked for at a price, for a day. Errors: as place."""
    return _settle(order, Stage.OFFER, terms, by=by, at=at, today=today)


@transaction.atomic
def place(*, order: Order, terms: Terms, by: Actor, at: datetime, today: date) -> Order:
    """Turn an enquiry or an offer into an order.

    Errors: Refused if it is one already or is over, and as take.
    """
    return _settle(order, Stage.ORDERED, terms, by=by, at=at, today=today)


@transaction.atomic
def move(
    *, order: Order, to: Stage, paid_rp: int = 0, by: Actor, at: datetime, today: date
) -> OrderStep:
    """Record that an order came one step further: cut, sewn, fitted, handed over.

    `paid_rp` came when it was handed over, in whole rupiah; the treasurer books it. What the shelf
    keeps for it is sold then. Errors: Refused if this step cannot follow, for more than is left
    to pay, and where kept pieces are not there any more.
    """
    assert to in MOVES
    assert not paid_rp or to == Stage.DELIVERED
    _check_follows(order, to, today=today)
    step = _step(order, to, on=today, by=by, at=at)
    _tell("moved", order, by=by, at=at, changes=[("stage", None, to.value)])
    if paid_rp:
        payments.ask_part(order, amount_rp=paid_rp, by=by, at=at, today=today, step=step)
    shelf.moved(order, step, by=by, at=at, today=today)
    return step


@transaction.atomic
def pay(*, order: Order, amount_rp: int, by: Actor, at: datetime, today: date) -> Payment:
    """Say that the customer pays, before the end or after; the treasurer books it.

    Errors: Refused for nothing, for more than is left, and while nothing is ordered.
    """
    order.take_turn()
    if stages.stage_of(order) not in stages.OWED:
        raise Refused(_("Only what is ordered is paid. Open the order again."))
    return payments.ask_part(order, amount_rp=amount_rp, by=by, at=at, today=today)


@transaction.atomic
def call_off(
    *, order: Order, why: str, by: Actor, at: datetime, today: date, back_rp: int = 0
) -> OrderStep:
    """Call an order off, with the reason; money nobody booked yet is expected no longer.

    `back_rp` of what was booked goes back to the customer, when the treasurer pays it. Errors:
    Refused without a reason, if it is over, or for more than was booked.
    """
    said = clean_text(why)[0]
    if not said:
        raise Refused(_("Write why the order is called off."))
    _check_follows(order, Stage.CANCELLED, today=today)
    step = _step(order, Stage.CANCELLED, on=today, by=by, at=at, note=said)
    payments.drop_waiting(order, step, by=by, at=at)
    if back_rp:
        payments.pay_back(order, step, amount_rp=back_rp, by=by, at=at, today=today)
    shelf.moved(order, step, by=by, at=at, today=today)
    _tell("called_off", order, by=by, at=at)
    return step


@transaction.atomic
def take_back(*, step: OrderStep, by: Actor, at: datetime) -> TakenBack:
    """Take back the last step of an order: it stands as before. The row stays, with who and when.

    A calling off gives back what it let go: the money is expected anew, the pieces are kept again
    as far as nobody took them meanwhile. Errors: Refused if another step came after it, it is the
    first one, or the treasurer has recorded the money that came with it.
    """
    order = step.order
    order.take_turn()
    counting = list(stages.kept(order)[:2])
    if not counting or counting[0].pk != step.pk:
        raise Refused(_("This is not the last step any more. Open the order again."))
    if len(counting) == 1:
        raise Refused(_("This is how the order began. Call the order off instead."))
    step = counting[0]
    today = at.astimezone(order.village.zone).date()
    step.withdrawn_at, step.withdrawn_by = at, by.user
    step.save(update_fields=["withdrawn_at", "withdrawn_by"])
    payments.take_back(order, step, by=by, at=at, today=today)
    gone = shelf.taken_back(order, step, by=by, at=at, today=today)
    _tell("step_taken_back", order, by=by, at=at, changes=[("stage", step.kind, None)])
    return TakenBack(step, gone)


@transaction.atomic
def promise(*, order: Order, ready_on: date, by: Actor, at: datetime, today: date) -> Order:
    """Promise another day. The trail keeps the old one. Errors: Refused for a day that is over."""
    order.take_turn()
    if stages.stage_of(order) not in stages.WORK:
        raise Refused(_("Only an order in work has a ready date. Open it again."))
    _check_ahead(ready_on, today=today)
    before, order.ready_on = order.ready_on, ready_on
    order.save(update_fields=["ready_on"])
    changes = [("ready_on", before and before.isoformat(), ready_on.isoformat())]
    _tell("promised", order, by=by, at=at, changes=changes)
    return order


def _begin(
    group: Group,
    customer: Buyer,
    lines: Sequence[Line],
    *,
    note: str,
    today: date,
    synthetic: bool,
) -> Order:
    group.take_turn()  # numbers are counted in each group without a gap
    if not lines:
        raise Refused(_("Write what is ordered."))
    last = Order.objects.of(group.village).filter(group=group).aggregate(n=Max("number"))["n"]
    order = Order.objects.create(
        village=group.village, group=group, number=(last or 0) + 1, begun_on=today,
        customer=customers.meet(group, customer), note=clean_text(note)[0][:NOTE_LETTERS_MAX],
        synthetic=synthetic,
    )  # fmt: skip
    for line in lines:
        write(order, line)
    return order


def write(order: Order, line: Line) -> OrderLine:
    """Write one line of an order. Errors: Refused without a thing, a number or a fair price."""
    what = line.product.name if line.product else clean_text(line.what)[0]
    if not what:
        raise Refused(_("Write what is ordered."))
    if not 1 <= line.quantity <= PIECES_MOST:
        raise Refused(_("Write how many: from 1 to 100,000."))
    price = line.price_rp
    if price is None and line.product is not None:
        price = line.product.price_rp
    if price is not None and price <= 0:
        raise Refused(_("Write a price above Rp0, or leave it empty."))
    return OrderLine.objects.create(
        village=order.village, order=order, product=line.product, what=what,
        size=clean_text(line.size)[0], quantity=line.quantity, price_rp=price,
    )  # fmt: skip


def _settle(
    order: Order, to: Stage, terms: Terms, *, by: Actor, at: datetime, today: date
) -> Order:
    _check_follows(order, to, today=today)
    _agree(order, terms, today=today)
    if to == Stage.ORDERED:
        _order(order, by=by, at=at, today=today, is_given=terms.is_given)
    else:
        _step(order, to, on=today, by=by, at=at)
        _tell("offered", order, by=by, at=at, changes=_agreed(order))
    return order


def _order(order: Order, *, by: Actor, at: datetime, today: date, is_given: bool) -> None:
    step = _step(order, Stage.ORDERED, on=today, by=by, at=at)
    _tell("ordered", order, by=by, at=at, changes=_agreed(order))
    if order.down_payment_rp and is_given:
        payments.ask(
            order, Payment.Kind.DOWN, amount_rp=order.down_payment_rp, by=by, at=at, today=today,
            step=step,
        )  # fmt: skip


def _agree(order: Order, terms: Terms, *, today: date) -> None:
    """Write prices, down payment and day onto an order that is in our turn."""
    for line in OrderLine.objects.of(order.village).filter(order=order, withdrawn_at__isnull=True):
        price = terms.prices_rp.get(line.pk)
        if price is not None and price != line.price_rp:
            line.price_rp = price
            line.save(update_fields=["price_rp"])
    total = stages.total_rp(order)
    if total is None:
        raise Refused(_("Write the price of each thing before it is ordered."))
    if not 0 <= terms.down_payment_rp <= total:
        raise Refused(_("The down payment is more than the order costs. Write a smaller sum."))
    _check_ahead(terms.ready_on, today=today)
    order.ready_on, order.down_payment_rp = terms.ready_on, terms.down_payment_rp
    order.note = clean_text(terms.note)[0][:NOTE_LETTERS_MAX] or order.note
    order.save(update_fields=["ready_on", "down_payment_rp", "note"])


def _check_follows(order: Order, to: Stage, *, today: date) -> None:
    order.take_turn()
    last = stages.kept(order)[0]
    if to not in stages.AFTER[Stage(last.kind)]:
        raise Refused(
            _("The order is at: %(stage)s. This step does not follow; open the order again.")
            % {"stage": last.get_kind_display()}
        )
    if today < last.on:
        raise Refused(_("The last step was recorded on a later day. Check the day."))


def _check_ahead(ready_on: date, *, today: date) -> None:
    if ready_on < today:
        raise Refused(_("Choose today or a later day."))


def _step(
    order: Order, kind: Stage, *, on: date, by: Actor, at: datetime, note: str = ""
) -> OrderStep:
    return OrderStep.objects.create(
        village=order.village, order=order, kind=kind, on=on, note=note, recorded_at=at,
        recorded_by=by.user,
    )  # fmt: skip


def _agreed(order: Order) -> Changes:
    assert order.ready_on is not None
    return [("ready_on", None, order.ready_on.isoformat())]


def _tell(what: str, order: Order, *, by: Actor, at: datetime, changes: Changes = ()) -> None:
    audit.record(
        village=order.village, verb=f"workshop.order_{what}", subject=order,
        subject_name=str(order.number), resident_id=order.customer.resident_id,
        changes=[("group", None, order.group.name), *changes], by=by, at=at,
    )  # fmt: skip
