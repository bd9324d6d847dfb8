"""The sum from which a group needs two people: asked for by one, agreed by another."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from rembuk.villages.models import VillageRow

LEAST_RP, MOST_RP = 10_000, 50_000_000  # less stops every purchase, more switches the control off


class LimitChange(VillageRow):
    """Who runs the group asks for another limit. The newest one asked for is what counts."""

    append_only = True

    book = models.ForeignKey("ledger.Book", on_delete=models.PROTECT, related_name="+")
    before_rp = models.BigIntegerField()
    limit_rp = models.BigIntegerField()
    reason = models.CharField(max_length=200)
    maker = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(limit_rp__gte=LEAST_RP, limit_rp__lte=MOST_RP),
                name="cash_limitchange_within_bounds",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="cash_limitchange_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"limit {self.limit_rp}"


class LimitDecision(VillageRow):
    """What the other person said to it; `before_rp` of the change was the limit until then."""

    class Outcome(models.TextChoices):
        AGREED = "AGREED", _("Agreed")
        DECLINED = "DECLINED", _("Declined")

    append_only = True

    change = models.OneToOneField(LimitChange, on_delete=models.PROTECT, related_name="decision")
    outcome = models.CharField(max_length=8, choices=Outcome)
    reason = models.CharField(max_length=200, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome="AGREED") | (Q(outcome="DECLINED") & ~Q(reason="")),
                name="cash_limitdecision_declined_with_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.outcome} {self.change_id}"
