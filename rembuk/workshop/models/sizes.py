"""Sizes: the measurements of a person, and the children of a class with the size of each."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from rembuk.villages.models import VillageRow
from rembuk.workshop.models.orders import Customer, Order

# Columns of a measurement, in millimetres.
PARTS = ("chest", "waist", "hips", "shoulder", "sleeve", "top", "trousers")
LEAST_MM, MOST_MM = 50, 2_500


class Measurement(VillageRow):
    """What somebody measured on a day; an older one stays beside it."""

    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="measurements")
    person = models.CharField(max_length=60)  # who was measured, as the customer calls her
    chest_mm = models.PositiveSmallIntegerField(null=True, blank=True)
    waist_mm = models.PositiveSmallIntegerField(null=True, blank=True)
    hips_mm = models.PositiveSmallIntegerField(null=True, blank=True)
    shoulder_mm = models.PositiveSmallIntegerField(null=True, blank=True)
    sleeve_mm = models.PositiveSmallIntegerField(null=True, blank=True)
    top_mm = models.PositiveSmallIntegerField(null=True, blank=True)
    trousers_mm = models.PositiveSmallIntegerField(null=True, blank=True)
    on = models.DateField()
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(person=""), name="workshop_measurement_of_somebody"
            ),
            *(
                models.CheckConstraint(
                    condition=Q(**{f"{part}_mm__isnull": True})
                    | Q(**{f"{part}_mm__range": (LEAST_MM, MOST_MM)}),
                    name=f"workshop_measurement_{part}_of_a_body",
                )
                for part in PARTS
            ),
        ]

    def __str__(self) -> str:
        return self.person


class Pupil(VillageRow):
    """One child of a class for which uniforms are ordered: first name, one letter, size.

    Kept so that each gets the right one; the names go when somebody presses the button for it.
    """

    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="pupils")
    class_name = models.CharField(max_length=30)
    short_name = models.CharField(max_length=30, blank=True)
    what = models.CharField(max_length=100)
    size = models.CharField(max_length=20)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(size=""), name="workshop_pupil_has_a_size"),
        ]

    def __str__(self) -> str:
        return self.short_name
