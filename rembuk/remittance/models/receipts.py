"""Who of a worker's family hears of her transfers, and which message told whom of what."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from rembuk.coop.models import Member
from rembuk.people.models import Resident
from rembuk.villages.models import VillageRow


class FamilyConsent(VillageRow):
    """From `at` on one of her family hears of her transfers; the newest row holds.

    A row without a resident takes it back. She writes it herself: nobody writes it for her. `by`
    is empty only where it ended because one of the two was erased.
    """

    append_only = True

    class Shows(models.TextChoices):
        SUM = "SUM", _("Only the sum and the day")
        GOALS = "GOALS", _("The sum, the day, and how far the goals are")

    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    resident = models.ForeignKey(Resident, on_delete=models.PROTECT, null=True, related_name="+")
    shows = models.CharField(max_length=5, choices=Shows, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(resident__isnull=False, by__isnull=False, shows__in=["SUM", "GOALS"])
                | Q(resident__isnull=True, shows=""),
                name="remittance_consent_is_for_somebody_or_ends",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member_id} {self.shows or '-'}"


class TransferTold(VillageRow):
    """A message about an entry was put into the queue: to her, or with `consent` to her family."""

    append_only = True

    entry = models.ForeignKey("ledger.Entry", on_delete=models.PROTECT, related_name="+")
    message = models.OneToOneField("messaging.Message", on_delete=models.PROTECT, related_name="+")
    consent = models.ForeignKey(
        FamilyConsent, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["entry"], condition=Q(consent__isnull=True),
                name="remittance_told_her_once",
            ),
            models.UniqueConstraint(
                fields=["entry", "consent"], name="remittance_told_family_once"
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"told {self.entry_id}"
