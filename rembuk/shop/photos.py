"""Photos of what is in the window: added, shown, taken away."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from rembuk.enterprise import photos
from rembuk.enterprise.pictures import Picture
from rembuk.shop.models import Listing, Photo
from rembuk.villages import audit
from rembuk.villages.actors import Actor
from rembuk.villages.models import Village

PHOTOS_MAX = 5


@transaction.atomic
def add(*, listing: Listing, picture: Picture, by: Actor, at: datetime) -> Photo:
    """Add a photo. Errors: Refused above five."""
    listing.take_turn()
    photo = photos.add(
        Photo, listing.village, picture=picture, most=PHOTOS_MAX, by=by, at=at, listing=listing
    )
    audit.record(village=listing.village, verb="shop.photo_added", subject=listing, by=by, at=at)
    return photo


@transaction.atomic
def remove(*, photo: Photo, by: Actor, at: datetime) -> Photo:
    """Take a photo away for good: its bytes go, that there was one stays."""
    if photos.remove(photo, at=at):
        audit.record(
            village=photo.village, verb="shop.photo_removed", subject=photo.listing, by=by, at=at
        )
    return photo


def kept(village: Village) -> QuerySet[Photo]:
    """Return the photos that are there, oldest first, without their bytes."""
    return photos.kept(Photo, village)


def by_listing(village: Village, listings: Iterable[Listing]) -> dict[int, list[Photo]]:
    """Return the photos of several listings, by listing, in one query."""
    found: dict[int, list[Photo]] = {}
    for photo in kept(village).filter(listing__in=list(listings)):
        found.setdefault(photo.listing_id, []).append(photo)
    return found
