"""What speaks against a cooperative and what was answered; and who would join if others do."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from rembuk.coop.models.doubts import ERASED
from rembuk.villages.models import Group, VillageRow


class Objection(VillageRow):
    """One voice against it. Whose it is stands here only if she wished so."""

    append_only = True
    erasable: ClassVar[dict[str, str]] = {"said": ERASED}

    class Kind(models.TextChoices):
        CAPITAL = "CAPITAL", _("Afraid that the money does not come back")
        QUARREL = "QUARREL", _("Afraid of quarrels")
        UNHEARD = "UNHEARD", _("Hears nothing about it")
        UNIMPORTANT = "UNIMPORTANT", _("It is not important")
        OTHER = "OTHER", _("Another reason")

    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="objections")
    kind = models.CharField(max_length=11, choices=Kind)
    said = models.CharField(max_length=500)
    resident = models.ForeignKey(
        "people.Resident", on_delete=models.PROTECT, null=True, related_name="+"
    )
    source = models.CharField(max_length=200, blank=True)  # where it is published
    on = models.DateField()  # the day, not the moment: a moment could be compared with a visit
    by = models.ForeignKey(  # who wrote it down for somebody; empty for who spoke for herself
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["CAPITAL", "QUARREL", "UNHEARD", "UNIMPORTANT", "OTHER"]),
                name="coop_objection_kind_known",
            ),
            models.CheckConstraint(condition=~Q(said=""), name="coop_objection_says_something"),
            models.CheckConstraint(
                condition=Q(source="") | Q(resident__isnull=True),
                name="coop_objection_published_is_nobodys",
            ),
        ]

    def __str__(self) -> str:
        return self.kind


class ObjectionAnswer(VillageRow):
    """What was answered, and what was done about it: everybody reads both."""

    append_only = True

    objection = models.ForeignKey(Objection, on_delete=models.PROTECT, related_name="answers")
    said = models.CharField(max_length=500)
    done = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(said=""), name="coop_objectionanswer_says_something"
            )
        ]

    def __str__(self) -> str:
        return self.said


class Pledge(VillageRow):
    """'I join if at least so many join', herself among them. No sum of money, and no page lists it.

    Another number is another row; a pledge that is taken back ends.
    """

    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="pledges")
    resident = models.ForeignKey("people.Resident", on_delete=models.PROTECT, related_name="+")
    least = models.PositiveIntegerField()
    may_invite = models.BooleanField(default=False)  # her name, once enough join
    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(least__gte=1, least__lte=10_000), name="coop_pledge_least_counts"
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("at")),
                name="coop_pledge_ends_after_it_began",
            ),
            models.UniqueConstraint(
                fields=["group", "resident"], condition=Q(ended_at__isnull=True),
                name="coop_pledge_one_of_each",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return str(self.pk)
