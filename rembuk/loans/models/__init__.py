"""Rows of this room: products, applications, loans, what was paid back, what is set aside."""

from rembuk.loans.models.applications import Application, Decision
from rembuk.loans.models.lent import Loan
from rembuk.loans.models.paid import Payment, Share
from rembuk.loans.models.products import Product
from rembuk.loans.models.reserves import (
    Class,
    ProvisionChecked,
    ProvisionDropped,
    ProvisionLine,
    ProvisionRun,
    Rates,
)

__all__ = [
    "Application", "Class", "Decision", "Loan", "Payment", "Product", "ProvisionChecked",
    "ProvisionDropped", "ProvisionLine", "ProvisionRun", "Rates", "Share",
]  # fmt: skip
