"""A member asks for a loan, and two people who are not close to her decide."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from rembuk.coop.models import Member
from rembuk.loans.models.products import PERIODS_MAX, Product
from rembuk.villages.models import VillageRow

SEATS = (1, 2)  # two people agree


class Application(VillageRow):
    """What a member asks for, and what she says of herself: the five C in short.

    `periods` are instalments; of a harvest loan the months until it. Her words go when she is
    erased; what she earns and owes is kept beside the loan it explains.
    """

    append_only = True
    erasable: ClassVar[dict[str, str]] = {
        "purpose": "-", "trust": "", "security": "", "risk": "",
    }  # fmt: skip

    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="applications")
    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="applications")
    principal_rp = models.BigIntegerField()
    periods = models.PositiveSmallIntegerField()
    purpose = models.CharField(max_length=200)
    # Capacity: what the household earns, needs and pays back elsewhere in a month.
    income_rp = models.BigIntegerField()
    costs_rp = models.BigIntegerField()
    debts_rp = models.BigIntegerField()
    # Capital: what she puts in herself.
    own_rp = models.BigIntegerField()
    # Character, collateral and condition, in her words.
    trust = models.CharField(max_length=200, blank=True)
    security = models.CharField(max_length=200, blank=True)
    risk = models.CharField(max_length=200, blank=True)
    on = models.DateField()
    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(principal_rp__gte=1), name="loans_application_asks_for_a_sum"
            ),
            models.CheckConstraint(
                condition=Q(periods__gte=1, periods__lte=PERIODS_MAX),
                name="loans_application_periods_count",
            ),
            models.CheckConstraint(
                condition=~Q(purpose=""), name="loans_application_says_what_for"
            ),
            models.CheckConstraint(
                condition=Q(income_rp__gte=1, costs_rp__gte=0, debts_rp__gte=0, own_rp__gte=0),
                name="loans_application_sums_are_sums",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member_id}: {self.principal_rp}"


class Decision(VillageRow):
    """What one of the committee said: two who agree let the loan be paid, one who does not ends it.

    Who asks is written beside it, so that the database itself refuses a vote on one's own loan.
    """

    append_only = True
    erasable: ClassVar[dict[str, str]] = {"note": ""}

    class Outcome(models.TextChoices):
        AGREED = "AGREED", _("Agreed")
        REFUSED = "REFUSED", _("Not agreed")

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="decisions")
    seat = models.PositiveSmallIntegerField()
    outcome = models.CharField(max_length=7, choices=Outcome)
    # What she reads, too.
    note = models.CharField(max_length=200, blank=True)
    office = models.CharField(max_length=20)
    borrower = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    on = models.DateField()
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["application", "seat"], name="loans_decision_two_seats"
            ),
            models.UniqueConstraint(fields=["application", "by"], name="loans_decision_two_people"),
            models.CheckConstraint(condition=Q(seat__in=SEATS), name="loans_decision_seat_known"),
            models.CheckConstraint(
                condition=Q(outcome__in=["AGREED", "REFUSED"]), name="loans_decision_outcome_known"
            ),
            models.CheckConstraint(
                condition=Q(borrower__isnull=True) | ~Q(borrower=F("by")),
                name="loans_decision_not_of_ones_own",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.application_id}: {self.outcome}"
