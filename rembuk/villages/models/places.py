"""Where things are: the region tree, the villages, and the groups inside them."""

from __future__ import annotations

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.db import models
from django.utils.translation import gettext_lazy as _

from rembuk.lib.ids import new_id
from rembuk.villages.models.rows import Known, VillageRow


class Region(models.Model):
    """A province, regency, district or village by its Indonesian code (Kemendagri), digits only."""

    class Level(models.TextChoices):
        PROVINCE = "PROVINCE", _("Province")
        REGENCY = "REGENCY", _("Regency")
        DISTRICT = "DISTRICT", _("District")
        VILLAGE = "VILLAGE", _("Village")

    code = models.CharField(primary_key=True, max_length=10)
    level = models.CharField(max_length=8, choices=Level)
    name = models.CharField(max_length=100)
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(level="PROVINCE", parent__isnull=True)
                | models.Q(level__in=["REGENCY", "DISTRICT", "VILLAGE"], parent__isnull=False),
                name="villages_region_only_provinces_have_no_parent",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def dotted_code(self) -> str:
        """The code as offices write it: 18.07.07.2007."""
        cuts = (self.code[:2], self.code[2:4], self.code[4:6], self.code[6:])
        return ".".join(part for part in cuts if part)


@dataclass(frozen=True)
class HelpContact:
    """Whom to ask: shown under 'Bantuan' on every page of the village."""

    name: str
    phone: str


class Village(models.Model):
    """A tenant: one village and its settings."""

    class TimeZone(models.TextChoices):
        WIB = "Asia/Jakarta", _("WIB (western Indonesia)")
        WITA = "Asia/Makassar", _("WITA (central Indonesia)")
        WIT = "Asia/Jayapura", _("WIT (eastern Indonesia)")

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    region = models.OneToOneField(Region, on_delete=models.PROTECT, related_name="village")
    name = models.CharField(max_length=100)
    slug = models.CharField(max_length=120, unique=True)
    time_zone = models.CharField(max_length=40, choices=TimeZone, default=TimeZone.WIB)
    note = models.CharField(max_length=200, blank=True)
    help_name = models.CharField(max_length=100, blank=True)
    help_phone = models.CharField(max_length=16, blank=True)
    # Who answers for personal data, who watches over it, who keeps the machine (UU 27/2022).
    controller_name = models.CharField(max_length=120, blank=True)
    dpo_name = models.CharField(max_length=120, blank=True)
    dpo_contact = models.CharField(max_length=120, blank=True)
    hosting_name = models.CharField(max_length=120, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(slug__regex=r"^[a-z0-9-]+/[a-z0-9-]+$"),
                name="villages_village_slug_is_district_and_village",
            ),
            models.CheckConstraint(
                condition=models.Q(help_phone="")
                | (models.Q(help_phone__startswith="+") & ~models.Q(help_name="")),
                name="villages_village_help_phone_is_somebodys",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def zone(self) -> ZoneInfo:
        """The village's clock."""
        return ZoneInfo(self.time_zone)

    @property
    def help_contact(self) -> HelpContact | None:
        """Whom to ask for help, or None while the village has not said."""
        return HelpContact(self.help_name, self.help_phone) if self.help_name else None


class Group(VillageRow):
    """People of a village who do one thing together and keep officers for it."""

    class Kind(models.TextChoices):
        BUSINESS = "BUSINESS", _("Business group")
        COOPERATIVE = "COOPERATIVE", _("Cooperative")
        LEARNING_HOUSE = "LEARNING_HOUSE", _("Learning house")

    class Trade(models.TextChoices):
        """What a business lives on: it decides which pages the group is offered."""

        SEWING = "SEWING", _("Sewing")
        GOATS = "GOATS", _("Goats")
        OTHER = "OTHER", _("Something else")

    kind = models.CharField(max_length=15, choices=Kind)
    trade = models.CharField(max_length=10, choices=Trade, blank=True)
    name = models.CharField(max_length=100)
    activity = models.CharField(max_length=100, blank=True)
    started_on = models.DateField(null=True, blank=True)
    started_precision = models.CharField(max_length=8, choices=Known, default=Known.DAY)
    ended_on = models.DateField(null=True, blank=True)
    ended_reason = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["village", "name"], name="villages_group_name_once"),
            models.CheckConstraint(
                condition=models.Q(ended_on__isnull=True)
                | models.Q(started_on__isnull=True)
                | models.Q(ended_on__gte=models.F("started_on")),
                name="villages_group_ends_after_start",
            ),
            models.CheckConstraint(
                condition=models.Q(ended_on__isnull=True, ended_reason="")
                | (models.Q(ended_on__isnull=False) & ~models.Q(ended_reason="")),
                name="villages_group_ends_with_a_reason",
            ),
            models.CheckConstraint(
                condition=models.Q(trade="")
                | models.Q(kind="BUSINESS", trade__in=["SEWING", "GOATS", "OTHER"]),
                name="villages_group_trade_is_of_a_business",
            ),
            models.CheckConstraint(
                condition=models.Q(started_precision__in=["DAY", "MONTH", "YEAR", "KNOWN_BY"]),
                name="villages_group_started_precision_known",
            ),
        ]

    def __str__(self) -> str:
        return self.name
