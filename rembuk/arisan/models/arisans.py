"""An arisan, its shares, and its end."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from rembuk.villages.models import Group, VillageRow

MOST_RP = 10_000_000  # of one share in one round; above it, it is no arisan among neighbours


class Rhythm(models.TextChoices):
    """How often the pot goes round."""

    WEEKLY = "WEEKLY", _("Every week")
    FORTNIGHTLY = "FORTNIGHTLY", _("Every two weeks")
    MONTHLY = "MONTHLY", _("Every month")


class Way(models.TextChoices):
    """How it is settled who takes the pot. Nobody bids for it."""

    DRAW = "DRAW", _("Drawn on this page, by two people")
    LOTS = "LOTS", _("Drawn with lots at the meeting")
    ORDER = "ORDER", _("In an order agreed by all")


class Arisan(VillageRow):
    """What a group agreed: so much a share, so often, from a day on. It stays as it was agreed.

    The money is the participants' own. No cooperative holds it and no book of the ledger knows it
    (memo 9104): here is only written down who gave and who received.
    """

    append_only: ClassVar[bool] = True

    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=60)
    share_rp = models.BigIntegerField()
    rhythm = models.CharField(max_length=11, choices=Rhythm)
    first_on = models.DateField()
    way = models.CharField(max_length=5, choices=Way)
    # Between the meeting and handing over: "in the tin, two keys".
    kept_where = models.CharField(max_length=100)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(name="") & ~Q(kept_where=""), name="arisan_arisan_says_what_and_where"
            ),
            models.CheckConstraint(
                condition=Q(share_rp__gte=1, share_rp__lte=MOST_RP), name="arisan_arisan_has_a_sum"
            ),
            models.CheckConstraint(
                condition=Q(rhythm__in=Rhythm.values, way__in=Way.values),
                name="arisan_arisan_rhythm_and_way_known",
            ),
        ]
        indexes = [models.Index(fields=["village", "group", "first_on"], name="arisan_of_group")]

    def __str__(self) -> str:
        return self.name


class Seat(VillageRow):
    """One share of one person. Who takes two shares has two seats, pays twice and wins twice."""

    arisan = models.ForeignKey(Arisan, on_delete=models.PROTECT, related_name="seats")
    number = models.PositiveSmallIntegerField()
    # Empty for who is not in the village's registry.
    resident = models.ForeignKey(
        "people.Resident", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    name = models.CharField(max_length=100)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(name="") & Q(number__gte=1), name="arisan_seat_is_somebodys"
            ),
            models.UniqueConstraint(fields=["arisan", "number"], name="arisan_seat_number_once"),
        ]
        indexes = [models.Index(fields=["village", "resident"], name="arisan_seat_of_person")]

    def __str__(self) -> str:
        return self.name


class Ending(VillageRow):
    """An arisan is over: every share had its turn, or the group stopped it, with the reason."""

    append_only: ClassVar[bool] = True

    class Kind(models.TextChoices):
        ROUND = "ROUND", _("Everybody had a turn")
        STOPPED = "STOPPED", _("Stopped by agreement")
        MISTAKE = "MISTAKE", _("Written down by mistake")

    arisan = models.OneToOneField(Arisan, on_delete=models.PROTECT, related_name="ending")
    kind = models.CharField(max_length=7, choices=Kind)
    on = models.DateField()
    why = models.CharField(max_length=200, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="ROUND") | Q(kind__in=["STOPPED", "MISTAKE"]) & ~Q(why=""),
                name="arisan_ending_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"ending {self.arisan_id}"
