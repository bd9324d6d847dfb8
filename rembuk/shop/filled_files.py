"""Files of marketplaces filled for a group: kept until they are downloaded, the last three."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from rembuk.lib.errors import Refused
from rembuk.shop import filling
from rembuk.shop.filling import Goods
from rembuk.shop.models import FilledFile, Weight
from rembuk.villages import audit
from rembuk.villages.actors import Actor
from rembuk.villages.models import Group

KEPT = 3
GOODS_MAX = 300


@transaction.atomic
def make(
    *, group: Group, name: str, data: bytes, goods: Sequence[Goods], by: Actor, at: datetime
) -> FilledFile:
    """Fill a file and keep it. Errors: Refused as filling.fill, and without any goods."""
    if not goods:
        raise Refused(_("Nothing is in the shop yet. Show a product first."))
    if len(goods) > GOODS_MAX:
        raise Refused(_("A marketplace takes 300 products in one file. Show fewer."))
    done = filling.fill(data, goods)
    one = FilledFile.objects.create(
        village=group.village, group=group, marketplace=done.marketplace.name, sheet=done.sheet,
        name=name[-120:] or "lokapasar.xlsx", content=done.content,
        lines=[asdict(line) for line in done.lines], unknown=done.unknown, made_by=by.user,
        made_at=at,
    )  # fmt: skip
    older = list(kept(group).values_list("pk", flat=True)[KEPT:])
    FilledFile.objects.of(group.village).filter(pk__in=older).update(content=b"")
    audit.record(village=group.village, verb="shop.file_filled", subject=one, by=by, at=at)
    return one


@transaction.atomic
def weigh(*, group: Group, grams: Mapping[int, int | None]) -> None:
    """Remember what products weigh, by product; nothing told is left as it is."""
    for product, weight in grams.items():
        if weight is not None:
            Weight.objects.of(group.village).update_or_create(
                product_id=product, defaults={"grams": weight, "village": group.village}
            )


def kept(group: Group) -> QuerySet[FilledFile]:
    """Return the files that can still be downloaded, the newest first, without their bytes."""
    there = FilledFile.objects.of(group.village).filter(group=group).exclude(content=b"")
    return there.defer("content").order_by("-pk")
