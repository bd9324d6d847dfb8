"""Numbers a herd is reckoned with: limits, feed, how goats bear and die, as read on a day."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from rembuk.villages.models import VillageRow


class Measure(models.TextChoices):
    """What is a number with a source, and not a rule."""

    KIN_WARNS = "KIN_WARNS", _("Kinship from which a mating is warned of")
    KIN_FORBIDS = "KIN_FORBIDS", _("Kinship from which a mating is advised against")
    FORAGE = "FORAGE", _("Fresh forage a day, percent of live weight")
    CONCENTRATE = "CONCENTRATE", _("Concentrate a day, percent of live weight")
    GIRTH_TIMES = "GIRTH_TIMES", _("Weight from girth: kilograms for each centimetre")
    GIRTH_LESS = "GIRTH_LESS", _("Weight from girth: kilograms to take off")
    GIRTH_OFF = "GIRTH_OFF", _("Weight from girth: kilograms it may be off")
    LITTER_LOW = "LITTER_LOW", _("Kids in a litter, at least")
    LITTER_HIGH = "LITTER_HIGH", _("Kids in a litter, at most")
    INTERVAL_LOW = "INTERVAL_LOW", _("Months between two kiddings, at least")
    INTERVAL_HIGH = "INTERVAL_HIGH", _("Months between two kiddings, at most")
    DUE_LOW = "DUE_LOW", _("Days from mating to kidding, at least")
    DUE_MEAN = "DUE_MEAN", _("Days from mating to kidding, as planned")
    DUE_HIGH = "DUE_HIGH", _("Days from mating to kidding, at most")
    CHECKED_DAYS = "CHECKED_DAYS", _("Days a doe is looked at after kidding")
    WEANING = "WEANING", _("Days of age at which kids are weaned")
    FIRST_KIDDING = "FIRST_KIDDING", _("Months of age at the first kidding")
    KID_LOSS_LOW = "KID_LOSS_LOW", _("Kids that die before they are weaned, percent, at least")
    KID_LOSS_HIGH = "KID_LOSS_HIGH", _("Kids that die before they are weaned, percent, at most")
    GROWN_LOSS_LOW = "GROWN_LOSS_LOW", _("Grown goats that die in a year, percent, at least")
    GROWN_LOSS_HIGH = "GROWN_LOSS_HIGH", _("Grown goats that die in a year, percent, at most")
    UNFIT_BLIND = "UNFIT_BLIND", _("Blind in one eye or both: unfit for qurban?")
    UNFIT_LAME = "UNFIT_LAME", _("Lame: unfit for qurban?")
    UNFIT_THIN = "UNFIT_THIN", _("Very thin: unfit for qurban?")
    UNFIT_HORN = "UNFIT_HORN", _("Horn broken at the base: unfit for qurban?")
    UNFIT_EAR = "UNFIT_EAR", _("Ear cut or torn: unfit for qurban?")
    UNFIT_MANGE = "UNFIT_MANGE", _("Mange: unfit for qurban?")
    UNFIT_OTHER = "UNFIT_OTHER", _("Another defect: unfit for qurban?")

    @property
    def is_asked(self) -> bool:
        """Is it a question with yes (1) or no (0), and not a number?"""
        return self.value.startswith("UNFIT_")


class HerdNumber(VillageRow):
    """One number from a day on. A newer row takes its place; none is changed."""

    append_only: ClassVar[bool] = True

    measure = models.CharField(max_length=15, choices=Measure)
    value = models.DecimalField(max_digits=10, decimal_places=5)
    valid_from = models.DateField()
    source = models.CharField(max_length=200)
    is_verified = models.BooleanField(default=False)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(measure__in=Measure.values), name="herd_number_measure_known"
            ),
            models.CheckConstraint(condition=Q(value__gte=0), name="herd_number_not_below_nought"),
            models.CheckConstraint(
                condition=~Q(measure__startswith="UNFIT_") | Q(value__in=[0, 1]),
                name="herd_number_question_is_yes_or_no",
            ),
            models.CheckConstraint(condition=~Q(source=""), name="herd_number_has_a_source"),
        ]
        indexes = [models.Index(fields=["village", "measure"], name="herd_number_of_measure")]

    def __str__(self) -> str:
        return str(self.get_measure_display())
