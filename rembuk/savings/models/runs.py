"""The interest of a month: worked out, checked by a second person, booked batch by batch.

A run and its lines are never changed. How far it is, is read from the rows beside it.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from rembuk.coop.models import Member
from rembuk.savings.models.accounts import SavingsAccount
from rembuk.savings.models.products import MOST_RP, WHOLE, Version
from rembuk.villages.models import Group, VillageRow


class InterestRun(VillageRow):
    """One attempt at a month's interest; `known` is the last entry it has seen.

    Threshold and rate of the tax repeat the rule that held, so that the page proves itself.
    """

    append_only = True

    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="interest_runs")
    month = models.DateField()  # the first day of it
    attempt = models.PositiveSmallIntegerField()
    known = models.PositiveIntegerField()
    key = models.UUIDField(unique=True)
    threshold_rp = models.BigIntegerField()
    tax_bp = models.PositiveSmallIntegerField()
    source = models.CharField(max_length=120)
    maker = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["group", "month", "attempt"], name="savings_interestrun_attempt_once"
            ),
            models.CheckConstraint(
                condition=Q(month__day=1), name="savings_interestrun_is_of_a_month"
            ),
            models.CheckConstraint(
                condition=Q(threshold_rp__gte=0, tax_bp__lte=WHOLE),
                name="savings_interestrun_tax_is_a_part",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.month} ({self.attempt})"


class InterestLine(VillageRow):
    """What one account earned in the month, and the part of the member's tax that falls on it."""

    append_only = True

    run = models.ForeignKey(InterestRun, on_delete=models.PROTECT, related_name="lines")
    batch = models.PositiveSmallIntegerField()
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    account = models.ForeignKey(SavingsAccount, on_delete=models.PROTECT, related_name="interest")
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="+")
    interest_rp = models.BigIntegerField()
    tax_rp = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["run", "account"], name="savings_interestline_once"),
            models.CheckConstraint(
                condition=Q(interest_rp__gte=1, interest_rp__lte=MOST_RP),
                name="savings_interestline_is_a_sum",
            ),
            models.CheckConstraint(
                condition=Q(tax_rp__gte=0, tax_rp__lte=F("interest_rp")),
                name="savings_interestline_tax_is_a_part",
            ),
        ]
        indexes = [models.Index(fields=["run", "batch"], name="savings_interestline_batches")]

    def __str__(self) -> str:
        return f"{self.account_id}: {self.interest_rp}"


class RunChecked(VillageRow):
    """A second person looked through a run. `maker` repeats who made it."""

    append_only = True

    run = models.OneToOneField(InterestRun, on_delete=models.PROTECT, related_name="checked")
    maker = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(by=F("maker")), name="savings_runchecked_by_another"
            )
        ]

    def __str__(self) -> str:
        return str(self.run_id)


class RunBatch(VillageRow):
    """One batch of a run is in the book: its entries are one request, all or none."""

    append_only = True

    run = models.ForeignKey(InterestRun, on_delete=models.PROTECT, related_name="batches")
    number = models.PositiveSmallIntegerField()
    first_entry = models.PositiveIntegerField()  # numbers in the cooperative's book
    last_entry = models.PositiveIntegerField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["run", "number"], name="savings_runbatch_once"),
            models.CheckConstraint(
                condition=Q(last_entry__gte=F("first_entry"), first_entry__gte=1),
                name="savings_runbatch_has_entries",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.run_id}: {self.number}"


class RunDropped(VillageRow):
    """A run that is not to be booked: something was recorded since, or a line was wrong."""

    append_only = True

    run = models.OneToOneField(InterestRun, on_delete=models.PROTECT, related_name="dropped")
    why = models.CharField(max_length=200)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(why=""), name="savings_rundropped_has_a_reason")
        ]

    def __str__(self) -> str:
        return self.why
