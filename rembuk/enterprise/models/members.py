"""Who belongs to a group, since when, and why somebody left."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from rembuk.villages.models import Group, Known, VillageRow


class Leaving(models.TextChoices):
    """Why a member leaves. Going on alone is what a group of learners is for, not a loss."""

    OWN_BUSINESS = "OWN_BUSINESS", _("Runs a business of her own")
    ABROAD = "ABROAD", _("Went to work abroad")
    OTHER_WORK = "OTHER_WORK", _("Found other work")
    FAMILY = "FAMILY", _("Family or health")
    MOVED = "MOVED", _("Moved away")
    DISAGREED = "DISAGREED", _("Did not agree with the group")
    DIED = "DIED", _("Died")
    OTHER = "OTHER", _("Another reason")
    MISTAKE = "MISTAKE", _("Was never a member: recorded by mistake")


class Membership(VillageRow):
    """One person in one group, from a day on. Who comes back has a second row."""

    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="memberships")
    # Empty for who is not in the village's registry; the name is what the group calls her.
    resident = models.ForeignKey(
        "people.Resident", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    name = models.CharField(max_length=100)
    joined_on = models.DateField()
    joined_precision = models.CharField(max_length=8, choices=Known, default=Known.DAY)
    left_on = models.DateField(null=True, blank=True)
    left_precision = models.CharField(max_length=8, choices=Known, default=Known.DAY)
    left_why = models.CharField(max_length=12, choices=Leaving, blank=True)
    left_note = models.CharField(max_length=200, blank=True)
    # Invented so that a known number of members adds up.
    synthetic = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="enterprise_membership_has_a_name"),
            models.CheckConstraint(
                condition=Q(left_on__isnull=True) | Q(left_on__gte=models.F("joined_on")),
                name="enterprise_membership_leaves_after_joining",
            ),
            models.CheckConstraint(
                condition=Q(left_on__isnull=True, left_why="", left_note="")
                | Q(left_on__isnull=False, left_why__in=Leaving.values),
                name="enterprise_membership_leaves_with_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(joined_precision__in=Known.values, left_precision__in=Known.values),
                name="enterprise_membership_precision_known",
            ),
            models.UniqueConstraint(
                fields=["group", "resident"],
                condition=Q(left_on__isnull=True),
                name="enterprise_membership_open_once",
            ),
        ]
        indexes = [
            models.Index(
                fields=["village", "group", "joined_on"], name="enterprise_membership_since"
            )
        ]

    def __str__(self) -> str:
        return self.name
