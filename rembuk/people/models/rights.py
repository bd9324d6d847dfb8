"""What a person may ask of us: consent, its withdrawal, erasure; and merging two records of one."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from rembuk.people.models.residents import Resident
from rembuk.villages.models import VillageRow


class Consent(VillageRow):
    """A person agreed to one purpose, in words of a known version (UU 27/2022 arts 20-24)."""

    class Purpose(models.TextChoices):
        REGISTRY = "REGISTRY", _("Kept in the village registry")
        CONTACT = "CONTACT", _("Contacted by message")
        REMITTANCE = "REMITTANCE", _("Money sent home recorded")
        CHILDREN = "CHILDREN", _("Children's activities recorded")
        STORY = "STORY", _("Story or photo shown")

    class Channel(models.TextChoices):
        SPOKEN = "SPOKEN", _("Spoken, with a witness")
        PAPER = "PAPER", _("Signed on paper")
        ONLINE = "ONLINE", _("On her own phone")

    resident = models.ForeignKey(Resident, on_delete=models.CASCADE, related_name="consents")
    purpose = models.CharField(max_length=12, choices=Purpose)
    text_version = models.CharField(max_length=20)
    channel = models.CharField(max_length=8, choices=Channel)
    witness = models.CharField(max_length=100, blank=True)
    given_on = models.DateField()
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(channel="SPOKEN") | ~Q(witness=""),
                name="people_consent_spoken_has_a_witness",
            ),
        ]

    def __str__(self) -> str:
        return self.get_purpose_display()


class ConsentWithdrawal(VillageRow):
    """A consent was taken back; both stay visible."""

    consent = models.OneToOneField(Consent, on_delete=models.CASCADE, related_name="withdrawal")
    withdrawn_on = models.DateField()
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    def __str__(self) -> str:
        return f"{self.consent}"


class Merge(VillageRow):
    """Two records were one person: what was moved, so that it can be put back."""

    kept = models.ForeignKey(Resident, on_delete=models.CASCADE, related_name="merges_kept")
    merged = models.ForeignKey(Resident, on_delete=models.CASCADE, related_name="merges_gone")
    moved = models.JSONField(default=dict)
    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(kept=models.F("merged")), name="people_merge_two_records"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.merged} -> {self.kept}"


class MergeUndo(VillageRow):
    """A merge was taken back."""

    merge = models.OneToOneField(Merge, on_delete=models.CASCADE, related_name="undo")
    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    def __str__(self) -> str:
        return f"{self.merge}"


class Erasure(VillageRow):
    """A person's data were erased on request; what the law makes us keep is listed in `kept`."""

    resident = models.OneToOneField(Resident, on_delete=models.PROTECT, related_name="erasure")
    asked_on = models.DateField()
    kept = models.JSONField(default=list)
    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d}"
