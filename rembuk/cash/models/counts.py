"""One count of a cash box: how many of each note and coin, and what the book said."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from rembuk.villages.models import VillageRow

# Notes and coins in use, in whole rupiah, the largest first.
FACES = (100_000, 50_000, 20_000, 10_000, 5_000, 2_000, 1_000, 500, 200, 100)


class CashCount(VillageRow):
    """What was counted at the end of a day, beside what the book said then.

    `known` is the number of the last entry the book had. A difference is booked by `entry`, or
    waits for a second person as `pending`; then it is booked once that is approved.
    """

    append_only = True

    book = models.ForeignKey("ledger.Book", on_delete=models.PROTECT, related_name="+")
    value_on = models.DateField()
    pieces_100000 = models.BigIntegerField(default=0)
    pieces_50000 = models.BigIntegerField(default=0)
    pieces_20000 = models.BigIntegerField(default=0)
    pieces_10000 = models.BigIntegerField(default=0)
    pieces_5000 = models.BigIntegerField(default=0)
    pieces_2000 = models.BigIntegerField(default=0)
    pieces_1000 = models.BigIntegerField(default=0)
    pieces_500 = models.BigIntegerField(default=0)
    pieces_200 = models.BigIntegerField(default=0)
    pieces_100 = models.BigIntegerField(default=0)
    other_rp = models.BigIntegerField(default=0)
    counted_rp = models.BigIntegerField()
    expected_rp = models.BigIntegerField()
    difference_rp = models.BigIntegerField()
    known = models.PositiveIntegerField()
    reason = models.CharField(max_length=200, blank=True)
    entry = models.OneToOneField(
        "ledger.Entry", on_delete=models.PROTECT, null=True, related_name="+"
    )
    pending = models.OneToOneField(
        "ledger.Pending", on_delete=models.PROTECT, null=True, related_name="+"
    )
    counted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    counted_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["book", "-value_on"], name="cash_count_days")]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    counted_rp=F("pieces_100000") * 100_000
                    + F("pieces_50000") * 50_000
                    + F("pieces_20000") * 20_000
                    + F("pieces_10000") * 10_000
                    + F("pieces_5000") * 5_000
                    + F("pieces_2000") * 2_000
                    + F("pieces_1000") * 1_000
                    + F("pieces_500") * 500
                    + F("pieces_200") * 200
                    + F("pieces_100") * 100
                    + F("other_rp")
                ),
                name="cash_count_parts_are_the_sum",
            ),
            models.CheckConstraint(
                condition=Q(counted_rp=F("expected_rp") + F("difference_rp")),
                name="cash_count_expected_and_difference_are_the_sum",
            ),
            models.CheckConstraint(
                condition=Q(
                    other_rp__gte=0, expected_rp__gte=0,
                    **{f"pieces_{face}__gte": 0 for face in FACES},
                ),
                name="cash_count_nothing_below_zero",
            ),
            models.CheckConstraint(
                condition=Q(difference_rp=0, entry__isnull=True, pending__isnull=True)
                | (
                    ~Q(difference_rp=0)
                    & ~Q(reason="")
                    & (
                        Q(entry__isnull=False, pending__isnull=True)
                        | Q(entry__isnull=True, pending__isnull=False)
                    )
                ),
                name="cash_count_difference_is_booked_with_a_reason",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"count {self.pk}"

    @property
    def pieces(self) -> dict[int, int]:
        """How many there were of each note and coin, the largest first."""
        return {face: getattr(self, f"pieces_{face}") for face in FACES}
