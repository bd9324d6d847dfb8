"""Days of a cash box that were closed, and opened again."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from rembuk.cash.models.counts import CashCount
from rembuk.villages.models import VillageRow


class DayClose(VillageRow):
    """The box was counted and agrees with the book: nothing lands up to `value_on` any more.

    It covers the days from `since_on`, the one after the day closed before. `known` is the number
    of the last entry the book had.
    """

    append_only = True

    book = models.ForeignKey("ledger.Book", on_delete=models.PROTECT, related_name="+")
    since_on = models.DateField()
    value_on = models.DateField()
    count = models.OneToOneField(CashCount, on_delete=models.PROTECT, related_name="close")
    opening_rp = models.BigIntegerField()
    in_rp = models.BigIntegerField()
    out_rp = models.BigIntegerField()
    closing_rp = models.BigIntegerField()
    known = models.PositiveIntegerField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["book", "-value_on"], name="cash_dayclose_days")]
        constraints = [
            models.CheckConstraint(
                condition=Q(closing_rp=F("opening_rp") + F("in_rp") - F("out_rp")),
                name="cash_dayclose_opening_and_moves_are_closing",
            ),
            models.CheckConstraint(
                condition=Q(opening_rp__gte=0, in_rp__gte=0, out_rp__gte=0, closing_rp__gte=0),
                name="cash_dayclose_nothing_below_zero",
            ),
            models.CheckConstraint(
                condition=Q(since_on__lte=F("value_on")), name="cash_dayclose_from_earlier_on"
            ),
        ]

    def __str__(self) -> str:
        return f"close {self.value_on}"


class DayOpening(VillageRow):
    """A closed day was opened again: who, when and why."""

    append_only = True

    close = models.OneToOneField(DayClose, on_delete=models.PROTECT, related_name="opening")
    reason = models.CharField(max_length=200)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="cash_dayopening_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"opening {self.close_id}"
