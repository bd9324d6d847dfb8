"""A match that was wrong: the money went back to who is not known yet, and why."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from rembuk.coop.models import Member
from rembuk.remittance.models.statements import Credit
from rembuk.villages.models import VillageRow

REASON_ERASED = "-"


class TakenBack(VillageRow):
    """The entry `undoes` gave a sum to the wrong `member`: it went back, or is asked for.

    Booked at once, or from the limit on once a second person agrees.
    """

    append_only = True
    erasable: ClassVar[dict[str, str]] = {"reason": REASON_ERASED}

    credit = models.ForeignKey(Credit, on_delete=models.PROTECT, related_name="taken_back")
    undoes = models.ForeignKey("ledger.Entry", on_delete=models.PROTECT, related_name="+")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=200)
    entry = models.OneToOneField(
        "ledger.Entry", on_delete=models.PROTECT, null=True, related_name="+"
    )
    asked = models.OneToOneField(
        "ledger.Pending", on_delete=models.PROTECT, null=True, related_name="+"
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(reason=""), name="remittance_taken_back_has_a_reason"
            ),
            models.CheckConstraint(
                condition=Q(entry__isnull=False, asked__isnull=True)
                | Q(entry__isnull=True, asked__isnull=False),
                name="remittance_taken_back_is_booked_or_asked",
            ),
            models.UniqueConstraint(
                fields=["undoes"], condition=Q(entry__isnull=False),
                name="remittance_taken_back_once",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.credit_id} from {self.member_id}"
