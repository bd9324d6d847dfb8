"""What a group sells: products begin, change their price, and are no longer offered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from rembuk.enterprise.models import Product, Unit
from rembuk.lib.errors import Refused
from rembuk.lib.names import clean_text
from rembuk.villages import audit
from rembuk.villages.actors import Actor
from rembuk.villages.models import Group


@dataclass(frozen=True)
class Facts:
    """What is told of a product; the price in whole rupiah for one unit."""

    name: str
    unit: str = Unit.PIECE
    price_rp: int | None = None
    to_order: bool = True


@transaction.atomic
def add(*, group: Group, facts: Facts, by: Actor, at: datetime, synthetic: bool = False) -> Product:
    """Add a product. Errors: Refused without a name, or for one the group offers already."""
    name = _free_name(group, facts)
    product = Product.objects.create(
        village=group.village, group=group, name=name, unit=Unit(facts.unit),
        price_rp=facts.price_rp, to_order=facts.to_order, synthetic=synthetic,
    )  # fmt: skip
    audit.record(
        village=group.village, verb="enterprise.product_added", subject=product, by=by, at=at
    )
    return product


@transaction.atomic
def change(*, product: Product, facts: Facts, by: Actor, at: datetime) -> Product:
    """Change a product. Errors: as add."""
    product.take_turn()
    before = facts_of(product)
    product.name = _free_name(product.group, facts, but=product)
    product.unit, product.price_rp = Unit(facts.unit), facts.price_rp
    product.to_order = facts.to_order
    product.save(update_fields=["name", "unit", "price_rp", "to_order"])
    after = facts_of(product)
    changes = [
        (name, getattr(before, name), getattr(after, name))
        for name in ("name", "unit", "price_rp", "to_order")
        if getattr(before, name) != getattr(after, name)
    ]
    if changes:
        audit.record(
            village=product.village, verb="enterprise.product_changed", subject=product, by=by,
            at=at, changes=changes,
        )  # fmt: skip
    return product


@transaction.atomic
def end(*, product: Product, by: Actor, at: datetime, today: date) -> Product:
    """Offer a product no longer; what was sold of it stays."""
    product.take_turn()
    if product.ended_on is None:
        product.ended_on = today
        product.save(update_fields=["ended_on"])
        audit.record(
            village=product.village, verb="enterprise.product_ended", subject=product, by=by, at=at
        )
    return product


@transaction.atomic
def offer_again(*, product: Product, by: Actor, at: datetime) -> Product:
    """Offer a product again. Errors: Refused if another of its name is offered now."""
    product.take_turn()
    if product.ended_on is not None:
        _free_name(product.group, facts_of(product), but=product)
        product.ended_on = None
        product.save(update_fields=["ended_on"])
        audit.record(
            village=product.village, verb="enterprise.product_added", subject=product, by=by, at=at
        )
    return product


def facts_of(product: Product) -> Facts:
    """Return what is told of a product."""
    return Facts(product.name, product.unit, product.price_rp, product.to_order)


def offered(group: Group) -> QuerySet[Product]:
    """Return what a group offers now, by name."""
    mine = Product.objects.of(group.village).filter(group=group, ended_on__isnull=True)
    return mine.order_by("name", "pk")


def ended(group: Group) -> QuerySet[Product]:
    """Return what a group offers no longer, by name."""
    mine = Product.objects.of(group.village).filter(group=group, ended_on__isnull=False)
    return mine.order_by("name", "pk")


def _free_name(group: Group, facts: Facts, *, but: Product | None = None) -> str:
    name = clean_text(facts.name)[0]
    if not name:
        raise Refused(_("Write the name of the product."))
    if facts.price_rp is not None and facts.price_rp <= 0:
        raise Refused(_("Write a price above Rp0, or leave it empty."))
    same = offered(group).filter(name__iexact=name)
    if (same.exclude(pk=but.pk) if but else same).exists():
        raise Refused(_("%(name)s is offered already. Choose another name.") % {"name": name})
    return name
