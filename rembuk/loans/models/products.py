"""What a cooperative lends: each version of a product is a row that nobody changes."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from rembuk.villages.models import Group, VillageRow

MOST_RP = 1_000_000_000
PERIODS_MAX = 120
# The multiples that the level instalment may be rounded up to, in rupiah.
MULTIPLES = (1, 100, 500, 1000)


class Product(VillageRow):
    """A product from a day on; the next version of the same name ends it for new applications.

    `percent_year` is the named rate of a year in percent. Fees and fines are in tenths of a
    percent: of the loan, and of what is overdue for each day after some days of grace.
    """

    append_only = True

    class Rhythm(models.TextChoices):
        MONTHLY = "MONTHLY", _("Every month")
        WEEKLY = "WEEKLY", _("Every week")
        HARVEST = "HARVEST", _("All at once, at the harvest")

    class Method(models.TextChoices):
        FLAT = "flat", _("Flat: the charge is on the whole loan, every time")
        ANNUITY = "annuity", _("Annuity: the same instalment, the charge on what is left")
        DECLINING = (
            "declining_equal_principal",
            _("Declining: the same principal, the charge on what is left"),
        )

    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="loan_products")
    name = models.CharField(max_length=60)
    since = models.DateField()
    rhythm = models.CharField(max_length=7, choices=Rhythm)
    method = models.CharField(max_length=25, choices=Method)
    percent_year = models.DecimalField(max_digits=7, decimal_places=4)
    most_rp = models.BigIntegerField()
    # Instalments; of a harvest loan: months until it.
    most_periods = models.PositiveSmallIntegerField()
    multiple_rp = models.PositiveSmallIntegerField(default=1)
    fee_tenths = models.PositiveSmallIntegerField(default=0)
    fine_tenths = models.PositiveSmallIntegerField(default=0)
    fine_grace_days = models.PositiveSmallIntegerField(default=0)
    # A fine is at most this part of what is overdue.
    fine_cap_percent = models.PositiveSmallIntegerField(default=10)
    # Who pays all back early is spared this part of the charge that is not due yet.
    waived_percent = models.PositiveSmallIntegerField(default=100)
    # All instalments of a household together are at most this part of its income, in percent.
    income_percent = models.PositiveSmallIntegerField()
    resolution = models.ForeignKey(
        "forum.Resolution", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    source = models.CharField(max_length=120, blank=True)
    # The ceiling it was compared with, as it was told on that day.
    ceiling_percent = models.DecimalField(max_digits=7, decimal_places=4)
    ceiling_source = models.CharField(max_length=120)
    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["group", "name", "since"], name="loans_product_once_a_day"
            ),
            models.CheckConstraint(condition=~Q(name=""), name="loans_product_has_a_name"),
            models.CheckConstraint(
                condition=Q(rhythm__in=["MONTHLY", "WEEKLY", "HARVEST"]),
                name="loans_product_rhythm_known",
            ),
            models.CheckConstraint(
                condition=Q(method__in=["flat", "annuity", "declining_equal_principal"]),
                name="loans_product_method_known",
            ),
            models.CheckConstraint(
                condition=Q(percent_year__gte=0, percent_year__lte=models.F("ceiling_percent")),
                name="loans_product_within_its_ceiling",
            ),
            models.CheckConstraint(
                condition=Q(most_rp__gte=1, most_rp__lte=MOST_RP),
                name="loans_product_most_is_a_sum",
            ),
            models.CheckConstraint(
                condition=Q(most_periods__gte=1, most_periods__lte=PERIODS_MAX),
                name="loans_product_most_periods_count",
            ),
            models.CheckConstraint(
                condition=Q(multiple_rp__in=MULTIPLES), name="loans_product_multiple_known"
            ),
            models.CheckConstraint(
                condition=Q(fee_tenths__lte=100, fine_tenths__lte=50, fine_grace_days__lte=90),
                name="loans_product_fees_are_small",
            ),
            models.CheckConstraint(
                condition=Q(fine_cap_percent__lte=100, waived_percent__lte=100),
                name="loans_product_parts_are_parts",
            ),
            models.CheckConstraint(
                condition=Q(income_percent__gte=1, income_percent__lte=100),
                name="loans_product_income_part_is_a_part",
            ),
            models.CheckConstraint(
                condition=Q(resolution__isnull=False) | ~Q(source=""),
                name="loans_product_stands_somewhere",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.since}"
