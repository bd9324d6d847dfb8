"""What is settled when a member leaves: things, and sums either owes the other."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from rembuk.enterprise.models.members import Membership
from rembuk.enterprise.models.things import Thing
from rembuk.villages.models import VillageRow


class Fate(models.TextChoices):
    """What becomes of a thing that she kept."""

    RETURNED = "RETURNED", _("She gives it back")
    BOUGHT = "BOUGHT", _("She buys it")
    OWN = "OWN", _("It is hers, she takes it along")


class Owing(models.TextChoices):
    """What a sum is for. Others than her things come from the room that divides, or by hand."""

    THING = "THING", _("A thing she buys")
    SHARE = "SHARE", _("Her share")
    WAGES = "WAGES", _("Wages for what she made")
    OTHER_OUT = "OTHER_OUT", _("Another sum the group owes her")
    OTHER_IN = "OTHER_IN", _("A sum she owes the group")


class Settlement(VillageRow):
    """One settlement of one membership; taken back, it stays with the reason."""

    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="settlements")
    on = models.DateField()
    note = models.CharField(max_length=300, blank=True)
    taken_back_why = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["membership"],
                condition=Q(taken_back_why=""),
                name="enterprise_settlement_once",
            ),
        ]


class SettledThing(VillageRow):
    """One thing she kept, and what becomes of it."""

    append_only = True

    settlement = models.ForeignKey(Settlement, on_delete=models.PROTECT, related_name="things")
    thing = models.ForeignKey(Thing, on_delete=models.PROTECT, related_name="+")
    fate = models.CharField(max_length=8, choices=Fate)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(fate__in=Fate.values), name="enterprise_settledthing_fate_known"
            ),
            models.UniqueConstraint(
                fields=["settlement", "thing"], name="enterprise_settledthing_once"
            ),
        ]


class SettledSum(VillageRow):
    """One sum of a settlement, in whole rupiah; the treasurer is told to pay or to take it."""

    append_only = True

    settlement = models.ForeignKey(Settlement, on_delete=models.PROTECT, related_name="sums")
    owing = models.CharField(max_length=9, choices=Owing)
    amount_rp = models.BigIntegerField()
    reason = models.CharField(max_length=200)
    money = models.ForeignKey("cash.ExpectedMoney", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(amount_rp__gt=0) & ~Q(reason=""),
                name="enterprise_settledsum_is_a_sum_with_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(owing__in=Owing.values), name="enterprise_settledsum_owing_known"
            ),
        ]
