"""A loan that is paid out: what two people agreed to book."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from rembuk.loans.models.applications import Application
from rembuk.villages.models import Group, VillageRow


class Loan(VillageRow):
    """The paying out of an application; whether it is booked, and what is left, the book says.

    Its schedule follows from the application, the product and these days.
    """

    append_only = True

    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="loans")
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="loans")
    asked = models.OneToOneField("ledger.Pending", on_delete=models.PROTECT, related_name="+")
    serial = models.PositiveIntegerField()
    on = models.DateField()
    first_due = models.DateField()
    fee_rp = models.BigIntegerField()
    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["group", "serial"], name="loans_loan_serial_once"),
            models.CheckConstraint(condition=Q(serial__gte=1), name="loans_loan_serial_counts"),
            models.CheckConstraint(
                condition=Q(first_due__gt=F("on")), name="loans_loan_is_due_afterwards"
            ),
            models.CheckConstraint(condition=Q(fee_rp__gte=0), name="loans_loan_fee_is_a_sum"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        """Its number, as it stands on the contract."""
        return f"PJ-{self.serial:04d}"
