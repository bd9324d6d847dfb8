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
                condition=models.Q(
                    purpose__in=["REGISTRY", "CONTACT", "REMITTANCE", "CHILDREN", "STORY"]
                ),
                name="people_consent_purpose_known",
            ),
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


class DifferentPersons(VillageRow):
    """Two records look alike and are two persons: the pair is not asked about again.

    Taking the answer back is written beside it, so both stay visible.
    """

    one = models.ForeignKey(Resident, on_delete=models.CASCADE, related_name="+")
    other = models.ForeignKey(Resident, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    taken_back_at = models.DateTimeField(null=True, blank=True)
    taken_back_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(one__lt=models.F("other")),
                name="people_differentpersons_lower_id_first",
            ),
            models.UniqueConstraint(
                fields=["one", "other"],
                condition=Q(taken_back_at__isnull=True),
                name="people_differentpersons_said_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.one} / {self.other}"


class CorrectionRequest(VillageRow):
    """A person says that something kept about her is wrong (UU 27/2022 arts 6 and 30)."""

    resident = models.ForeignKey(
        Resident, on_delete=models.CASCADE, related_name="correction_requests"
    )
    said = models.CharField(max_length=500)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(said=""), name="people_correctionrequest_says_what"
            ),
        ]

    def __str__(self) -> str:
        return str(self.resident)


class CorrectionAnswer(VillageRow):
    """What became of a request: put right, or left with the reason the person reads."""

    class Outcome(models.TextChoices):
        PUT_RIGHT = "PUT_RIGHT", _("Put right")
        LEFT = "LEFT", _("Left as it is")

    request = models.OneToOneField(
        CorrectionRequest, on_delete=models.CASCADE, related_name="answer"
    )
    outcome = models.CharField(max_length=9, choices=Outcome)
    said = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome="PUT_RIGHT") | (Q(outcome="LEFT") & ~Q(said="")),
                name="people_correctionanswer_left_with_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.get_outcome_display()


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
