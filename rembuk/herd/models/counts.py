"""Two people count the pen: what they found, beside what the book said then."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from rembuk.villages.models import Group, VillageRow

# What is counted apart: of kids the sex is not seen on each.
PARTS = ("dams", "doelings", "bucks", "kids_female", "kids_male", "kids_unknown")


class HerdCount(VillageRow):
    """One count of the pen by two members, and the book of that day as it stood then."""

    append_only = True

    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="+")
    counted_on = models.DateField()
    one = models.ForeignKey("enterprise.Membership", on_delete=models.PROTECT, related_name="+")
    other = models.ForeignKey("enterprise.Membership", on_delete=models.PROTECT, related_name="+")
    dams = models.PositiveSmallIntegerField()
    doelings = models.PositiveSmallIntegerField()
    bucks = models.PositiveSmallIntegerField()
    kids_female = models.PositiveSmallIntegerField()
    kids_male = models.PositiveSmallIntegerField()
    kids_unknown = models.PositiveSmallIntegerField(default=0)
    book_dams = models.PositiveSmallIntegerField()
    book_doelings = models.PositiveSmallIntegerField()
    book_bucks = models.PositiveSmallIntegerField()
    book_kids_female = models.PositiveSmallIntegerField()
    book_kids_male = models.PositiveSmallIntegerField()
    book_kids_unknown = models.PositiveSmallIntegerField(default=0)
    reason = models.CharField(max_length=200, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(one=F("other")), name="herd_count_by_two_people"),
            models.CheckConstraint(
                condition=Q(**{part: F(f"book_{part}") for part in PARTS}) | ~Q(reason=""),
                name="herd_count_difference_has_a_reason",
            ),
        ]
        indexes = [models.Index(fields=["group", "-counted_on"], name="herd_count_of_group")]

    def __str__(self) -> str:
        return f"{self.counted_on}"
