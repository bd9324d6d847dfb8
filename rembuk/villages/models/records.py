"""What was done and what was read: commands, the audit trail, the reading log."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from rembuk.lib.ids import new_id
from rembuk.villages.models.rows import RowId, VillageRow


class Command(models.Model):
    """One sending of one form: its key, what it asked, and what came of it (commands.py)."""

    request_id = models.UUIDField(primary_key=True)
    village = models.ForeignKey(
        "villages.Village", on_delete=models.PROTECT, null=True, db_index=False
    )
    kind = models.CharField(max_length=60)
    payload_hash = models.CharField(max_length=64)
    outcome = models.JSONField(default=dict)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+",
        db_index=False,
    )  # fmt: skip
    at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.kind} {self.request_id}"


class AuditEntry(VillageRow):
    """One thing somebody did, kept as codes so that each reader gets a sentence in his language.

    `changes` holds [field, old, new] triples without national ids. Erasing a person empties
    `changes` and `subject_name` and nothing else (guards.py allows only that).
    """

    append_only = True
    erasable: ClassVar[dict[str, str]] = {"subject_name": "", "changes": "[]"}

    # Every command writes here: what its two indexes below answer needs no third.
    id = RowId(primary_key=True, default=new_id, editable=False)
    village = models.ForeignKey(
        "villages.Village", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+",
        db_index=False,
    )  # fmt: skip
    office = models.CharField(max_length=20, blank=True)
    verb = models.CharField(max_length=60)
    subject_type = models.CharField(max_length=60)
    subject_id = models.BigIntegerField(null=True)
    subject_name = models.CharField(max_length=120, blank=True)
    resident_id = models.BigIntegerField(null=True)
    changes = models.JSONField(default=list)

    class Meta:
        indexes = [
            # Read from the newest on, and in the order in which they grow: a new line goes to the
            # end, where a database that keeps them the other way round makes room each time.
            models.Index(fields=["village", "id"], name="villages_auditentry_newest"),
            models.Index(fields=["village", "at"], name="villages_auditentry_by_day"),
            models.Index(  # most lines are about nobody
                fields=["village", "resident_id"], condition=Q(resident_id__isnull=False),
                name="villages_auditentry_about",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.verb} {self.subject_type} {self.subject_id}"


class AccessEntry(VillageRow):
    """Somebody opened a restricted record of a person; that person may see it."""

    append_only = True

    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    office = models.CharField(max_length=20, blank=True)
    what = models.CharField(max_length=60)
    resident_id = models.BigIntegerField()

    class Meta:
        indexes = [models.Index(fields=["village", "resident_id", "-at"])]
        constraints = [
            models.CheckConstraint(condition=~Q(what=""), name="villages_accessentry_says_what"),
        ]

    def __str__(self) -> str:
        return f"{self.what} of {self.resident_id}"
