"""Photos by which goats are told apart."""

from __future__ import annotations

from django.db import models

from rembuk.enterprise.models import KeptPhoto
from rembuk.herd.models.animals import Animal


class AnimalPhoto(KeptPhoto):
    """A photo of a goat, for its group alone."""

    animal = models.ForeignKey(Animal, on_delete=models.PROTECT, related_name="photos")

    class Meta(KeptPhoto.Meta):
        indexes = [models.Index(fields=["animal", "id"], name="herd_animalphoto_of_animal")]
