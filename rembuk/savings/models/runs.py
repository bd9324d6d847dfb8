"""A month's run: worked out, checked by a second person, booked. Here that of interest.

A run and its lines are never changed. How far it is, is read from the rows beside it. Rooms above
have runs of their own of the same shape (MonthRun, Checked, Dropped).
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from rembuk.coop.models import Member
from rembuk.savings.models.accounts import SavingsAccount
from rembuk.savings.models.products import MOST_RP, WHOLE, Version
from rembuk.villages.models import Group, VillageRow


class MonthRun(VillageRow):
    """One attempt at a month of a cooperative (`group`); `known` is the last entry it has seen."""

    append_only = True

    month = models.DateField()  # the first day of it
    attempt = models.PositiveSmallIntegerField()
    known = models.PositiveIntegerField()
    key = models.UUIDField(unique=True)
    maker = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        abstract = True
        constraints = [
            models.UniqueConstraint(
                fields=["group", "month", "attempt"], name="%(app_label)s_%(class)s_attempt_once"
            ),
            models.CheckConstraint(
                condition=Q(month__day=1), name="%(app_label)s_%(class)s_is_of_a_month"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.month} ({self.attempt})"


class InterestRun(MonthRun):
    """A month's interest.

    Threshold and rate of the tax repeat the rule that held, so that the page proves itself.
    """

    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="interest_runs")
    threshold_rp = models.BigIntegerField()
    tax_bp = models.PositiveSmallIntegerField()
    source = models.CharField(max_length=120)

    class Meta:
        constraints = [
            *MonthRun.Meta.constraints,
            models.CheckConstraint(
                condition=Q(threshold_rp__gte=0, tax_bp__lte=WHOLE),
                name="savings_interestrun_tax_is_a_part",
            ),
        ]


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


class Checked(VillageRow):
    """A second person looked through a run. `maker` repeats who made it."""

    append_only = True

    maker = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=~Q(by=F("maker")), name="%(app_label)s_%(class)s_by_another"
            )
        ]

    def __str__(self) -> str:
        return f"{self.by_id}: {self.at}"


class RunChecked(Checked):
    """That of a month's interest."""

    run = models.OneToOneField(InterestRun, on_delete=models.PROTECT, related_name="checked")


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


class Dropped(VillageRow):
    """A run that is not to be booked: something was recorded since, or a line was wrong."""

    append_only = True

    why = models.CharField(max_length=200)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=~Q(why=""), name="%(app_label)s_%(class)s_has_a_reason"
            )
        ]

    def __str__(self) -> str:
        return self.why


class RunDropped(Dropped):
    """That of a month's interest."""

    run = models.OneToOneField(InterestRun, on_delete=models.PROTECT, related_name="dropped")
