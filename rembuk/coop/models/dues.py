"""What members bring: the dated rule of pokok and wajib, with the decision behind it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from rembuk.villages.models import Group, VillageRow

MOST_RP = 1_000_000_000
EXIT_MOST = 730


class DuesRule(VillageRow):
    """From a month on: pokok once and equal for all, wajib each month. The next rule ends it."""

    append_only = True

    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="coop_dues_rules")
    since = models.DateField()  # the first day of a month
    pokok_rp = models.BigIntegerField()
    wajib_rp = models.BigIntegerField()
    # Within how many days who leaves is paid; empty where the rules do not say.
    exit_days = models.PositiveSmallIntegerField(null=True, blank=True)
    # Where it stands: a decision of a meeting, or an article of the rules of the cooperative.
    resolution = models.ForeignKey(
        "forum.Resolution", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    source = models.CharField(max_length=120, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(pokok_rp__gte=1, pokok_rp__lte=MOST_RP),
                name="coop_duesrule_pokok_is_a_sum",
            ),
            models.CheckConstraint(
                condition=Q(wajib_rp__gte=0, wajib_rp__lte=MOST_RP),
                name="coop_duesrule_wajib_is_a_sum",
            ),
            models.CheckConstraint(
                condition=Q(resolution__isnull=False) | ~Q(source=""),
                name="coop_duesrule_stands_somewhere",
            ),
            models.CheckConstraint(
                condition=Q(since__day=1), name="coop_duesrule_begins_with_a_month"
            ),
            models.CheckConstraint(
                condition=Q(exit_days__isnull=True) | Q(exit_days__gte=1, exit_days__lte=EXIT_MOST),
                name="coop_duesrule_exit_days_are_days",
            ),
            models.UniqueConstraint(fields=["group", "since"], name="coop_duesrule_once_a_month"),
        ]

    def __str__(self) -> str:
        return f"{self.since}: {self.pokok_rp} + {self.wajib_rp}"


class DuesReminder(VillageRow):
    """A member was to be told, kindly, that wajib is waiting; it says no sum."""

    append_only = True

    member = models.ForeignKey("coop.Member", on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["member", "on"], name="coop_duesreminder_once_a_day")
        ]

    def __str__(self) -> str:
        return f"{self.member_id} {self.on}"
