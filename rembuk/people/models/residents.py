"""A resident: a person the village knows, in the village or abroad."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from rembuk.villages.models import VillageRow


class Status(models.TextChoices):
    """Where somebody stands between the village and work abroad; derived, never typed.

    The codes of the import contract, plus the two ways out of the registry.
    """

    NONE = "", _("Not a migrant worker")
    PROSPECTIVE = "prospective_migrant", _("Prospective migrant worker")
    WORKER = "migrant_worker", _("Migrant worker abroad")
    ON_LEAVE = "migrant_on_leave", _("Migrant worker on leave")
    RETURNED = "returned_migrant", _("Returned migrant worker")
    DECEASED = "deceased", _("Deceased")
    MOVED_AWAY = "moved_away", _("Moved away")


class Plan(models.TextChoices):
    """What somebody who came home from work abroad means to do, when asked."""

    STAY = "STAY", _("Wants to stay in the village")
    UNDECIDED = "UNDECIDED", _("Has not decided yet")
    LEAVE_AGAIN = "LEAVE_AGAIN", _("Wants to leave again")


class Resident(VillageRow):
    """One person. Only the name is needed; everything else may stay empty (P35)."""

    class Sex(models.TextChoices):
        MALE = "L", _("Male")
        FEMALE = "P", _("Female")

    name = models.CharField(_("Full name as on the identity card"), max_length=100)
    nickname = models.CharField(_("Nickname"), max_length=60, blank=True)
    sex = models.CharField(_("Sex"), max_length=1, choices=Sex, blank=True)
    birth_date = models.DateField(_("Date of birth"), null=True, blank=True)
    birth_place = models.CharField(_("Place of birth"), max_length=100, blank=True)
    hamlet = models.CharField(_("Hamlet"), max_length=100, blank=True)
    neighborhood_unit = models.CharField("RT", max_length=3, blank=True)
    community_unit = models.CharField("RW", max_length=3, blank=True)
    phone = models.CharField(_("Phone number"), max_length=16, blank=True)
    phone_typed = models.CharField(max_length=40, blank=True)
    household = models.ForeignKey(
        "people.Household",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="residents",
    )
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True
    )
    batch = models.ForeignKey(
        "people.ImportBatch",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="residents",
    )
    # Made up to fill a total of the case village; shown as such.
    synthetic = models.BooleanField(default=False)
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="merged_from"
    )
    erased_at = models.DateTimeField(null=True, blank=True)

    # Droppable: rebuilt from name and nickname (search.py), and from the journey (journeys.py).
    search_text = models.CharField(max_length=500, blank=True, editable=False)
    status = models.CharField(max_length=20, choices=Status, blank=True, editable=False)
    country = models.CharField(max_length=2, blank=True, editable=False)
    plan = models.CharField(max_length=11, choices=Plan, blank=True, editable=False)
    contract_ends_on = models.DateField(null=True, blank=True, editable=False)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="people_resident_has_a_name"),
            models.CheckConstraint(
                condition=Q(phone="") | Q(phone__startswith="+"),
                name="people_resident_phone_international",
            ),
            models.CheckConstraint(
                condition=Q(neighborhood_unit="") | Q(neighborhood_unit__regex=r"^[0-9]{3}$"),
                name="people_resident_rt_three_digits",
            ),
            models.CheckConstraint(
                condition=Q(community_unit="") | Q(community_unit__regex=r"^[0-9]{3}$"),
                name="people_resident_rw_three_digits",
            ),
            models.CheckConstraint(
                condition=Q(sex__in=["", "L", "P"]), name="people_resident_sex_known"
            ),
            models.CheckConstraint(
                condition=~Q(merged_into=models.F("id")),
                name="people_resident_not_merged_into_self",
            ),
        ]
        indexes = [
            models.Index(fields=["village", "name", "id"]),
            models.Index(fields=["village", "status", "name"]),
            models.Index(fields=["village", "contract_ends_on"]),
            models.Index(fields=["village", "-id"]),
            # Both at once: SQLite would else read a whole village for one household.
            models.Index(fields=["village", "household"]),
        ]

    def __str__(self) -> str:
        return self.name


class NationalId(VillageRow):
    """A resident's NIK, sealed; found by a keyed fingerprint, shown masked (UU 24/2013 art. 84)."""

    resident = models.OneToOneField(Resident, on_delete=models.CASCADE, related_name="national_id")
    sealed = models.TextField()
    fingerprint = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["village", "fingerprint"], name="people_nationalid_once_in_a_village"
            ),
        ]

    def __str__(self) -> str:
        return "••••"
