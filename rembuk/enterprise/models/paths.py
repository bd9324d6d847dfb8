"""What members can do, and how far a group has come on the programme's path of five stages."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from rembuk.enterprise.models.members import Membership
from rembuk.villages.models import Group, Known, VillageRow


class Skill(VillageRow):
    """One thing a member can do; what she does no longer ends, and stays."""

    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="skills")
    name = models.CharField(max_length=60)
    since = models.DateField()  # the day it was recorded, not that of learning it
    ended_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="enterprise_skill_has_a_name"),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("since")),
                name="enterprise_skill_ends_after_it_began",
            ),
            models.UniqueConstraint(
                fields=["membership", "name"],
                condition=Q(ended_on__isnull=True),
                name="enterprise_skill_once",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Milestone(models.TextChoices):
    """The path of a productive business in the programme, as the pillar 4 article (S0) tells it."""

    POTENTIAL = "POTENTIAL", _("Potential found")
    FACILITATOR = "FACILITATOR", _("Facilitator helps")
    EQUIPMENT = "EQUIPMENT", _("Equipment is there")
    RUNNING = "RUNNING", _("Business runs")
    MARKETING = "MARKETING", _("Marketing")


class Reached(VillageRow):
    """A stage that a group reached: since when, and what shows it."""

    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="reached")
    milestone = models.CharField(max_length=11, choices=Milestone)
    on = models.DateField()
    precision = models.CharField(max_length=8, choices=Known, default=Known.DAY)
    evidence = models.CharField(max_length=300)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    taken_back_why = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(evidence=""), name="enterprise_reached_has_evidence"
            ),
            models.CheckConstraint(
                condition=Q(milestone__in=Milestone.values, precision__in=Known.values),
                name="enterprise_reached_milestone_known",
            ),
            models.UniqueConstraint(
                fields=["group", "milestone"],
                condition=Q(taken_back_why=""),
                name="enterprise_reached_once",
            ),
        ]
