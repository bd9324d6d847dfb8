"""Rows of this room: products, applications with what was decided, loans, what was paid back."""

from rembuk.loans.models.applications import Application, Decision
from rembuk.loans.models.lent import Loan
from rembuk.loans.models.paid import Payment, Share
from rembuk.loans.models.products import Product

__all__ = ["Application", "Decision", "Loan", "Payment", "Product", "Share"]
