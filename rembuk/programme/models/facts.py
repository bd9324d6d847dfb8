"""What sources say, each with its source, its date and how sure it is.

Facts about a programme or the country are the same for every village: NationalFact, without a
village. Facts about one village are that village's rows: VillageFact. No row is ever both.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from rembuk.lib import words
from rembuk.programme.models.pillars import Pillar
from rembuk.programme.models.words import Bilingual, reader, said
from rembuk.villages.models import VillageRow


class Topic(models.TextChoices):
    """What a fact is about."""

    PROGRAMME = "PROGRAMME", _("Programme and law")
    PLACE = "PLACE", _("Village and people")
    ACTORS = "ACTORS", _("People in charge")
    SEWING = "SEWING", _("Sewing group")
    GOATS = "GOATS", _("Goat group")
    REMITTANCE = "REMITTANCE", _("Money sent home")
    COOPERATIVE = "COOPERATIVE", _("Cooperative")
    IMPLEMENTATION = "IMPLEMENTATION", _("How the programme is carried out")
    ABROAD = "ABROAD", _("Work abroad")
    DATA = "DATA", _("Personal data")


class Certainty(models.TextChoices):
    """How far a fact can be relied on."""

    STATED = "STATED", _("Stated by the source")
    CLAIM = "CLAIM", _("Claimed, not shown")
    UNVERIFIED = "UNVERIFIED", _("Not verified")
    SYNTHETIC = "SYNTHETIC", _("Made up for the demo")


class Unit(models.TextChoices):
    """What a quantity counts."""

    ACTIONS = "ACTIONS", _("actions")
    ACTIVITIES = "ACTIVITIES", _("activities")
    AGREEMENTS = "AGREEMENTS", _("agreements")
    AIMS = "AIMS", _("aims")
    BARRIERS = "BARRIERS", _("barriers")
    BUSINESSES = "BUSINESSES", _("businesses")
    CHAIRS = "CHAIRS", _("chairs")
    CHILD_RECORDS = "CHILD_RECORDS", _("records of children")
    DRIVERS = "DRIVERS", _("drivers")
    FACILITATORS = "FACILITATORS", _("facilitators")
    FACTORS = "FACTORS", _("factors")
    GOATS = "GOATS", _("goats")
    HOUSEHOLDS = "HOUSEHOLDS", _("households")
    MEANS = "MEANS", _("means")
    MEMBERS = "MEMBERS", _("members")
    METHODS = "METHODS", _("methods")
    MONTHS = "MONTHS", _("months")
    NAMES = "NAMES", _("names")
    OBJECTIVES = "OBJECTIVES", _("objectives")
    PARTNER_KINDS = "PARTNER_KINDS", _("kinds of partner")
    PEOPLE = "PEOPLE", _("people")
    PERCENT = "PERCENT", _("per cent")
    PHOTOS = "PHOTOS", _("photographs")
    PILLARS = "PILLARS", _("pillars")
    PRODUCTS = "PRODUCTS", _("products")
    RANK = "RANK", _("rank")
    RESPONDENTS = "RESPONDENTS", _("respondents")
    RUPIAH = "RUPIAH", _("rupiah")
    SHAPES = "SHAPES", _("shapes")
    STAGES = "STAGES", _("stages")
    STEPS = "STEPS", _("steps")
    UNIVERSITIES = "UNIVERSITIES", _("universities")
    VILLAGES = "VILLAGES", _("villages")
    YEAR = "YEAR", _("year")
    YEARS = "YEARS", _("years")


class SourcedFact(Bilingual, models.Model):
    """One thing a source says. A better reading is a new fact; a fact is never changed."""

    number = models.PositiveSmallIntegerField()
    topic = models.CharField(max_length=14, choices=Topic)
    pillar = models.ForeignKey(
        Pillar, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    statement_id = models.CharField(max_length=500)
    statement_en = models.CharField(max_length=500)
    note_id = models.CharField(max_length=300, blank=True)
    note_en = models.CharField(max_length=300, blank=True)
    quantity = models.CharField(max_length=40, blank=True)  # exactly as the source gives it
    unit = models.CharField(max_length=13, choices=Unit, blank=True)
    sources = models.CharField(max_length=60)  # codes of data/sources.json: "S0,S1"
    as_of = models.CharField(max_length=20, blank=True)  # 2019-12-14, 2019-12, 2017, 2017-2019
    status = models.CharField(max_length=10, choices=Certainty)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=~Q(sources=""), name="%(app_label)s_%(class)s_has_a_source"
            ),
            models.CheckConstraint(
                condition=Q(unit="") | ~Q(quantity=""),
                name="%(app_label)s_%(class)s_unit_has_a_quantity",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["STATED", "CLAIM", "UNVERIFIED", "SYNTHETIC"]),
                name="%(app_label)s_%(class)s_status_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}"

    @property
    def statement(self) -> str:
        """What the source says, in the reader's language and in our words."""
        return self.say("statement")

    @property
    def note(self) -> str:
        """Our own remark: what is missing, what we computed, what the demo fills in."""
        return self.say("note")

    @property
    def quantity_words(self) -> str:
        """The quantity with what it counts, as people read it; "" if the source gives none."""
        match self.unit:
            case Unit.YEAR:
                return gettext("year %(number)s") % {"number": self.quantity}
            case Unit.RANK:
                return gettext("rank %(number)s") % {"number": self.quantity}
            case Unit.RUPIAH:
                return f"Rp{words.grouped(int(self.quantity), language=reader())}"
            case _counted:
                return f"{self.quantity} {self.get_unit_display()}".strip()

    @property
    def as_of_words(self) -> str:
        """Its date as people read it, as exactly as the source gives it; "" if it gives none."""
        return when_words(self.as_of)

    @property
    def source_codes(self) -> list[str]:
        """The codes of its sources, in order."""
        return self.sources.split(",")


def when_words(as_of: str) -> str:
    """Write 2019-12-14 as a day and 2019-12 as a month; a year or years stay as they are."""
    match as_of.split("-"):
        case [year, month, day]:
            exact = date(int(year), int(month), int(day))
            return words.plain_day(exact, language=reader())
        case [year, month] if len(month) == 2:
            return words.month_of_year(date(int(year), int(month), 1), language=reader())
        case [first, last]:
            return f"{first}–{last}"
        case _year_or_nothing:
            return as_of


class NationalFact(SourcedFact):
    """A fact about a programme, the law or the country: nobody's data, seen by every village."""

    class Meta(SourcedFact.Meta):
        constraints = [
            *SourcedFact.Meta.constraints,
            models.UniqueConstraint(fields=["number"], name="programme_nationalfact_number_once"),
        ]


class VillageFact(SourcedFact, VillageRow):
    """A fact about one village; `counted` says which count of the records to hold it against."""

    append_only = True

    class Counted(models.TextChoices):
        HOUSEHOLDS = "HOUSEHOLDS", _("Households with a migrant worker")
        ABROAD = "ABROAD", _("Migrant workers abroad")
        RETURNED = "RETURNED", _("Returned migrant workers")
        MIGRANTS = "MIGRANTS", _("Migrant workers, abroad and returned")

    counted = models.CharField(max_length=10, choices=Counted, blank=True)

    class Meta(SourcedFact.Meta):
        constraints = [
            *SourcedFact.Meta.constraints,
            models.CheckConstraint(
                condition=Q(counted__in=["", "HOUSEHOLDS", "ABROAD", "RETURNED", "MIGRANTS"]),
                name="programme_villagefact_counted_known",
            ),
            models.UniqueConstraint(
                fields=["village", "number"], name="programme_villagefact_number_once"
            ),
        ]


class SourceConflict(Bilingual, models.Model):
    """Sources disagree. Both sides stay; `resolution` says what Rembuk does with it.

    `sides` is a list of {"reading": {"id", "en"}, "sources": [...], "facts": [numbers]}.
    """

    code = models.CharField(max_length=8)
    order = models.PositiveSmallIntegerField()
    title_id = models.CharField(max_length=120)
    title_en = models.CharField(max_length=120)
    sides = models.JSONField(default=list)
    resolution_id = models.CharField(max_length=400)
    resolution_en = models.CharField(max_length=400)
    resolution_sources = models.CharField(max_length=60, blank=True)
    figures = models.JSONField(default=dict)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.code

    @property
    def title(self) -> str:
        """What the disagreement is about."""
        return self.say("title")

    @property
    def resolution(self) -> str:
        """What Rembuk does with it."""
        return self.say("resolution")

    @property
    def fact_numbers(self) -> list[int]:
        """The facts that stand on one side or the other, each once, in order."""
        return sorted({number for side in self.sides for number in side["facts"]})

    @property
    def readings(self) -> list[dict[str, Any]]:
        """The sides for a page: text in the reader's language, source codes, fact numbers."""
        return [
            {"text": said(side["reading"]), "sources": side["sources"], "facts": side["facts"]}
            for side in self.sides
        ]


class NationalConflict(SourceConflict):
    """Sources disagree about a programme or the country."""

    class Meta(SourceConflict.Meta):
        constraints = [
            models.UniqueConstraint(fields=["code"], name="programme_nationalconflict_code_once")
        ]


class VillageConflict(SourceConflict, VillageRow):
    """Sources disagree about one village."""

    append_only = True

    class Meta(SourceConflict.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["village", "code"], name="programme_villageconflict_code_once"
            )
        ]
