"""What of a loan counts when a member leaves: what she owes, what is kept (coop/exits.py)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from rembuk.coop import exits
from rembuk.loans.close import HELD, LOANS

SOURCES = (
    exits.Source(LOANS, _("Loan"), is_hers=False),
    exits.Source(HELD, _("Kept for instalments"), is_hers=True),
)
