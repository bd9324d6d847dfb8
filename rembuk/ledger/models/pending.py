"""What waits for a second person: reserved, and resolved exactly once."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from rembuk.ledger.models.books import Account, Book
from rembuk.ledger.models.entries import Entry
from rembuk.lib.money import MOST_RP
from rembuk.villages.models import VillageRow


class Pending(VillageRow):
    """An entry that somebody made and another has yet to approve.

    `asked` is the entry in full but for the words; `asked_hash` is over all of it, words by their
    commitment, and is what the other person approves.
    """

    append_only = True
    erasable: ClassVar[dict[str, str]] = {"salt": "", "memo": "", "party": ""}

    book = models.ForeignKey(Book, on_delete=models.PROTECT, related_name="pending")
    request_id = models.UUIDField(unique=True)
    kind = models.CharField(max_length=24)
    asked = models.JSONField()
    asked_hash = models.CharField(max_length=64)
    salt = models.CharField(max_length=32, blank=True)
    memo = models.CharField(max_length=200, blank=True)
    party = models.CharField(max_length=120, blank=True)
    resident_id = models.BigIntegerField(null=True, db_index=True)
    maker = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    expires_on = models.DateField()

    def __str__(self) -> str:
        return f"pending {self.pk}"


class Hold(VillageRow):
    """Money of an account that a pending entry has reserved."""

    append_only = True

    pending = models.ForeignKey(Pending, on_delete=models.PROTECT, related_name="holds")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="holds")
    amount_rp = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["pending", "account"], name="ledger_hold_once_an_account"
            ),
            models.CheckConstraint(
                condition=Q(amount_rp__gte=1) & Q(amount_rp__lte=MOST_RP),
                name="ledger_hold_amount_above_zero",
            ),
        ]

    def __str__(self) -> str:
        return f"hold {self.pk}"


class Resolution(VillageRow):
    """What became of a pending entry. `maker` repeats the pending's; a trigger holds it to that."""

    class Outcome(models.TextChoices):
        APPROVED = "APPROVED", _("Approved")
        REFUSED = "REFUSED", _("Refused")
        WITHDRAWN = "WITHDRAWN", _("Withdrawn")
        EXPIRED = "EXPIRED", _("Expired")

    append_only = True

    pending = models.OneToOneField(Pending, on_delete=models.PROTECT, related_name="resolution")
    outcome = models.CharField(max_length=9, choices=Outcome)
    maker = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    at = models.DateTimeField()
    reason = models.CharField(max_length=200, blank=True)
    entry = models.OneToOneField(
        Entry, on_delete=models.PROTECT, null=True, related_name="resolution"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome__in=["APPROVED", "REFUSED", "WITHDRAWN", "EXPIRED"]),
                name="ledger_resolution_outcome_known",
            ),
            models.CheckConstraint(
                condition=(Q(outcome="APPROVED") & Q(entry__isnull=False))
                | (~Q(outcome="APPROVED") & Q(entry__isnull=True)),
                name="ledger_resolution_approved_is_booked",
            ),
            models.CheckConstraint(
                condition=~Q(outcome="APPROVED") | (Q(by__isnull=False) & ~Q(by=F("maker"))),
                name="ledger_resolution_two_different_people",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.outcome} {self.pending_id}"
