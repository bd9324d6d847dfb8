"""Rows of this room: products, applications, loans, what was paid back or set aside, and after."""

from rembuk.loans.models.applications import Application, Decision
from rembuk.loans.models.lent import Loan
from rembuk.loans.models.paid import Payment, Share
from rembuk.loans.models.products import Product
from rembuk.loans.models.rescheduled import Rescheduling, ReschedulingBack, ReschedulingVote
from rembuk.loans.models.reserves import (
    Class,
    ProvisionChecked,
    ProvisionDropped,
    ProvisionLine,
    ProvisionRun,
    Rates,
)
from rembuk.loans.models.written import Recovery, WriteOff, WriteOffVote

__all__ = [
    "Application", "Class", "Decision", "Loan", "Payment", "Product", "ProvisionChecked",
    "ProvisionDropped", "ProvisionLine", "ProvisionRun", "Rates", "Recovery", "Rescheduling",
    "ReschedulingBack", "ReschedulingVote", "Share", "WriteOff", "WriteOffVote",
]  # fmt: skip
