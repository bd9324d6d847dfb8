"""A member says that a line of her book is wrong, and who keeps or oversees the money answers."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from rembuk.coop.models.members import Member
from rembuk.villages.models import VillageRow

ERASED = "-"


class Doubt(VillageRow):
    """'Ini keliru': which line, in whose book, in her own words."""

    append_only = True
    erasable: ClassVar[dict[str, str]] = {"said": ""}

    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="doubts")
    line = models.PositiveIntegerField()  # the number of the entry in the cooperative's book
    said = models.CharField(max_length=500)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(line__gte=1), name="coop_doubt_is_about_a_line")
        ]

    def __str__(self) -> str:
        return f"{self.member_id}: {self.line}"


class DoubtAnswer(VillageRow):
    """What somebody who keeps or oversees the money found."""

    append_only = True
    # An answer always says something: a dash stands where her words were.
    erasable: ClassVar[dict[str, str]] = {"said": ERASED}

    class Outcome(models.TextChoices):
        CORRECTED = "CORRECTED", _("Corrected: the line was taken back")
        EXPLAINED = "EXPLAINED", _("The line is right")

    doubt = models.OneToOneField(Doubt, on_delete=models.PROTECT, related_name="answer")
    outcome = models.CharField(max_length=9, choices=Outcome)
    said = models.CharField(max_length=500)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome__in=["CORRECTED", "EXPLAINED"]),
                name="coop_doubtanswer_outcome_known",
            ),
            models.CheckConstraint(condition=~Q(said=""), name="coop_doubtanswer_says_something"),
        ]

    def __str__(self) -> str:
        return self.outcome
