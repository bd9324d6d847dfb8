"""The QRIS that a group is paid with: one, agreed by two people."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from rembuk.villages.models import Group, VillageRow


class OwnQris(VillageRow):
    """The text of a group's static QRIS: proposed, then agreed by somebody else, until it ends."""

    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="+")
    text = models.CharField(max_length=1000)
    merchant_name = models.CharField(max_length=99)
    city = models.CharField(max_length=99)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    proposed_at = models.DateTimeField()
    agreed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True,
        related_name="+",
    )  # fmt: skip
    agreed_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    synthetic = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(text__startswith="000201"), name="shop_ownqris_is_a_qris"
            ),
            models.CheckConstraint(
                condition=~Q(merchant_name="") & ~Q(city=""), name="shop_ownqris_says_who_is_paid"
            ),
            models.CheckConstraint(
                condition=Q(agreed_by__isnull=True)
                | Q(proposed_by__isnull=True)
                | ~Q(agreed_by=F("proposed_by")),
                name="shop_ownqris_agreed_by_another",
            ),
            models.CheckConstraint(
                condition=Q(agreed_by__isnull=True) | Q(agreed_at__isnull=False),
                name="shop_ownqris_agreed_at_a_time",
            ),
            models.UniqueConstraint(
                fields=["group"],
                condition=Q(agreed_at__isnull=True, ended_at__isnull=True),
                name="shop_ownqris_one_waits",
            ),
            models.UniqueConstraint(
                fields=["group"],
                condition=Q(agreed_at__isnull=False, ended_at__isnull=True),
                name="shop_ownqris_one_in_use",
            ),
        ]

    def __str__(self) -> str:
        return self.merchant_name
