"""What a cooperative promises for savings: products by dated versions, and what the law allows.

Rates are whole hundredths of a percent a year: 575 is 5.75%.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from rembuk.villages.models import Group, VillageRow

WHOLE = 10_000  # hundredths of a percent in all
MOST_RP = 1_000_000_000_000
DAYS_MOST, MONTHS_MOST = 3650, 120


class Control(models.TextChoices):
    """What kind of savings; the value is the control account its members' accounts stand under."""

    VOLUNTARY = "2101", _("Sukarela: taken out any time")
    TERM = "2102", _("Berjangka: for so many months")
    GOAL = "2103", _("Tujuan: for a goal")


class Method(models.TextChoices):
    """What the interest of a month is worked out from."""

    LOWEST = "lowest_balance", _("The lowest balance of the month")
    AVERAGE = "average_balance", _("The mean of all days")
    DAILY = "daily_balance", _("The balance of every day")
    MONTHLY = "monthly", _("A twelfth of the year's interest each month")


class YearDays(models.TextChoices):
    """How many days the year of a rate has."""

    COMMON = "365", _("365 days, always")
    ACTUAL = "actual", _("365 days, 366 in a leap year")
    BANK = "360", _("360 days")


class Product(VillageRow):
    """One kind of savings under a name of its own; what it promises stands in its versions."""

    append_only = True

    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="savings_products")
    control = models.CharField(max_length=4, choices=Control)
    name = models.CharField(max_length=60)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["group", "name"], name="savings_product_name_once"),
            models.CheckConstraint(condition=~Q(name=""), name="savings_product_has_a_name"),
            models.CheckConstraint(
                condition=Q(control__in=["2101", "2102", "2103"]), name="savings_product_kind_known"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Version(VillageRow):
    """What a product promises to who opens an account from a day on. Never changed, only followed.

    `rate_bp` is the rate from the first rupiah on; two more may hold from larger balances on. They
    stand in the same row, so that nothing can be added to a promise.
    """

    append_only = True

    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="versions")
    since = models.DateField()
    rate_bp = models.PositiveSmallIntegerField()
    from_2_rp = models.BigIntegerField(null=True, blank=True)
    rate_2_bp = models.PositiveSmallIntegerField(null=True, blank=True)
    from_3_rp = models.BigIntegerField(null=True, blank=True)
    rate_3_bp = models.PositiveSmallIntegerField(null=True, blank=True)
    method = models.CharField(max_length=15, choices=Method)
    sliced = models.BooleanField(default=False)
    year_days = models.CharField(max_length=6, choices=YearDays)
    lowest_rp = models.BigIntegerField(default=0)  # what stays in an account until she leaves
    dormant_days = models.PositiveSmallIntegerField()
    term_months = models.PositiveSmallIntegerField(null=True, blank=True)
    penalty_bp = models.PositiveSmallIntegerField(null=True, blank=True)  # of the sum, when broken
    # Where it was decided: a decision of a meeting, or what the board wrote of it.
    resolution = models.ForeignKey(
        "forum.Resolution", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    source = models.CharField(max_length=120, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["product", "since"], name="savings_version_once_a_day"),
            models.CheckConstraint(
                condition=Q(rate_bp__lte=WHOLE)
                & (Q(rate_2_bp__isnull=True) | Q(rate_2_bp__lte=WHOLE))
                & (Q(rate_3_bp__isnull=True) | Q(rate_3_bp__lte=WHOLE)),
                name="savings_version_rates_are_parts",
            ),
            models.CheckConstraint(
                condition=Q(from_2_rp__isnull=True, rate_2_bp__isnull=True)
                | Q(
                    from_2_rp__isnull=False, rate_2_bp__isnull=False, from_2_rp__gte=1,
                    from_2_rp__lte=MOST_RP,
                ),
                name="savings_version_tier_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(from_3_rp__isnull=True, rate_3_bp__isnull=True)
                | Q(
                    from_3_rp__isnull=False, rate_3_bp__isnull=False, from_2_rp__isnull=False,
                    from_3_rp__gt=F("from_2_rp"), from_3_rp__lte=MOST_RP,
                ),
                name="savings_version_tiers_rise",
            ),
            models.CheckConstraint(
                condition=Q(
                    method__in=["lowest_balance", "average_balance", "daily_balance", "monthly"]
                ),
                name="savings_version_method_known",
            ),
            models.CheckConstraint(
                condition=Q(year_days__in=["365", "actual", "360"]),
                name="savings_version_year_known",
            ),
            models.CheckConstraint(
                condition=Q(lowest_rp__gte=0, lowest_rp__lte=MOST_RP),
                name="savings_version_lowest_is_a_sum",
            ),
            models.CheckConstraint(
                condition=Q(dormant_days__gte=1, dormant_days__lte=DAYS_MOST),
                name="savings_version_dormant_days_are_days",
            ),
            models.CheckConstraint(
                condition=Q(
                    method="monthly", term_months__gte=1, term_months__lte=MONTHS_MOST,
                    penalty_bp__gte=0, penalty_bp__lte=WHOLE, term_months__isnull=False,
                    penalty_bp__isnull=False, sliced=False, from_2_rp__isnull=True,
                )
                | (~Q(method="monthly") & Q(term_months__isnull=True, penalty_bp__isnull=True)),
                name="savings_version_term_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(resolution__isnull=False) | ~Q(source=""),
                name="savings_version_stands_somewhere",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.product_id}: {self.rate_bp} since {self.since}"

    @property
    def tiers(self) -> list[tuple[int, int]]:
        """From which balance on which other rate holds, rising."""
        told = ((self.from_2_rp, self.rate_2_bp), (self.from_3_rp, self.rate_3_bp))
        return [(rp, bp) for rp, bp in told if rp is not None and bp is not None]


class VersionTold(VillageRow):
    """A member with an account of the product was told of newer terms: once a version."""

    append_only = True

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="+")
    member = models.ForeignKey("coop.Member", on_delete=models.PROTECT, related_name="+")
    message = models.OneToOneField("messaging.Message", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["version", "member"], name="savings_versiontold_once_a_member"
            )
        ]

    def __str__(self) -> str:
        return f"told {self.version_id}"


class LawRule(VillageRow):
    """What the law says of savings from a month on, as a cooperative recorded it with its source.

    Where none is recorded, that of law.py holds.
    """

    append_only = True

    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="savings_law")
    since = models.DateField()  # the first day of a month
    ceiling_bp = models.PositiveSmallIntegerField()
    threshold_rp = models.BigIntegerField()
    tax_bp = models.PositiveSmallIntegerField()
    source = models.CharField(max_length=120)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["group", "since"], name="savings_lawrule_once_a_month"),
            models.CheckConstraint(
                condition=Q(since__day=1), name="savings_lawrule_begins_with_a_month"
            ),
            models.CheckConstraint(
                condition=Q(ceiling_bp__lte=WHOLE, tax_bp__lte=WHOLE),
                name="savings_lawrule_rates_are_parts",
            ),
            models.CheckConstraint(
                condition=Q(threshold_rp__gte=0, threshold_rp__lte=MOST_RP),
                name="savings_lawrule_threshold_is_a_sum",
            ),
            models.CheckConstraint(condition=~Q(source=""), name="savings_lawrule_has_a_source"),
        ]

    def __str__(self) -> str:
        return f"{self.since}: {self.source}"
