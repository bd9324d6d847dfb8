"""The tax of a month: each member's slip of it, the paying to the state, the state's number."""

from __future__ import annotations

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q

from rembuk.coop.models import Member
from rembuk.savings.models.products import MOST_RP
from rembuk.savings.models.runs import InterestRun
from rembuk.villages.models import Group, VillageRow

NTPN = "^[0-9A-Z]{16}$"  # nomor transaksi penerimaan negara, on the state's receipt


class TaxSlip(VillageRow):
    """Bukti potong: what one member earned in a month and the tax on it, also where that is 0.

    Numbered without a gap within the year of the cooperative (`group`).
    """

    append_only = True

    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="tax_slips")
    run = models.ForeignKey(InterestRun, on_delete=models.PROTECT, related_name="slips")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="tax_slips")
    year = models.PositiveSmallIntegerField()
    serial = models.PositiveIntegerField()
    interest_rp = models.BigIntegerField()
    tax_rp = models.BigIntegerField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["run", "member"], name="savings_taxslip_once_a_month"),
            models.UniqueConstraint(
                fields=["group", "year", "serial"], name="savings_taxslip_number_once"
            ),
            models.CheckConstraint(condition=Q(serial__gte=1), name="savings_taxslip_is_numbered"),
            models.CheckConstraint(
                condition=Q(interest_rp__gte=1, interest_rp__lte=MOST_RP),
                name="savings_taxslip_is_a_sum",
            ),
            models.CheckConstraint(
                condition=Q(tax_rp__gte=0, tax_rp__lte=F("interest_rp")),
                name="savings_taxslip_tax_is_a_part",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        """Its number on paper: BP-2026-00007."""
        return f"BP-{self.year}-{self.serial:05d}"


class TaxPayment(VillageRow):
    """One paying of a month's tax; whether it stands, the book says.

    `entry` where the treasurer paid alone, `asked` where a second person is asked.
    """

    append_only = True

    run = models.ForeignKey(InterestRun, on_delete=models.PROTECT, related_name="tax_payments")
    on = models.DateField()
    entry = models.OneToOneField(
        "ledger.Entry", on_delete=models.PROTECT, null=True, related_name="+"
    )
    asked = models.OneToOneField(
        "ledger.Pending", on_delete=models.PROTECT, null=True, related_name="+"
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(entry__isnull=True, asked__isnull=False)
                | Q(entry__isnull=False, asked__isnull=True),
                name="savings_taxpayment_booked_or_asked",
            )
        ]

    def __str__(self) -> str:
        return f"{self.run_id}: {self.on}"


class StateReceipt(VillageRow):
    """The number that the state gave for a payment (NTPN), as it stands on its receipt."""

    append_only = True

    payment = models.OneToOneField(
        TaxPayment, on_delete=models.PROTECT, related_name="state_receipt"
    )
    ntpn = models.CharField(max_length=16, validators=[RegexValidator(NTPN)])
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ntpn__regex=NTPN), name="savings_statereceipt_has_sixteen_signs"
            )
        ]

    def __str__(self) -> str:
        return self.ntpn
