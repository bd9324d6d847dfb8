"""What supervisors found, what the board answered, and how it ended: each a dated row."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from rembuk.villages.models import Group, VillageRow

WORDS_MAX = 500


class Finding(VillageRow):
    """Something a supervisor saw that the board has to answer, and until which day."""

    append_only = True

    class About(models.TextChoices):
        CASH = "CASH", _("Cash and bank")
        BOOK = "BOOK", _("The book")
        SAVINGS = "SAVINGS", _("Savings")
        LOANS = "LOANS", _("Loans")
        OFFICES = "OFFICES", _("Offices and decisions")
        OTHER = "OTHER", _("Another matter")

    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="+")
    about = models.CharField(max_length=7, choices=About)
    said = models.CharField(max_length=WORDS_MAX)
    on = models.DateField()
    answer_by = models.DateField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["group", "-at"], name="supervision_finding_of_a_group")]
        constraints = [
            models.CheckConstraint(
                condition=Q(about__in=["CASH", "BOOK", "SAVINGS", "LOANS", "OFFICES", "OTHER"]),
                name="supervision_finding_about_known",
            ),
            models.CheckConstraint(
                condition=~Q(said=""), name="supervision_finding_says_something"
            ),
            models.CheckConstraint(
                condition=Q(answer_by__gte=models.F("on")),
                name="supervision_finding_answered_after_it_was_seen",
            ),
        ]

    def __str__(self) -> str:
        return self.about


class FindingStep(VillageRow):
    """The board answered, or a supervisor saw that it is settled."""

    append_only = True

    class Kind(models.TextChoices):
        ANSWERED = "ANSWERED", _("Answered by the board")
        CLOSED = "CLOSED", _("Closed by the supervisory board")

    finding = models.ForeignKey(Finding, on_delete=models.PROTECT, related_name="steps")
    kind = models.CharField(max_length=8, choices=Kind)
    said = models.CharField(max_length=WORDS_MAX)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["ANSWERED", "CLOSED"]),
                name="supervision_findingstep_kind_known",
            ),
            models.CheckConstraint(
                condition=~Q(said=""), name="supervision_findingstep_says_something"
            ),
            models.UniqueConstraint(
                fields=["finding"], condition=Q(kind="CLOSED"),
                name="supervision_findingstep_closed_once",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.kind
