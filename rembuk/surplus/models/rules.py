"""Into which parts a surplus goes, from a year on: a newer version never changes an older one."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from rembuk.surplus.models.parts import NAMES, WHOLE
from rembuk.villages.models import Group, VillageRow

SOURCE_LETTERS_MAX = 200
EARLIEST, LATEST = 2000, 2199


class SplitRule(VillageRow):
    """The parts of a surplus in hundredths of a percent, together 10,000; and where they stand.

    Of several for one year the newest holds. Sources: AD/ART, or the members' meeting with the
    number of its decision (law 25/1992, articles 5 and 45).
    """

    append_only = True

    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="+")
    from_year = models.PositiveSmallIntegerField()
    source = models.CharField(max_length=SOURCE_LETTERS_MAX)
    reserve_part = models.PositiveSmallIntegerField()
    by_capital_part = models.PositiveSmallIntegerField()
    by_use_part = models.PositiveSmallIntegerField()
    board_part = models.PositiveSmallIntegerField()
    staff_part = models.PositiveSmallIntegerField()
    education_part = models.PositiveSmallIntegerField()
    social_part = models.PositiveSmallIntegerField()
    development_part = models.PositiveSmallIntegerField()
    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    reserve_part=WHOLE
                    - F("by_capital_part")
                    - F("by_use_part")
                    - F("board_part")
                    - F("staff_part")
                    - F("education_part")
                    - F("social_part")
                    - F("development_part")
                ),
                name="surplus_splitrule_is_exactly_100",
            ),
            models.CheckConstraint(
                condition=Q(**{f"{one}_part__gte": 0 for one in NAMES}),
                name="surplus_splitrule_parts_not_below_nought",
            ),
            models.CheckConstraint(condition=~Q(source=""), name="surplus_splitrule_has_a_source"),
            models.CheckConstraint(
                condition=Q(from_year__gte=EARLIEST, from_year__lte=LATEST),
                name="surplus_splitrule_of_a_year",
            ),
        ]
        indexes = [models.Index(fields=["group", "from_year"], name="surplus_splitrule_of_a_group")]

    def __str__(self) -> str:
        return f"{self.from_year}: {self.source}"

    def parts(self) -> dict[str, int]:
        """Return the parts by name, in hundredths of a percent."""
        return {one: getattr(self, f"{one}_part") for one in NAMES}
