"""Scoring how sound a cooperative is: what people answered and signed, and limits of the Dinas."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from rembuk.villages.models import Group, VillageRow

SOURCE_MAX = 200


class Predicate(models.TextChoices):
    """What the total of the form of 2016 is called."""

    SOUND = "SOUND", _("Sound (sehat)")
    FAIRLY = "FAIRLY", _("Fairly sound (cukup sehat)")
    WATCHED = "WATCHED", _("Under supervision (dalam pengawasan)")
    CLOSELY = "CLOSELY", _("Under special supervision (dalam pengawasan khusus)")


class HealthSheet(VillageRow):
    """What only people know about a year, signed; and what both rule sets gave with it.

    Sums in rupiah, counts of yes; None was not answered. `form_total` and `juknis_total` are
    hundredths of a point, None where something is missing. `known` is the last entry of the book.
    """

    append_only = True

    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    risky_rp = models.BigIntegerField(null=True)
    atmr_rp = models.BigIntegerField(null=True)
    benefit_rp = models.BigIntegerField(null=True)
    yes_general = models.PositiveSmallIntegerField(null=True)
    yes_institution = models.PositiveSmallIntegerField(null=True)
    yes_capital = models.PositiveSmallIntegerField(null=True)
    yes_assets = models.PositiveSmallIntegerField(null=True)
    yes_liquidity = models.PositiveSmallIntegerField(null=True)
    governance_asked = models.PositiveSmallIntegerField(null=True)
    governance_yes = models.PositiveSmallIntegerField(null=True)
    risk_asked = models.PositiveSmallIntegerField(null=True)
    risk_yes = models.PositiveSmallIntegerField(null=True)
    source = models.CharField(max_length=SOURCE_MAX)
    known = models.PositiveIntegerField()
    form_total = models.PositiveIntegerField(null=True)
    juknis_total = models.PositiveIntegerField(null=True)
    predicate = models.CharField(max_length=7, choices=Predicate, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["group", "-year"], name="supervision_health_of_a_year")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(source=""), name="supervision_healthsheet_has_a_source"
            ),
            models.CheckConstraint(
                condition=(Q(risky_rp__isnull=True) | Q(risky_rp__gte=0))
                & (Q(atmr_rp__isnull=True) | Q(atmr_rp__gte=0))
                & (Q(benefit_rp__isnull=True) | Q(benefit_rp__gte=0)),
                name="supervision_healthsheet_sums_not_below_nought",
            ),
            models.CheckConstraint(
                condition=(Q(yes_general__isnull=True) | Q(yes_general__lte=12))
                & (Q(yes_institution__isnull=True) | Q(yes_institution__lte=6))
                & (Q(yes_capital__isnull=True) | Q(yes_capital__lte=5))
                & (Q(yes_assets__isnull=True) | Q(yes_assets__lte=10))
                & (Q(yes_liquidity__isnull=True) | Q(yes_liquidity__lte=5)),
                name="supervision_healthsheet_no_more_yes_than_asked",
            ),
            models.CheckConstraint(
                condition=(
                    Q(governance_asked__isnull=True, governance_yes__isnull=True)
                    | Q(
                        governance_asked__gte=1,
                        governance_asked__isnull=False,
                        governance_yes__isnull=False,
                        governance_yes__lte=F("governance_asked"),
                    )
                )
                & (
                    Q(risk_asked__isnull=True, risk_yes__isnull=True)
                    | Q(
                        risk_asked__gte=1,
                        risk_asked__isnull=False,
                        risk_yes__isnull=False,
                        risk_yes__lte=F("risk_asked"),
                    )
                ),
                name="supervision_healthsheet_lists_whole",
            ),
            models.CheckConstraint(
                condition=Q(form_total__isnull=True, predicate="")
                | (
                    Q(form_total__isnull=False, form_total__lte=100_00)
                    & Q(predicate__in=["SOUND", "FAIRLY", "WATCHED", "CLOSELY"])
                ),
                name="supervision_healthsheet_predicate_of_its_total",
            ),
            models.CheckConstraint(
                condition=Q(juknis_total__isnull=True)
                | Q(juknis_total__gte=1_00, juknis_total__lte=4_00),
                name="supervision_healthsheet_four_is_the_most",
            ),
        ]

    def __str__(self) -> str:
        return str(self.year)


class HealthCut(VillageRow):
    """The three limits of a ratio that the Dinas uses from a year on, in hundredths of a percent.

    For ratios whose limits we know from papers only (measures.py, `unsure`).
    """

    append_only = True

    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="+")
    measure = models.CharField(max_length=20)
    since_year = models.PositiveSmallIntegerField()
    low_bp = models.PositiveIntegerField()
    middle_bp = models.PositiveIntegerField()
    high_bp = models.PositiveIntegerField()
    source = models.CharField(max_length=SOURCE_MAX)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["group", "measure", "since_year"], name="supervision_healthcut_one_a_year"
            ),
            models.CheckConstraint(
                condition=Q(middle_bp__gt=F("low_bp"), high_bp__gt=F("middle_bp")),
                name="supervision_healthcut_rises",
            ),
            models.CheckConstraint(
                condition=~Q(source="") & ~Q(measure=""), name="supervision_healthcut_says_whose"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.measure} {self.since_year}"
