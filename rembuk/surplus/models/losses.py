"""A year's loss that the reserve bore by decision of the members; the rest is carried.

Never changed: taken back, the book says so by the entry that reverses this one's.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from rembuk.surplus.models.divisions import NUMBER_LETTERS_MAX
from rembuk.villages.models import Group, VillageRow


class LossCover(VillageRow):
    """How much of a loss the reserve bore (whole rupiah), by which decision, in which entry."""

    append_only = True

    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    loss_rp = models.BigIntegerField()
    reserve_before_rp = models.BigIntegerField()
    covered_rp = models.BigIntegerField()
    resolution = models.ForeignKey(
        "forum.Resolution", on_delete=models.PROTECT, related_name="+"
    )  # fmt: skip
    number = models.CharField(max_length=NUMBER_LETTERS_MAX)  # of the decision
    entry = models.OneToOneField("ledger.Entry", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(covered_rp__gt=0, loss_rp__gte=F("covered_rp"))
                & Q(reserve_before_rp__gte=F("covered_rp")),
                name="surplus_losscover_within_loss_and_reserve",
            ),
            models.CheckConstraint(
                condition=Q(covered_rp=F("loss_rp")) | Q(covered_rp=F("reserve_before_rp")),
                name="surplus_losscover_as_far_as_it_goes",
            ),
            models.CheckConstraint(
                condition=~Q(number=""), name="surplus_losscover_decided_with_a_number"
            ),
        ]
        indexes = [models.Index(fields=["group", "-year"], name="surplus_losscover_of_a_year")]

    def __str__(self) -> str:
        return f"{self.year}: {self.covered_rp}"

    @property
    def carried_rp(self) -> int:
        """The loss that the reserve could not bear."""
        return self.loss_rp - self.covered_rp
