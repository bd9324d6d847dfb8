"""A group's own QRIS: the chair proposes it, the treasurer agrees, only then bills carry it.

A QRIS names whose account is paid. One person alone could put her own in its place; so two read
the merchant's name and city before anybody is asked to pay with it.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from rembuk.lib.errors import Refused
from rembuk.shop import qris
from rembuk.shop.models import OwnQris
from rembuk.villages import audit
from rembuk.villages.actors import Actor
from rembuk.villages.models import Group, Village


@transaction.atomic
def propose(
    *, group: Group, text: str, by: Actor, at: datetime, synthetic: bool = False
) -> OwnQris:
    """Propose a QRIS; one that waits already is replaced.

    Errors: Refused as qris.read, and for the one that is in use already.
    """
    read = qris.read(text)
    group.take_turn()
    now = in_use(group)
    if now is not None and now.text == read.text():
        raise Refused(_("The group uses this QRIS already. Nothing more is needed."))
    for earlier in _of(group).filter(agreed_at__isnull=True):
        _end(earlier, at=at)
    one = OwnQris.objects.create(
        village=group.village, group=group, text=read.text(), merchant_name=read.merchant_name,
        city=read.city, proposed_by=by.user, proposed_at=at, synthetic=synthetic,
    )  # fmt: skip
    _tell("shop.qris_proposed", one, by=by, at=at)
    return one


@transaction.atomic
def agree(*, one: OwnQris, by: Actor, at: datetime) -> OwnQris:
    """Agree to a QRIS: bills carry it from now on, and the one before ends.

    Errors: Refused for whoever proposed it, and if it was answered before.
    """
    one.group.take_turn()
    _take_waiting(one)
    if one.proposed_by_id is not None and by.user is not None and one.proposed_by_id == by.user.pk:
        raise Refused(_("You proposed this QRIS. Ask another officer to compare the name."))
    if (before := in_use(one.group)) is not None:
        _end(before, at=at)
    one.agreed_by, one.agreed_at = by.user, at
    one.save(update_fields=["agreed_by", "agreed_at"])
    _tell("shop.qris_agreed", one, by=by, at=at)
    return one


@transaction.atomic
def turn_down(*, one: OwnQris, by: Actor, at: datetime) -> OwnQris:
    """Say no to a QRIS. Errors: Refused if it was answered before."""
    _take_waiting(one)
    _end(one, at=at)
    _tell("shop.qris_turned_down", one, by=by, at=at)
    return one


@transaction.atomic
def stop(*, one: OwnQris, by: Actor, at: datetime) -> OwnQris:
    """Use a QRIS no longer, or take back a proposal. Errors: Refused if it ended before."""
    one.take_turn()
    if one.ended_at is not None:
        raise Refused(_("This QRIS is no longer used. Nothing more is needed."))
    _end(one, at=at)
    _tell("shop.qris_stopped", one, by=by, at=at)
    return one


def in_use(group: Group) -> OwnQris | None:
    """Return the QRIS that bills of a group carry now."""
    return _of(group).filter(agreed_at__isnull=False).first()


def waiting(group: Group) -> OwnQris | None:
    """Return the QRIS that waits for a second person."""
    return _of(group).filter(agreed_at__isnull=True).first()


def waiting_in(village: Village, group_id: int) -> OwnQris | None:
    """Return what waits in a group of the village."""
    return waiting_rows(village, group_id).select_related("proposed_by").first()


def waiting_rows(village: Village, group_id: int) -> QuerySet[OwnQris]:
    """Return the rows of what waits in a group of the village."""
    return _lasting(village).filter(group=group_id, agreed_at__isnull=True)


def _of(group: Group) -> QuerySet[OwnQris]:
    return _lasting(group.village).filter(group=group).select_related("proposed_by", "agreed_by")


def _lasting(village: Village) -> QuerySet[OwnQris]:
    return OwnQris.objects.of(village).filter(ended_at__isnull=True).order_by("-pk")


def _take_waiting(one: OwnQris) -> None:
    one.take_turn()
    if one.agreed_at is not None or one.ended_at is not None:
        raise Refused(_("This QRIS was answered already. Open the page again."))


def _end(one: OwnQris, *, at: datetime) -> None:
    one.ended_at = at
    one.save(update_fields=["ended_at"])


def _tell(verb: str, one: OwnQris, *, by: Actor, at: datetime) -> None:
    audit.record(
        village=one.village, verb=verb, subject=one, by=by, at=at,
        changes=[("merchant_name", None, one.merchant_name), ("merchant_city", None, one.city)],
    )  # fmt: skip
