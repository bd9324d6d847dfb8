"""One goat: what it is called, its sex, where it comes from and who its parents are."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from rembuk.villages.models import Group, Known, VillageRow


class Sex(models.TextChoices):
    """As the books count them (stock.SEXES)."""

    FEMALE = "F", pgettext_lazy("goat", "Female")
    MALE = "M", pgettext_lazy("goat", "Male")
    UNKNOWN = "U", _("Not yet known")


class Certainty(models.TextChoices):
    """How sure the group is of a parent; of two bucks either may be the father."""

    KNOWN = "KNOWN", _("Known")
    LIKELY = "LIKELY", _("Likely")
    ONE_OF = "ONE_OF", _("One of two")


class Animal(VillageRow):
    """One goat of a group. What happens to it are events; whether it is here follows from them."""

    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="+")
    tag = models.CharField(max_length=20, blank=True)
    looks = models.CharField(max_length=100, blank=True)
    sex = models.CharField(max_length=1, choices=Sex)
    born_on = models.DateField(null=True, blank=True)
    born_precision = models.CharField(max_length=8, choices=Known, default=Known.DAY)
    dam = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="kids"
    )
    dam_certainty = models.CharField(max_length=6, choices=Certainty, default=Certainty.KNOWN)
    sire = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    # The second of two bucks, where either may be the father.
    other_sire = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    sire_certainty = models.CharField(max_length=6, choices=Certainty, default=Certainty.KNOWN)
    breed = models.CharField(max_length=40, blank=True)
    # The code of its sire line, where it came from another village with a card (swaps.py).
    line = models.CharField(max_length=40, blank=True)
    synthetic = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(tag="", looks=""), name="herd_animal_can_be_told_apart"
            ),
            models.CheckConstraint(condition=Q(sex__in=Sex.values), name="herd_animal_sex_known"),
            models.CheckConstraint(
                condition=Q(born_precision__in=Known.values),
                name="herd_animal_born_precision_known",
            ),
            models.CheckConstraint(
                condition=Q(sire_certainty="ONE_OF", sire__isnull=False, other_sire__isnull=False)
                | Q(sire_certainty__in=["KNOWN", "LIKELY"], other_sire__isnull=True),
                name="herd_animal_one_of_two_sires",
            ),
            models.CheckConstraint(
                condition=Q(dam_certainty="KNOWN") | Q(dam_certainty="LIKELY", dam__isnull=False),
                name="herd_animal_dam_certainty_known",
            ),
            models.CheckConstraint(
                condition=(Q(dam__isnull=True) | ~Q(dam=F("id")))
                & (Q(sire__isnull=True) | ~Q(sire=F("id")))
                & (Q(other_sire__isnull=True) | ~Q(other_sire=F("id"))),
                name="herd_animal_is_not_its_own_parent",
            ),
            models.UniqueConstraint(
                fields=["group", "tag"], condition=~Q(tag=""), name="herd_animal_tag_once"
            ),
        ]

    def __str__(self) -> str:
        return self.tag or self.looks
