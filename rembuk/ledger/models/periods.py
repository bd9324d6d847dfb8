"""Months of a book: open, being closed, closed, sealed."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from rembuk.ledger.models.books import Book
from rembuk.villages.models import VillageRow


class State(models.TextChoices):
    """How far a month is: nothing lands in one that is closed or sealed."""

    OPEN = "OPEN", _("Open")
    CLOSING = "CLOSING", _("Being closed")
    CLOSED = "CLOSED", _("Closed")
    SEALED = "SEALED", _("Sealed")


class Period(VillageRow):
    """A month that is no longer simply open; `first` is its first day."""

    book = models.ForeignKey(Book, on_delete=models.PROTECT, related_name="periods")
    first = models.DateField()
    state = models.CharField(max_length=7, choices=State)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["book", "first"], name="ledger_period_month_once"),
            models.CheckConstraint(
                condition=Q(first__day=1), name="ledger_period_begins_on_the_first"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["OPEN", "CLOSING", "CLOSED", "SEALED"]),
                name="ledger_period_state_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first:%Y-%m} {self.state}"


class PeriodEvent(VillageRow):
    """A month changed its state: who did it, when, and why where it was opened again.

    `sequence` is the last entry that was in the book then: nothing later lies in a closed month.
    `proof` is the hash of what was proven of the whole book up to there when the month was closed:
    the next closing begins at it (proven.py). Empty where nobody proved the book then.
    """

    append_only = True

    period = models.ForeignKey(Period, on_delete=models.PROTECT, related_name="events")
    state = models.CharField(max_length=7, choices=State)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    at = models.DateTimeField()
    reason = models.CharField(max_length=200, blank=True)
    sequence = models.PositiveIntegerField(null=True)  # of old ones it is not known
    proof = models.CharField(max_length=64, blank=True)

    def __str__(self) -> str:
        return f"{self.period_id} {self.state}"


class Seal(VillageRow):
    """The sum of a sealed month: its balances and the head of the chain, under one hash."""

    append_only = True

    period = models.OneToOneField(Period, on_delete=models.PROTECT, related_name="seal")
    sequence = models.PositiveIntegerField()
    head = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"seal {self.period_id}"
