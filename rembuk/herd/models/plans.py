"""What is planned for the feasts: their days as a village knows them, and goats that are booked."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from rembuk.herd.models.animals import Animal
from rembuk.herd.models.events import Sale
from rembuk.villages.models import Group, VillageRow


class Feast(models.TextChoices):
    """The two feasts before which goats are sold (seasons.FEASTS)."""

    ADHA = "idul_adha", _("Eid al-Adha")
    FITRI = "idul_fitri", _("Eid al-Fitr")


class FeastDay(VillageRow):
    """The day of one feast as somebody of the village read it; a newer row takes its place."""

    append_only: ClassVar[bool] = True

    feast = models.CharField(max_length=10, choices=Feast)
    hijri_year = models.PositiveSmallIntegerField()
    on = models.DateField()
    source = models.CharField(max_length=200)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(feast__in=Feast.values), name="herd_feastday_feast_known"
            ),
            models.CheckConstraint(condition=~Q(source=""), name="herd_feastday_has_a_source"),
        ]
        indexes = [
            models.Index(fields=["village", "feast", "hijri_year"], name="herd_feastday_of_year")
        ]

    def __str__(self) -> str:
        return f"{self.get_feast_display()} {self.hijri_year}"


class Booking(VillageRow):
    """A goat kept for a buyer until a day. It ends handed over, with its sale, or released."""

    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="+")
    animal = models.ForeignKey(Animal, on_delete=models.PROTECT, related_name="bookings")
    buyer = models.CharField(max_length=100)
    price_rp = models.BigIntegerField()  # whole rupiah, for the goat
    deposit_rp = models.BigIntegerField(default=0)  # of the price, given when it was booked
    booked_on = models.DateField()
    keep_until = models.DateField()
    # What the treasurer is to book of the deposit, and of what goes back when it is released.
    deposit = models.OneToOneField(
        "cash.ExpectedMoney", on_delete=models.PROTECT, null=True, related_name="+"
    )
    refund = models.OneToOneField(
        "cash.ExpectedMoney", on_delete=models.PROTECT, null=True, related_name="+"
    )
    sale = models.ForeignKey(Sale, on_delete=models.PROTECT, null=True, related_name="bookings")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    ended_why = models.CharField(max_length=200, blank=True)  # released: why
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    recorded_at = models.DateTimeField()
    synthetic = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(buyer=""), name="herd_booking_has_a_buyer"),
            models.CheckConstraint(
                condition=Q(price_rp__gt=0, deposit_rp__gte=0, deposit_rp__lt=F("price_rp")),
                name="herd_booking_deposit_below_price",
            ),
            models.CheckConstraint(
                condition=Q(deposit_rp=0, deposit__isnull=True)
                | Q(deposit_rp__gt=0, deposit__isnull=False),
                name="herd_booking_deposit_is_expected",
            ),
            models.CheckConstraint(
                condition=Q(keep_until__gte=F("booked_on")), name="herd_booking_kept_from_its_day"
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, sale__isnull=True, refund__isnull=True)
                & Q(ended_why="")
                | Q(ended_at__isnull=False, sale__isnull=False, refund__isnull=True, ended_why="")
                | Q(ended_at__isnull=False, sale__isnull=True) & ~Q(ended_why=""),
                name="herd_booking_ends_sold_or_released",
            ),
            models.UniqueConstraint(
                fields=["animal"],
                condition=Q(ended_at__isnull=True),
                name="herd_booking_animal_once",
            ),
        ]
        indexes = [models.Index(fields=["group", "keep_until"], name="herd_booking_of_group")]

    def __str__(self) -> str:
        return str(self.animal)
