"""A workbook that was brought in: its file, its rows and what became of each."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from rembuk.villages.models import VillageRow


class ImportBatch(VillageRow):
    """One workbook on its way: read, checked, stored, perhaps undone."""

    class State(models.TextChoices):
        READING = "READING", _("Being read")
        CHECKED = "CHECKED", _("Read, waits for your decision")
        REFUSED = "REFUSED", _("The file cannot be read")
        STORING = "STORING", _("Being stored")
        STORED = "STORED", _("Stored")
        UNDONE = "UNDONE", _("Undone")

    file_name = models.CharField(max_length=200)
    file_sealed = models.BinaryField(null=True)
    report = models.JSONField(default=dict)
    choices = models.JSONField(default=dict)
    state = models.CharField(max_length=8, choices=State, default=State.READING)
    uploaded_at = models.DateTimeField()
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    stored_at = models.DateTimeField(null=True, blank=True)
    stored_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["STORED", "UNDONE"], stored_at__isnull=False)
                | Q(state__in=["READING", "CHECKED", "REFUSED", "STORING"], stored_at__isnull=True),
                name="people_importbatch_stored_has_a_time",
            ),
            models.CheckConstraint(
                condition=Q(state="UNDONE", undone_at__isnull=False)
                | (~Q(state="UNDONE") & Q(undone_at__isnull=True)),
                name="people_importbatch_undone_has_a_time",
            ),
        ]

    def __str__(self) -> str:
        return self.file_name


class ImportRow(VillageRow):
    """One data row of a workbook and its outcome; the values of rejected rows are sealed."""

    class Outcome(models.TextChoices):
        ACCEPTED = "accepted", _("Accepted")
        DUPLICATE = "duplicate", _("Here already")
        REJECTED = "rejected", _("Waits for correction")

    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="rows")
    sheet = models.CharField(max_length=100, blank=True)
    row = models.PositiveIntegerField()
    outcome = models.CharField(max_length=9, choices=Outcome)
    name = models.CharField(max_length=100, blank=True)
    issues = models.JSONField(default=list)
    duplicate_of = models.JSONField(default=dict)
    told = models.JSONField(default=dict)
    resident = models.ForeignKey(
        "people.Resident",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="import_rows",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["batch", "sheet", "row"], name="people_importrow_one_outcome_a_row"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sheet} {self.row}"


class ColumnChoice(VillageRow):
    """Which column means what, as a person confirmed it once for this kind of table."""

    signature = models.CharField(max_length=64)
    columns = models.JSONField(default=dict)
    chosen_at = models.DateTimeField()
    chosen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["village", "signature"], name="people_columnchoice_once_a_signature"
            ),
        ]

    def __str__(self) -> str:
        return self.signature
