"""Photos that a group keeps, whatever they are of: added up to a number, shown, taken away."""

from __future__ import annotations

from datetime import datetime
from typing import Any, TypeVar, cast

from django.db.models import QuerySet
from django.utils.translation import ngettext

from rembuk.enterprise.models import KeptPhoto
from rembuk.enterprise.pictures import Picture
from rembuk.lib.errors import Refused
from rembuk.villages.actors import Actor
from rembuk.villages.models import Village

BYTES = ("picture", "medium", "thumbnail")
P = TypeVar("P", bound=KeptPhoto)


def add(
    table: type[P], village: Village, *, picture: Picture, most: int, by: Actor, at: datetime,
    **about: Any,
) -> P:  # fmt: skip
    """Add a photo of what `about` names; inside the caller's transaction, which took its turn.

    Errors: Refused where there are `most` of them already.
    """
    if kept(table, village).filter(**about).count() >= most:
        raise Refused(
            ngettext(
                "There is %(n)s photo already. Take it away first.",
                "There are %(n)s photos already. Take one away first.",
                most,
            ) % {"n": most}
        )  # fmt: skip
    made = table(village=village, added_at=at, added_by=by.user, **about, **vars(picture))
    made.save(force_insert=True)
    return made


def remove(photo: KeptPhoto, *, at: datetime) -> bool:
    """Take a photo away for good: its bytes go, that there was one stays. False if it was gone."""
    photo.take_turn()
    if photo.removed_at is not None:
        return False
    photo.picture = photo.medium = photo.thumbnail = b""
    photo.removed_at = at
    photo.save(update_fields=[*BYTES, "removed_at"])
    return True


def kept(table: type[P], village: Village) -> QuerySet[P]:
    """Return the photos that are there, oldest first, without their bytes."""
    there = table.objects.of(village).filter(removed_at__isnull=True)
    return cast("QuerySet[P]", there.defer(*BYTES).order_by("pk"))
