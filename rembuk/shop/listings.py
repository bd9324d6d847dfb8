"""Goods in the shop window: shown, changed, taken out, shown again."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from rembuk.enterprise import products
from rembuk.enterprise.models import Product
from rembuk.enterprise.pictures import Picture
from rembuk.lib.errors import Refused
from rembuk.lib.names import clean_text
from rembuk.shop import motifs, photos
from rembuk.shop.models import CharacterAnswer, Listing
from rembuk.villages import audit
from rembuk.villages.actors import Actor
from rembuk.villages.models import Group, Village


@dataclass(frozen=True)
class Permission:
    """What the owner of a character allowed: who, on which paper, until when; None: no end."""

    by: str = ""
    paper: str = ""
    until: date | None = None


@dataclass(frozen=True)
class Showing:
    """What is told of a product in the window: the product itself, words about it, an answer."""

    product: products.Facts
    description: str = ""
    character_answer: str = ""
    permission: Permission = field(default_factory=Permission)


class CharacterAsked(Refused):
    """Name or description speak of a known character: an answer, or more of it, is needed first."""


@transaction.atomic
def show(
    *, group: Group, showing: Showing, picture: Picture | None = None, by: Actor, at: datetime,
    today: date, product: Product | None = None,
) -> Listing:  # fmt: skip
    """Put a product into the window: a new one, or one that the group offers already.

    Errors: Refused for what products.add and change refuse, for a product that is shown or no
    longer offered; CharacterAsked for a known character without an answer, or with a permission
    that names nobody, no paper, or is over.
    """
    answered = _answered(showing, today)
    if product is None:
        product = products.add(group=group, facts=showing.product, by=by, at=at)
    else:
        products.change(product=product, facts=showing.product, by=by, at=at)
        if product.ended_on is not None:
            raise Refused(
                _("%(name)s is no longer offered. Offer it again first.") % _name(product)
            )
        if now_shown(group.village).filter(product=product).exists():
            raise Refused(_("%(name)s is in the window already.") % _name(product))
    listing = Listing.objects.create(
        village=group.village, product=product, since_on=today, **answered
    )
    audit.record(village=group.village, verb="shop.shown", subject=listing, by=by, at=at)
    if picture:
        photos.add(listing=listing, picture=picture, by=by, at=at)
    return listing


@transaction.atomic
def change(*, listing: Listing, showing: Showing, by: Actor, at: datetime, today: date) -> Listing:
    """Change what stands in the window. Errors: as show."""
    listing.take_turn()
    answered = _answered(showing, today)
    products.change(product=listing.product, facts=showing.product, by=by, at=at)
    changes = [
        (name, getattr(listing, name) or "", value or "")
        for name, value in answered.items()
        if getattr(listing, name) != value
    ]
    for name, *_values in changes:
        setattr(listing, name, answered[name])
    if changes:
        listing.save(update_fields=[name for name, *_values in changes])
        audit.record(
            village=listing.village, verb="shop.changed", subject=listing, by=by, at=at,
            changes=changes,
        )  # fmt: skip
    return listing


@transaction.atomic
def take_out(*, listing: Listing, by: Actor, at: datetime, today: date) -> Listing:
    """Take a product out of the window; that it was there, and its photos, stay."""
    listing.take_turn()
    if listing.until_on is None:
        listing.until_on = today
        listing.save(update_fields=["until_on"])
        audit.record(village=listing.village, verb="shop.taken_out", subject=listing, by=by, at=at)
    return listing


@transaction.atomic
def show_again(*, listing: Listing, by: Actor, at: datetime) -> Listing:
    """Undo taking a product out. Errors: Refused if it is shown in another row, or has ended."""
    listing.take_turn()
    if listing.until_on is None:
        return listing
    if now_shown(listing.village).filter(product=listing.product).exists():
        raise Refused(_("%(name)s is in the window already.") % _name(listing.product))
    if listing.product.ended_on is not None:
        raise Refused(
            _("%(name)s is no longer offered. Offer it again first.") % _name(listing.product)
        )
    listing.until_on = None
    listing.save(update_fields=["until_on"])
    audit.record(village=listing.village, verb="shop.shown", subject=listing, by=by, at=at)
    return listing


def now_shown(village: Village) -> QuerySet[Listing]:
    """Return what is in the windows of a village's groups, the newest first."""
    there = Listing.objects.of(village).filter(
        until_on__isnull=True, product__ended_on__isnull=True
    )
    return there.select_related("product").order_by("-since_on", "-pk")


def shown_by(group: Group) -> QuerySet[Listing]:
    """Return what one group shows now."""
    return now_shown(group.village).filter(product__group=group)


def not_shown(group: Group) -> QuerySet[Product]:
    """Return what a group offers and does not show, by name."""
    shown = shown_by(group).values("product")
    return products.offered(group).exclude(pk__in=shown)


def showing_of(listing: Listing) -> Showing:
    """Return what is told in the window now."""
    permission = Permission(listing.permitted_by, listing.permitted_paper, listing.permitted_until)
    facts = products.facts_of(listing.product)
    return Showing(facts, listing.description, listing.character_answer, permission)


def _answered(showing: Showing, today: date) -> dict[str, Any]:
    """Return description, character, answer and permission as they are kept."""
    description = clean_text(showing.description)[0]
    character = motifs.character_in(showing.product.name, description)
    kept: dict[str, Any] = {
        "description": description, "character": character, "character_answer": "",
        "permitted_by": "", "permitted_paper": "", "permitted_until": None,
    }  # fmt: skip
    if not character:
        return kept
    if showing.character_answer not in CharacterAnswer.values:
        raise CharacterAsked(
            _(
                "%(character)s belongs to somebody who may forbid selling it. Choose what is"
                " true below, or show another motif."
            )
            % {"character": character}
        )
    kept["character_answer"] = showing.character_answer
    if showing.character_answer == CharacterAnswer.PERMITTED:
        kept |= _permitted(showing.permission, today)
    return kept


def _permitted(permission: Permission, today: date) -> dict[str, Any]:
    by, paper = clean_text(permission.by)[0], clean_text(permission.paper)[0]
    if not by or not paper:
        raise CharacterAsked(
            _("Write who allowed it, and on which paper. Without them it is not shown.")
        )
    if permission.until is not None and permission.until < today:
        raise CharacterAsked(
            _("This permission is over. Ask the owner again, or show another motif.")
        )
    return {"permitted_by": by, "permitted_paper": paper, "permitted_until": permission.until}


def _name(product: Product) -> dict[str, str]:
    return {"name": product.name}
