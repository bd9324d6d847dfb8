"""The dated steps between the village and work abroad."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from rembuk.people.models.residents import Plan, Resident, Status
from rembuk.villages.models import VillageRow

EARLIEST = date(1970, 1, 1)


class JourneyStep(VillageRow):
    """One dated step. A wrong step is withdrawn by a row of its own, never deleted."""

    class Kind(models.TextChoices):
        RECORDED = "RECORDED", _("Recorded in the village")
        INTENTION = "INTENTION", _("Wants to work abroad")
        REGISTRATION = "REGISTRATION", _("Registered")
        AGREEMENT = "AGREEMENT", _("Signed the agreement")
        DEPARTURE = "DEPARTURE", _("Departed")
        EXTENSION = "EXTENSION", _("Extended the contract")
        LEAVE = "LEAVE", _("Home on leave")
        HOMECOMING = "HOMECOMING", _("Came home")
        PLAN = "PLAN", _("Plan after coming home")
        LEAVING_AGAIN = "LEAVING_AGAIN", _("Left again")
        STATUS_REPORT = "STATUS_REPORT", _("Status reported without dates")
        MOVED_AWAY = "MOVED_AWAY", _("Moved away")
        DIED = "DIED", _("Died")

    class Precision(models.TextChoices):
        DAY = "DAY", _("Exact day")
        MONTH = "MONTH", _("Month only")
        YEAR = "YEAR", _("Year only")

    resident = models.ForeignKey(Resident, on_delete=models.CASCADE, related_name="steps")
    kind = models.CharField(max_length=15, choices=Kind)
    on = models.DateField()
    precision = models.CharField(max_length=5, choices=Precision, default=Precision.DAY)
    country = models.CharField(_("Country"), max_length=2, blank=True)
    agency = models.CharField(_("Placement agency (P3MI)"), max_length=100, blank=True)
    contract_months = models.PositiveSmallIntegerField(null=True, blank=True)
    reported_status = models.CharField(max_length=20, choices=Status, blank=True)
    plan = models.CharField(max_length=11, choices=Plan, blank=True)
    note = models.CharField(max_length=300, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    withdrawn_reason = models.CharField(max_length=200, blank=True)
    # Droppable: the status after this step, rebuilt by journeys.rederive.
    status_after = models.CharField(max_length=20, choices=Status, blank=True, editable=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_reason="")
                | (Q(withdrawn_at__isnull=False) & ~Q(withdrawn_reason="")),
                name="people_journeystep_withdrawn_with_reason",
            ),
            models.CheckConstraint(
                condition=Q(kind="STATUS_REPORT") | Q(reported_status=""),
                name="people_journeystep_only_reports_carry_status",
            ),
            models.CheckConstraint(
                condition=Q(kind="PLAN", plan__in=["STAY", "UNDECIDED", "LEAVE_AGAIN"])
                | (~Q(kind="PLAN") & Q(plan="")),
                name="people_journeystep_a_plan_says_which",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["DEPARTURE", "LEAVING_AGAIN", "EXTENSION"])
                | Q(contract_months__isnull=True),
                name="people_journeystep_only_contracts_run_for_months",
            ),
            models.CheckConstraint(
                condition=Q(on__gte=EARLIEST), name="people_journeystep_not_before_1970"
            ),
        ]
        indexes = [
            models.Index(fields=["resident", "on", "id"]),
            models.Index(fields=["village", "on"]),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.on}"
