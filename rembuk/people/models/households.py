"""People on one family card, and who does what while somebody is away."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from rembuk.villages.models import VillageRow


class Household(VillageRow):
    """People of one Kartu Keluarga; its number is sealed like a NIK."""

    head = models.ForeignKey(
        "people.Resident", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    head_name = models.CharField(_("Head of household"), max_length=100, blank=True)
    number_sealed = models.TextField(blank=True)
    number_fingerprint = models.CharField(max_length=64, blank=True)
    hamlet = models.CharField(_("Hamlet"), max_length=100, blank=True)
    neighborhood_unit = models.CharField("RT", max_length=3, blank=True)
    community_unit = models.CharField("RW", max_length=3, blank=True)
    batch = models.ForeignKey(
        "people.ImportBatch", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    synthetic = models.BooleanField(default=False)
    # Droppable: rebuilt from the head's name (search.py).
    search_text = models.CharField(max_length=400, blank=True, editable=False)
    created_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["village", "head_name", "id"])]
        constraints = [
            models.UniqueConstraint(
                fields=["village", "number_fingerprint"],
                condition=~Q(number_fingerprint=""),
                name="people_household_number_once_in_a_village",
            ),
            models.CheckConstraint(
                condition=Q(number_sealed="", number_fingerprint="")
                | (~Q(number_sealed="") & ~Q(number_fingerprint="")),
                name="people_household_number_sealed_and_findable",
            ),
        ]

    def __str__(self) -> str:
        return self.head_name or str(_("Household"))


class HouseholdDuty(VillageRow):
    """Somebody receives the money of a household, or keeps the children, from a day on."""

    class Duty(models.TextChoices):
        RECEIVES_MONEY = "RECEIVES_MONEY", _("Receives the money sent home")
        KEEPS_CHILDREN = "KEEPS_CHILDREN", _("Keeps the children")

    household = models.ForeignKey(Household, on_delete=models.CASCADE, related_name="duties")
    resident = models.ForeignKey("people.Resident", on_delete=models.CASCADE, related_name="duties")
    duty = models.CharField(max_length=15, choices=Duty)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["household", "resident", "duty"],
                condition=Q(until__isnull=True),
                name="people_householdduty_open_once",
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=models.F("since")),
                name="people_householdduty_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_duty_display()}"
