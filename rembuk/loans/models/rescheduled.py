"""A new schedule for a loan that runs (restrukturisasi): proposed, agreed by the board, or undone.

Rows that were paid are never written again: the new schedule begins after them, with the
principal that the book has on that day.
"""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from rembuk.loans.models.lent import Loan
from rembuk.loans.models.products import PERIODS_MAX
from rembuk.loans.models.reserves import Class
from rembuk.villages.models import VillageRow


class Rescheduling(VillageRow):
    """What is proposed: so many instalments from the day it is agreed, at this rate of a year.

    `periods` are instalments; of a harvest loan the months until it. In the first `grace` of them
    only the charge is paid. The rhythm, the method and the rest are those of the loan's product.
    """

    append_only = True
    erasable: ClassVar[dict[str, str]] = {"why": "-"}

    loan = models.ForeignKey(Loan, on_delete=models.PROTECT, related_name="reschedulings")
    attempt = models.PositiveSmallIntegerField()
    periods = models.PositiveSmallIntegerField()
    percent_year = models.DecimalField(max_digits=7, decimal_places=4)
    grace = models.PositiveSmallIntegerField()
    forgives_fine = models.BooleanField()
    # What she reads, too.
    why = models.CharField(max_length=200)
    # The article of the AD, or the decision, that it rests on.
    source = models.CharField(max_length=200)
    on = models.DateField()
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["loan", "attempt"], name="loans_rescheduling_attempt_once"
            ),
            models.CheckConstraint(
                condition=Q(periods__gte=1, periods__lte=PERIODS_MAX),
                name="loans_rescheduling_periods_count",
            ),
            models.CheckConstraint(
                condition=Q(percent_year__gte=0, percent_year__lte=100),
                name="loans_rescheduling_rate_is_a_rate",
            ),
            models.CheckConstraint(
                condition=Q(grace__lt=F("periods")), name="loans_rescheduling_pays_principal"
            ),
            models.CheckConstraint(condition=~Q(why=""), name="loans_rescheduling_has_a_reason"),
            models.CheckConstraint(condition=~Q(source=""), name="loans_rescheduling_has_a_source"),
        ]

    def __str__(self) -> str:
        return f"{self.loan_id}: {self.periods}"


class ReschedulingVote(VillageRow):
    """What one of the board said; a yes is the new schedule, with the sums of that day.

    `principal_rp` is what the book had left, `charge_rp` and `fine_rp` what waited beside it and
    is paid with the new instalments; the first of them has the number `from_row`. The class of
    the loan does not become better by the new schedule alone. Who proposed it and who owes are
    written beside it, so that the database itself refuses both.
    """

    append_only = True
    erasable: ClassVar[dict[str, str]] = {"note": ""}

    class Outcome(models.TextChoices):
        AGREED = "AGREED", _("Agreed")
        REFUSED = "REFUSED", _("Not agreed")

    rescheduling = models.OneToOneField(
        Rescheduling, on_delete=models.PROTECT, related_name="answer"
    )
    outcome = models.CharField(max_length=7, choices=Outcome)
    note = models.CharField(max_length=200, blank=True)
    principal_rp = models.BigIntegerField()
    charge_rp = models.BigIntegerField()
    fine_rp = models.BigIntegerField()
    from_row = models.PositiveSmallIntegerField()
    klass = models.CharField(max_length=13, choices=Class)
    maker = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    borrower = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    on = models.DateField()
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome__in=["AGREED", "REFUSED"]),
                name="loans_reschedulingvote_outcome_known",
            ),
            models.CheckConstraint(
                condition=Q(klass__in=Class.values), name="loans_reschedulingvote_class_known"
            ),
            models.CheckConstraint(
                condition=Q(principal_rp__gte=1, charge_rp__gte=0, fine_rp__gte=0, from_row__gte=1),
                name="loans_reschedulingvote_sums_are_sums",
            ),
            models.CheckConstraint(
                condition=~Q(by=F("maker")), name="loans_reschedulingvote_by_another"
            ),
            models.CheckConstraint(
                condition=Q(borrower__isnull=True) | ~Q(borrower=F("by")),
                name="loans_reschedulingvote_not_of_ones_own",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rescheduling_id}: {self.outcome}"


class ReschedulingBack(VillageRow):
    """A new schedule that was a mistake: the one before it counts again, while nothing was paid."""

    append_only = True
    erasable: ClassVar[dict[str, str]] = {"reason": "-"}

    vote = models.OneToOneField(ReschedulingVote, on_delete=models.PROTECT, related_name="back")
    reason = models.CharField(max_length=200)
    on = models.DateField()
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(reason=""), name="loans_reschedulingback_has_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.vote_id}: {self.reason}"
