"""Photos of goats: what tells one from another where no ear has a tag."""

from __future__ import annotations

from django.db import transaction
from django.db.models import QuerySet

from rembuk.enterprise import photos
from rembuk.enterprise.pictures import Picture
from rembuk.herd.events import Signed
from rembuk.herd.models import Animal, AnimalPhoto
from rembuk.villages import audit

PHOTOS_MAX = 5


@transaction.atomic
def add(*, animal: Animal, picture: Picture, signed: Signed) -> AnimalPhoto:
    """Add a photo of a goat. Errors: Refused above five."""
    animal.take_turn()
    photo = photos.add(
        AnimalPhoto, animal.village, picture=picture, most=PHOTOS_MAX, by=signed.by, at=signed.at,
        animal=animal,
    )  # fmt: skip
    _tell("photo_added", animal, signed)
    return photo


@transaction.atomic
def remove(*, photo: AnimalPhoto, signed: Signed) -> None:
    """Take a photo away for good: its bytes go, that there was one stays."""
    if photos.remove(photo, at=signed.at):
        _tell("photo_removed", photo.animal, signed)


def of(animal: Animal) -> QuerySet[AnimalPhoto]:
    """Return the photos of a goat, oldest first, without their bytes; one query."""
    return photos.kept(AnimalPhoto, animal.village).filter(animal=animal)


def _tell(what: str, animal: Animal, signed: Signed) -> None:
    audit.record(
        village=animal.village, verb=f"herd.{what}", subject=animal, by=signed.by, at=signed.at
    )
