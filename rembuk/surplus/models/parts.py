"""The parts of a surplus, in the order in which people say them: their names here and in words."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

RESERVE, BY_CAPITAL, BY_USE = "reserve", "by_capital", "by_use"
LABELS: dict[str, Promise] = {
    RESERVE: _("Reserve"),
    BY_CAPITAL: _("Members, by savings (jasa modal)"),
    BY_USE: _("Members, by what they paid for loans (jasa usaha)"),
    "board": _("Board"),
    "staff": _("Staff"),
    "education": _("Education"),
    "social": _("Social fund"),
    "development": _("Work in the village"),
}
NAMES = tuple(LABELS)
WHOLE = 10_000  # hundredths of a percent: 100,00
# The account of each part that is no member's; theirs is one account a member under SHARES.
ACCOUNTS = {
    RESERVE: "3201",
    "education": "2105.1",
    "social": "2105.2",
    "development": "2105.3",
    "board": "2105.4",
    "staff": "2105.5",
}
SHARES, TO_DIVIDE = "2110", "3301"
