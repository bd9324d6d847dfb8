"""Photos of what is in the window: added, shown, taken away."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from rembuk.lib.errors import Refused
from rembuk.shop.models import Listing, Photo
from rembuk.shop.pictures import Picture
from rembuk.villages import audit
from rembuk.villages.actors import Actor
from rembuk.villages.models import Village

PHOTOS_MAX = 5
BYTES = ("picture", "medium", "thumbnail")


@transaction.atomic
def add(*, listing: Listing, picture: Picture, by: Actor, at: datetime) -> Photo:
    """Add a photo. Errors: Refused above five."""
    listing.take_turn()
    if kept(listing.village).filter(listing=listing).count() >= PHOTOS_MAX:
        raise Refused(_("There are five photos already. Take one away first."))
    photo = Photo.objects.create(
        village=listing.village, listing=listing, added_at=at, added_by=by.user, **vars(picture)
    )
    audit.record(village=listing.village, verb="shop.photo_added", subject=listing, by=by, at=at)
    return photo


@transaction.atomic
def remove(*, photo: Photo, by: Actor, at: datetime) -> Photo:
    """Take a photo away for good: its bytes go, that there was one stays."""
    photo.take_turn()
    if photo.removed_at is None:
        photo.picture = photo.medium = photo.thumbnail = b""
        photo.removed_at = at
        photo.save(update_fields=[*BYTES, "removed_at"])
        audit.record(
            village=photo.village, verb="shop.photo_removed", subject=photo.listing, by=by, at=at
        )
    return photo


def kept(village: Village) -> QuerySet[Photo]:
    """Return the photos that are there, oldest first, without their bytes."""
    there = Photo.objects.of(village).filter(removed_at__isnull=True)
    return there.defer(*BYTES).order_by("pk")


def by_listing(village: Village, listings: Iterable[Listing]) -> dict[int, list[Photo]]:
    """Return the photos of several listings, by listing, in one query."""
    found: dict[int, list[Photo]] = {}
    for photo in kept(village).filter(listing__in=list(listings)):
        found.setdefault(photo.listing_id, []).append(photo)
    return found
