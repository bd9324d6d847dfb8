"""The licence without which a cooperative may hold no withdrawable savings."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from rembuk.villages.models import Group, VillageRow


class Licence(VillageRow):
    """A licence for savings and loans as it stands on paper. The board enters it."""

    append_only = True

    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="coop_licences")
    number = models.CharField(max_length=80)
    issued_on = models.DateField()
    authority = models.CharField(max_length=120)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    entered_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(number=""), name="coop_licence_has_a_number"),
            models.CheckConstraint(
                condition=~Q(authority=""), name="coop_licence_has_an_authority"
            ),
            models.UniqueConstraint(fields=["group", "number"], name="coop_licence_once"),
        ]

    def __str__(self) -> str:
        return self.number


class LicenceConfirmed(VillageRow):
    """Somebody of the supervisory board held the paper in her hand, and is not who entered it."""

    append_only = True

    licence = models.OneToOneField(Licence, on_delete=models.PROTECT, related_name="confirmed")
    # Repeated here so that the database itself can tell the two people apart.
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(by=models.F("entered_by")), name="coop_licenceconfirmed_by_another"
            )
        ]

    def __str__(self) -> str:
        return str(self.licence)


class LicenceEnded(VillageRow):
    """The licence holds no longer, from a day on: it ran out, was given back or taken away."""

    append_only = True

    licence = models.OneToOneField(Licence, on_delete=models.PROTECT, related_name="ended")
    on = models.DateField()
    why = models.CharField(max_length=200)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(why=""), name="coop_licenceended_has_a_reason")
        ]

    def __str__(self) -> str:
        return self.why
