"""What money is for, in plain words, and the account each purpose belongs to."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from rembuk.ledger import chart


class Way(TextChoices):
    """Which way money went; also the kind of its entry in the ledger."""

    IN = "CASH_IN", _("Money in")
    OUT = "CASH_OUT", _("Money out")


# Other kinds of entries of this room: the first count, a difference found when counting, a
# difference explained, money between the cash box and the bank.
OPENING, COUNTED, EXPLAINED, MOVED = "OPENING", "CASH_COUNTED", "CASH_EXPLAINED", "CASH_MOVED"
LOANS, TOOLS, RESULT = "2201", "1501", "3302"
SALES_TO_MEMBERS, BANK_INTEREST, MEETINGS = "4104", "4801", "5301"
GROUP, COOPERATIVE = "GROUP", "COOPERATIVE"  # charts


@dataclass(frozen=True)
class Purpose:
    """One thing money comes or goes for, and its account; `chart` where only one has it."""

    code: str
    account: str
    label: Promise
    chart: str = ""


OF: dict[Way, tuple[Purpose, ...]] = {
    Way.IN: (
        Purpose("sale", chart.SALES, _("Sales or orders"), GROUP),
        # What members buy and what others buy stand apart: only the first makes SHU for members
        # (UU 25/1992 art. 5; Permenkop UKM 2/2024).
        Purpose("sale_members", SALES_TO_MEMBERS, _("Sales to members"), COOPERATIVE),
        Purpose("sale_others", chart.SALES, _("Sales to who is no member"), COOPERATIVE),
        Purpose("bank_interest", BANK_INTEREST, _("Interest of the bank"), COOPERATIVE),
        Purpose("contribution", chart.CAPITAL, _("Members' contributions")),
        Purpose("grant", chart.GRANTS, _("Help from government or donors")),
        Purpose("loan", LOANS, _("A loan to the group")),
        Purpose("other_in", chart.OTHER_INCOME, _("Other money in")),
    ),
    Way.OUT: (
        Purpose("materials", chart.MATERIALS, _("Materials or feed")),
        Purpose("wages", chart.WAGES, _("Wages")),
        Purpose("running", chart.RUNNING_COSTS, _("Transport and daily needs")),
        Purpose("tools", TOOLS, _("Tools and equipment")),
        # A cooperative divides its surplus by a decision of the annual meeting, never from here.
        Purpose("share", RESULT, _("Members' shares"), GROUP),
        Purpose("meetings", MEETINGS, _("Meetings, training, officers"), COOPERATIVE),
        Purpose("repay", LOANS, _("Paying back a loan")),
        # Less sales, not a cost: the year's sales are what customers kept (chart of accounts).
        Purpose("refund", chart.SALES, _("Money back to a customer"), GROUP),
        Purpose("refund_members", SALES_TO_MEMBERS, _("Money back to a member"), COOPERATIVE),
        Purpose("refund_others", chart.SALES, _("Money back to who is no member"), COOPERATIVE),
        Purpose("other_out", chart.OTHER_COSTS, _("Other money out")),
    ),
}


def offered(way: Way, *, chart_code: str) -> list[Purpose]:
    """Return the purposes whose account is in a chart, in the order of the page."""
    there = {line.code for line in chart.charts()[chart_code] if not line.is_control}
    mine = [purpose for purpose in OF[way] if purpose.chart in {"", chart_code}]
    return [purpose for purpose in mine if purpose.account in there]


def by_code(code: str) -> Purpose:
    """Return a purpose by its code."""
    return next(p for purposes in OF.values() for p in purposes if p.code == code)


# What rooms above call money on members' accounts, by the control account.
_controls: dict[str, Promise] = {}


def call_control(control: str, label: Promise) -> None:
    """Register what a line on a member's account under a control account is called (apps.py)."""
    _controls[control] = label


def told(*, came: bool, account: str, name: str) -> str:
    """Say what a line was for: its purpose, else the name of its account."""
    way = Way.IN if came else Way.OUT
    found = next((p for p in OF[way] if p.account == account), None)
    called = found.label if found else _controls.get(account.partition("-")[0])
    return str(called) if called else name
