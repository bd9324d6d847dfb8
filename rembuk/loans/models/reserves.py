"""What is set aside for loans that may not come back: the rates, and each month's run.

PPAP, by class, and CKPN, by days and experience, are two figures that are never mixed.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from rembuk.loans.models.lent import Loan
from rembuk.savings.models.products import WHOLE
from rembuk.savings.models.runs import Checked, Dropped, MonthRun
from rembuk.villages.models import Group, VillageRow


class Class(models.TextChoices):
    """How well a loan is paid back, best first, as collectability.py names them."""

    CURRENT = "lancar", _("Performing")
    SUBSTANDARD = "kurang_lancar", _("Substandard")
    DOUBTFUL = "diragukan", _("Doubtful")
    BAD = "macet", _("Loss")


class Rates(VillageRow):
    """What part of the principal is set aside, from a day on; in hundredths of a percent.

    PPAP: one rate for each class, best first. CKPN: for loans not late, and late up to 30, 90,
    180 days, and longer.
    """

    append_only = True

    class Kind(models.TextChoices):
        PPAP = "PPAP", _("PPAP, by class")
        CKPN = "CKPN", _("CKPN, by what was lost before")

    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="reserve_rates")
    kind = models.CharField(max_length=4, choices=Kind)
    since = models.DateField()
    rate_1_bp = models.PositiveSmallIntegerField()
    rate_2_bp = models.PositiveSmallIntegerField()
    rate_3_bp = models.PositiveSmallIntegerField()
    rate_4_bp = models.PositiveSmallIntegerField()
    rate_5_bp = models.PositiveSmallIntegerField(null=True, blank=True)
    source = models.CharField(max_length=200)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["group", "kind", "since"], name="loans_rates_once_a_day"
            ),
            models.CheckConstraint(
                condition=Q(kind="PPAP", rate_5_bp__isnull=True)
                | Q(kind="CKPN", rate_5_bp__isnull=False),
                name="loans_rates_as_many_as_their_kind",
            ),
            models.CheckConstraint(
                condition=Q(rate_1_bp__lte=models.F("rate_2_bp"))
                & Q(rate_2_bp__lte=models.F("rate_3_bp"))
                & Q(rate_3_bp__lte=models.F("rate_4_bp"), rate_4_bp__lte=WHOLE)
                & (Q(rate_5_bp__isnull=True) | Q(rate_5_bp__gte=models.F("rate_4_bp"))),
                name="loans_rates_rise",
            ),
            models.CheckConstraint(
                condition=Q(rate_5_bp__isnull=True) | Q(rate_5_bp__lte=WHOLE),
                name="loans_rates_are_parts",
            ),
            models.CheckConstraint(condition=~Q(source=""), name="loans_rates_have_a_source"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.since}"

    @property
    def all_bp(self) -> tuple[int, ...]:
        """All of them, in their order."""
        found = (self.rate_1_bp, self.rate_2_bp, self.rate_3_bp, self.rate_4_bp, self.rate_5_bp)
        return tuple(one for one in found if one is not None)


class ProvisionRun(MonthRun):
    """What one month asks to be set aside, beside what the book had; only the change is booked.

    The rates of the classes repeat those that held, so that the page proves itself.
    """

    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="provision_runs")
    rate_1_bp = models.PositiveSmallIntegerField()
    rate_2_bp = models.PositiveSmallIntegerField()
    rate_3_bp = models.PositiveSmallIntegerField()
    rate_4_bp = models.PositiveSmallIntegerField()
    source = models.CharField(max_length=200)
    losses = models.ForeignKey(Rates, on_delete=models.PROTECT, null=True, related_name="+")
    before_rp = models.BigIntegerField()  # of 1309; below 0 after a mistake by hand
    required_rp = models.BigIntegerField()
    ckpn_rp = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            *MonthRun.Meta.constraints,
            models.CheckConstraint(
                condition=Q(required_rp__gte=0), name="loans_provisionrun_is_a_sum"
            ),
            models.CheckConstraint(
                condition=Q(losses__isnull=True, ckpn_rp__isnull=True)
                | Q(losses__isnull=False, ckpn_rp__isnull=False, ckpn_rp__gte=0),
                name="loans_provisionrun_ckpn_by_its_rates",
            ),
        ]

    @property
    def all_bp(self) -> tuple[int, ...]:
        """The rates of the classes, best first."""
        return (self.rate_1_bp, self.rate_2_bp, self.rate_3_bp, self.rate_4_bp)

    @property
    def change_rp(self) -> int:
        """What is booked: above 0 into the allowance, below 0 out of it."""
        return self.required_rp - self.before_rp


class ProvisionLine(VillageRow):
    """One loan at the end of the month: its class, the principal left, the days it was late."""

    append_only = True

    run = models.ForeignKey(ProvisionRun, on_delete=models.PROTECT, related_name="lines")
    loan = models.ForeignKey(Loan, on_delete=models.PROTECT, related_name="+")
    klass = models.CharField(max_length=13, choices=Class)
    left_rp = models.BigIntegerField()
    late_days = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["run", "loan"], name="loans_provisionline_once"),
            models.CheckConstraint(
                condition=Q(klass__in=["lancar", "kurang_lancar", "diragukan", "macet"]),
                name="loans_provisionline_class_known",
            ),
            models.CheckConstraint(
                condition=Q(left_rp__gte=1), name="loans_provisionline_has_something_left"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.loan_id}: {self.klass}"


class ProvisionChecked(Checked):
    """A second person looked through a run; its entry, where there was a change to book."""

    run = models.OneToOneField(ProvisionRun, on_delete=models.PROTECT, related_name="checked")
    entry = models.OneToOneField(
        "ledger.Entry", on_delete=models.PROTECT, null=True, related_name="+"
    )


class ProvisionDropped(Dropped):
    """A run that is not booked."""

    run = models.OneToOneField(ProvisionRun, on_delete=models.PROTECT, related_name="dropped")
