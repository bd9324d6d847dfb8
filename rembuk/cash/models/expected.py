"""Money that other rooms say came or is to be paid, until the treasurer has recorded it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from rembuk.villages.models import Group, VillageRow


class ExpectedMoney(VillageRow):
    """One sum that waits for the treasurer: who, what for, how much, and which room says so.

    It is booked by its own `entry`, or by the one of what was `asked` of a second person.
    """

    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="+")
    way = models.CharField(max_length=8)
    party = models.CharField(max_length=120)
    purpose = models.CharField(max_length=20)
    amount_rp = models.BigIntegerField()
    on = models.DateField()
    memo = models.CharField(max_length=200, blank=True)
    resident = models.ForeignKey(
        "people.Resident", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    source = models.CharField(max_length=40)
    maker = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    made_at = models.DateTimeField()
    asked = models.ForeignKey(
        "ledger.Pending", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    entry = models.OneToOneField(
        "ledger.Entry", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    dropped_at = models.DateTimeField(null=True, blank=True)
    dropped_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True,
        related_name="+",
    )  # fmt: skip
    dropped_why = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(amount_rp__gt=0), name="cash_expectedmoney_is_a_sum"
            ),
            models.CheckConstraint(
                condition=Q(way__in=["CASH_IN", "CASH_OUT"]), name="cash_expectedmoney_way_known"
            ),
            models.CheckConstraint(
                condition=Q(dropped_at__isnull=True, dropped_why="")
                | (Q(dropped_at__isnull=False) & ~Q(dropped_why="")),
                name="cash_expectedmoney_dropped_with_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(dropped_at__isnull=True) | Q(entry__isnull=True),
                name="cash_expectedmoney_booked_or_dropped",
            ),
        ]
        indexes = [
            models.Index(
                fields=["village", "group"],
                condition=Q(entry__isnull=True, dropped_at__isnull=True),
                name="cash_expectedmoney_open",
            )
        ]

    def __str__(self) -> str:
        return f"{self.way} {self.amount_rp}"
