"""What a board and a supervisory board tell of a year, and what they plan and budget for the next.

Only added to: a later one stands for the earlier, which stays readable.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from rembuk.villages.models import Group, VillageRow

FIRST_YEAR, LAST_YEAR = 1990, 2200
CODE_LETTERS_MAX = 24


class Part(models.TextChoices):
    """What is written in words; the value stands in the address."""

    BOARD = "board", _("Report of the board")
    SUPERVISORS = "supervisors", _("Report of the supervisory board")
    PLAN = "plan", _("Work plan")


class Report(VillageRow):
    """The words of one part about a year; the work plan is for the year after it."""

    append_only = True

    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    part = models.CharField(max_length=11, choices=Part)
    text = models.TextField()
    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="surplus_report_says_something"),
            models.CheckConstraint(
                condition=Q(part__in=Part.values), name="surplus_report_part_known"
            ),
            models.CheckConstraint(
                condition=Q(year__gte=FIRST_YEAR, year__lte=LAST_YEAR),
                name="surplus_report_of_a_real_year",
            ),
        ]
        indexes = [models.Index(fields=["group", "year"], name="surplus_report_of_a_year")]

    def __str__(self) -> str:
        return f"{self.part} {self.year}"


class Budget(VillageRow):
    """What a cooperative means to earn and to spend in a year (RAPB)."""

    append_only = True

    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(year__gte=FIRST_YEAR, year__lte=LAST_YEAR),
                name="surplus_budget_of_a_real_year",
            ),
        ]
        indexes = [models.Index(fields=["group", "year"], name="surplus_budget_of_a_year")]

    def __str__(self) -> str:
        return f"{self.year}"


class BudgetLine(VillageRow):
    """What is planned for one account of income or costs, in whole rupiah."""

    append_only = True

    budget = models.ForeignKey(Budget, on_delete=models.PROTECT, related_name="lines")
    code = models.CharField(max_length=CODE_LETTERS_MAX)
    amount_rp = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["budget", "code"], name="surplus_budgetline_account_once"
            ),
            models.CheckConstraint(
                condition=Q(amount_rp__gt=0), name="surplus_budgetline_of_a_sum"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code}: {self.amount_rp}"
