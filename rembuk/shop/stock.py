"""What lies on the shelf and what of it may be promised: each piece to one buyer only.

Quantities are sums of movements, nothing is kept beside them. Whoever takes pieces waits for the
turn of their product first, so two people cannot take the last one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q, QuerySet, Sum
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rembuk.cash.models import ExpectedMoney
from rembuk.enterprise.models import Product
from rembuk.lib.errors import Refused
from rembuk.shop.models import Movement, Promise, Reason, Stall, Visit
from rembuk.shop.models.stock import COME, GO, SIZE_LETTERS_MAX
from rembuk.villages import audit
from rembuk.villages.actors import Actor
from rembuk.villages.models import Group, Village
from rembuk.workshop.models import OrderLine

PIECES_MAX = 100_000
Kept = tuple[int, str]  # a product and a size of it


@dataclass(frozen=True)
class Item:
    """A product, in one size where it has sizes."""

    product: Product
    size: str = ""

    @property
    def key(self) -> Kept:
        """What tells it from others."""
        return (self.product.pk, self.size)

    def __str__(self) -> str:
        return f"{self.product.name} {self.size}".strip()


@dataclass(frozen=True)
class Level:
    """How many pieces of something there are, and where."""

    shelf: int = 0
    promised: int = 0
    at_stalls: int = 0

    @property
    def available(self) -> int:
        """How many may still be promised, sold or left at a stall."""
        return max(0, self.shelf - self.promised)

    @property
    def short(self) -> int:
        """How many are promised and no longer there: a count or damage took them."""
        return max(0, self.promised - self.shelf)


@dataclass(frozen=True)
class Noted:
    """Who writes a movement, when, for which day, a word about it, and where who bought lives."""

    by: Actor
    at: datetime
    on: date
    note: str = ""
    place: str = ""  # workshop.models.Place, of a sale where somebody asked


def item_of(product: Product, size: str = "") -> Item:
    """Return a product in a size, written the one way: 'xl ' is XL."""
    return Item(product, size.strip().upper()[:SIZE_LETTERS_MAX])


def levels(village: Village, products: Iterable[Product], *, today: date) -> dict[Kept, Level]:
    """Return how many there are of each product and size: two queries, however many."""
    pks = [product.pk for product in products]
    rows = Movement.objects.of(village).filter(product__in=pks).order_by()
    sums = rows.values_list("product_id", "size").annotate(Sum("shelf"), Sum("at_stall"))
    held = {(pk, size): (shelf, at_stall) for pk, size, shelf, at_stall in sums}
    kept = open_promises(village, today=today).filter(product__in=pks).order_by()
    promised: dict[Kept, int] = defaultdict(int)
    for pk, size, pieces in kept.values_list("product_id", "size", "pieces"):
        promised[pk, size] += pieces
    return {
        key: Level(held.get(key, (0, 0))[0], promised[key], held.get(key, (0, 0))[1])
        for key in sorted({*held, *promised})
    }


def level(item: Item, *, today: date) -> Level:
    """Return how many there are of one thing."""
    found = levels(item.product.village, [item.product], today=today)
    return found.get(item.key, Level())


def available(village: Village, products: Iterable[Product], *, today: date) -> dict[int, int]:
    """Return how many pieces of each product may be promised, all sizes together."""
    free: dict[int, int] = defaultdict(int)
    for (pk, _size), one in levels(village, products, today=today).items():
        free[pk] += one.available
    return free


def at_stall(stall: Stall) -> dict[Kept, int]:
    """Return what lies at a stall."""
    rows = Movement.objects.of(stall.village).filter(stall=stall).order_by()
    sums = rows.values_list("product_id", "size").annotate(Sum("at_stall"))
    return {(pk, size): pieces for pk, size, pieces in sums if pieces}


def open_promises(village: Village, *, today: date) -> QuerySet[Promise]:
    """Return the promises that hold today, the first to end first."""
    holds = Q(keep_until__gte=today) | Q(line__isnull=False)
    there = Promise.objects.of(village).filter(holds, ended_at__isnull=True)
    return there.order_by("keep_until", "pk")


@transaction.atomic
def come(*, item: Item, reason: Reason, pieces: int, noted: Noted) -> Movement:
    """Put pieces on the shelf: made or bought. Errors: Refused for no number of pieces."""
    assert reason in COME
    _check(pieces)
    item.product.take_turn()
    return _write(item, reason, shelf=pieces, noted=noted)


@transaction.atomic
def go(
    *, item: Item, reason: Reason, pieces: int, noted: Noted, today: date,
    money: ExpectedMoney | None = None,
) -> Movement:  # fmt: skip
    """Take pieces from the shelf: sold, or spoilt; `money` is what a sale brings.

    What is spoilt is a fact, also where it was promised. Errors: Refused for more than there are,
    and for selling what is promised to somebody else.
    """
    assert reason in GO
    _check(pieces)
    _take(item, pieces, today=today, promised_too=reason != Reason.SOLD)
    return _write(item, reason, shelf=-pieces, noted=noted, money=money)


@transaction.atomic
def count(*, item: Item, found: int, noted: Noted) -> Movement | None:
    """Say how many lie on the shelf; the difference is written. None where there is none."""
    if not 0 <= found <= PIECES_MAX:
        raise Refused(_("Write how many there are, 0 or more."))
    item.product.take_turn()
    more = found - level(item, today=noted.on).shelf
    if not more:
        return None
    reason = Reason.FOUND if more > 0 else Reason.MISSING
    return _write(item, reason, shelf=more, noted=noted)


@transaction.atomic
def promise(
    *, item: Item, pieces: int, keep_until: date, whom: str, by: Actor, at: datetime, today: date,
    line: OrderLine | None = None,
) -> Promise:  # fmt: skip
    """Keep pieces for somebody until a day, or for a line of an order until it is over.

    Errors: Refused for more than are free.
    """
    _check(pieces)
    if keep_until < today:
        raise Refused(_("Choose today or a later day."))
    _take(item, pieces, today=today, promised_too=False)
    made = Promise.objects.create(
        village=item.product.village, product=item.product, size=item.size, pieces=pieces,
        keep_until=keep_until, whom=whom.strip()[:60], at=at, by=by.user, line=line,
    )  # fmt: skip
    audit.record(
        village=made.village, verb="shop.promised", subject=item.product, by=by, at=at,
        changes=[("pieces", None, pieces), ("keep_until", None, keep_until)],
    )  # fmt: skip
    return made


@transaction.atomic
def release(*, promise: Promise, by: Actor, at: datetime) -> Promise:
    """Keep the pieces no longer: others may have them."""
    promise.take_turn()
    if promise.ended_at is None:
        _end(promise, sold=False, at=at)
        audit.record(
            village=promise.village, verb="shop.released", subject=promise.product, by=by, at=at,
            changes=[("pieces", None, promise.pieces)],
        )  # fmt: skip
    return promise


@transaction.atomic
def hand_over(
    *, promise: Promise, noted: Noted, today: date, money: ExpectedMoney | None = None
) -> Movement:
    """Sell the pieces to whom they were promised; `money` is what it brings.

    Errors: Refused if the promise ended before, or if they are no longer there.
    """
    promise.take_turn()
    lapsed = promise.keep_until < today and promise.line_id is None
    if promise.ended_at is not None or lapsed:
        raise Refused(_("These pieces are no longer kept for anybody. Record the sale instead."))
    _end(promise, sold=True, at=noted.at)
    item = Item(promise.product, promise.size)
    promise.sale = go(
        item=item, reason=Reason.SOLD, pieces=promise.pieces, noted=noted, today=today, money=money
    )
    promise.save(update_fields=["sale"])
    return promise.sale


@transaction.atomic
def give(*, item: Item, stall: Stall, pieces: int, noted: Noted, visit: Visit) -> Movement:
    """Leave pieces at a stall. Errors: Refused for more than are free."""
    _check(pieces)
    _take(item, pieces, today=noted.on, promised_too=False)
    return _write(item, Reason.GIVEN, shelf=-pieces, at=(stall, pieces), visit=visit, noted=noted)


@transaction.atomic
def undo(*, movement: Movement, noted: Noted) -> Movement:
    """Write a movement's opposite; `noted.note` is why. Both stay visible.

    Errors: Refused where it was taken back before, belongs to a visit, or its pieces are gone.
    """
    product = movement.product
    product.take_turn()
    if movement.reason == Reason.TAKEN_BACK or movement.visit_id is not None:
        raise Refused(
            _("A visit, or what was taken back, stays as it is. Count the shelf instead.")
        )
    if Movement.objects.of(product.village).filter(takes_back=movement).exists():
        raise Refused(_("This is taken back already. Open the page again."))
    item = Item(product, movement.size)
    if movement.shelf > 0:
        _take(item, movement.shelf, today=noted.on, promised_too=False)
    return _write(item, Reason.TAKEN_BACK, shelf=-movement.shelf, noted=noted, back=movement)


def leave_stall(
    *, item: Item, stall: Stall, reason: Reason, pieces: int, noted: Noted, visit: Visit
) -> Movement:
    """Write that pieces left a stall; what came back whole lies on the shelf again."""
    item.product.take_turn()
    back = pieces if reason == Reason.RETURNED else 0
    return _write(item, reason, shelf=back, at=(stall, -pieces), visit=visit, noted=noted)


def history(product: Product) -> QuerySet[Movement]:
    """Return every movement of a product, the newest first."""
    mine = Movement.objects.of(product.village).filter(product=product)
    shown = mine.select_related("stall", "by", "takes_back", "taken_back_by", "promise")
    return shown.order_by("-on", "-pk")


def moved(group: Group) -> QuerySet[Product]:
    """Return the products of a group of which something was ever written, by name."""
    written = Movement.objects.of(group.village).order_by().values("product")
    mine = Product.objects.of(group.village).filter(group=group, pk__in=written)
    return mine.order_by("name", "pk")


def _check(pieces: int) -> None:
    if not 0 < pieces <= PIECES_MAX:
        raise Refused(_("Write how many pieces, 1 or more."))


def _take(item: Item, pieces: int, *, today: date, promised_too: bool) -> None:
    """Wait for the product's turn, and refuse more than may be taken."""
    item.product.take_turn()
    now = level(item, today=today)
    most = now.shelf if promised_too else now.available
    if pieces <= most:
        return
    told = {"name": str(item), "count": most, "promised": now.promised}
    if now.shelf == most:
        raise Refused(
            ngettext(
                "Only %(count)s of %(name)s is on the shelf. Write fewer, or count the shelf"
                " first.",
                "Only %(count)s of %(name)s are on the shelf. Write fewer, or count the shelf"
                " first.",
                most,
            )
            % told
        )
    raise Refused(
        ngettext(
            "Only %(count)s of %(name)s is free: %(promised)s are kept for somebody."
            " Write fewer, or release what is kept.",
            "Only %(count)s of %(name)s are free: %(promised)s are kept for somebody."
            " Write fewer, or release what is kept.",
            most,
        )
        % told
    )


def _end(promise: Promise, *, sold: bool, at: datetime) -> None:
    promise.ended_at, promise.sold, promise.whom = at, sold, ""
    promise.save(update_fields=["ended_at", "sold", "whom"])


def _write(
    item: Item, reason: Reason, *, shelf: int, noted: Noted,
    at: tuple[Stall, int] | None = None, visit: Visit | None = None,
    money: ExpectedMoney | None = None, back: Movement | None = None,
) -> Movement:  # fmt: skip
    stall, at_stall = at or (None, 0)
    product = item.product
    row = Movement.objects.create(
        village=product.village, product=product, size=item.size, reason=reason, shelf=shelf,
        at_stall=at_stall, stall=stall, visit=visit, on=noted.on, note=noted.note, at=noted.at,
        by=noted.by.user, synthetic=product.synthetic, expected=money, takes_back=back,
        buyer_place=noted.place if reason == Reason.SOLD else "",
    )  # fmt: skip
    if visit is None:  # a visit tells itself
        audit.record(
            village=product.village, verb="shop.moved", subject=product, by=noted.by, at=noted.at,
            changes=[("moved_because", None, reason.value), ("pieces", None, abs(shelf))],
        )  # fmt: skip
    return row
