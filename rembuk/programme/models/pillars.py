"""The programmes a ministry offers, their pillars, and which of them a village runs."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from rembuk.programme.models.words import Bilingual, said
from rembuk.villages.models import Known, VillageRow


class ProgrammeTemplate(Bilingual, models.Model):
    """A programme as data: shipped in data/*.json, the same for every village.

    `content` is the whole file: purpose, criteria, objectives, legal basis, norms, sources.
    """

    code = models.CharField(primary_key=True, max_length=40)
    order = models.PositiveSmallIntegerField()
    name_id = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120)
    content = models.JSONField(default=dict)

    def __str__(self) -> str:
        return self.say("name")

    @property
    def short_name(self) -> str:
        """The name for narrow places."""
        return said(self.content["short_name"])

    @property
    def parts_word(self) -> str:
        """What the programme calls its parts: Pilar, or Tema."""
        return said(self.content["parts_word"])

    @property
    def purpose(self) -> str:
        """What the programme is for."""
        return said(self.content["purpose"])

    @property
    def norms(self) -> list[dict[str, Any]]:
        """How many facilitators a village should have, one entry per source."""
        return list(self.content["facilitator_norms"])

    @property
    def facilitator_frame(self) -> list[dict[str, Any]]:
        """Who a facilitator is and what she owes, one entry per statement of a source."""
        return list(self.content["facilitator_frame"])


# How the pages mark a pillar of each colour: a class of the stylesheet and an icon.
LOOKS = {
    "nila": ("of-migration", "journey"),
    "tanah": ("of-enterprise", "business"),
    "kembang": ("of-parenting", "child"),
    "daun": ("of-coop", "coop"),
}


class Pillar(Bilingual, models.Model):
    """One pillar or theme of a programme."""

    class Colour(models.TextChoices):
        NILA = "nila", _("Indigo")
        TANAH = "tanah", _("Earth")
        KEMBANG = "kembang", _("Blossom")
        DAUN = "daun", _("Leaf")

    template = models.ForeignKey(
        ProgrammeTemplate, on_delete=models.PROTECT, related_name="pillars"
    )
    code = models.CharField(max_length=12)
    order = models.PositiveSmallIntegerField()
    name_id = models.CharField(max_length=60)
    name_en = models.CharField(max_length=60)
    colour = models.CharField(max_length=7, choices=Colour)
    content = models.JSONField(default=dict)
    # What is done for pillar 1 also counts for the themes Edukatif and Aman, not the reverse.
    serves = models.ManyToManyField("self", symmetrical=False, related_name="served_by")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["template", "code"], name="programme_pillar_code_once"),
            models.UniqueConstraint(
                fields=["template", "order"], name="programme_pillar_order_once"
            ),
            models.CheckConstraint(
                condition=Q(colour__in=["nila", "tanah", "kembang", "daun"]),
                name="programme_pillar_colour_known",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The everyday name."""
        return self.say("name")

    @property
    def official_name(self) -> str:
        """The name the ministry uses."""
        return said(self.content["official_name"])

    @property
    def purpose(self) -> str:
        """What the pillar is for."""
        return said(self.content["purpose"])

    @property
    def look(self) -> str:
        """The class that gives its colour; the icon and the word say the same."""
        return LOOKS[self.colour][0]

    @property
    def icon(self) -> str:
        """The icon beside its name."""
        return LOOKS[self.colour][1]

    @property
    def what_appears(self) -> str:
        """What will stand here once there is something to show."""
        return said(self.content["what_appears"])

    @property
    def example(self) -> str:
        """What evidence for it may look like."""
        return said(self.content["example"])


class VillageProgramme(VillageRow):
    """A village runs a programme for a period. It ends by writing `until`; two may run at once."""

    template = models.ForeignKey(ProgrammeTemplate, on_delete=models.PROTECT, related_name="+")
    since = models.DateField()
    since_precision = models.CharField(max_length=8, choices=Known, default=Known.DAY)
    until = models.DateField(null=True, blank=True)
    designation_year = models.PositiveSmallIntegerField(null=True, blank=True)
    decree_number = models.CharField(max_length=100, blank=True)  # "": not known
    source = models.CharField(max_length=200, blank=True)
    started_at = models.DateTimeField()
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    stopped_at = models.DateTimeField(null=True, blank=True)
    stopped_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["village", "template"],
                condition=Q(until__isnull=True),
                name="programme_villageprogramme_runs_once",
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=models.F("since")),
                name="programme_villageprogramme_ends_after_start",
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True, stopped_at__isnull=True)
                | Q(until__isnull=False, stopped_at__isnull=False),
                name="programme_villageprogramme_end_has_a_time",
            ),
            models.CheckConstraint(
                condition=Q(since_precision__in=["DAY", "MONTH", "YEAR", "KNOWN_BY"]),
                name="programme_villageprogramme_since_precision_known",
            ),
        ]

    def __str__(self) -> str:
        return self.template.short_name
