"""The contract of a loan as a paper: what it costs in all, each instalment, and who signs."""

from __future__ import annotations

from datetime import date, datetime
from fractions import Fraction

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from rembuk.lib import words
from rembuk.loans import deals
from rembuk.loans.deals import Worked
from rembuk.loans.models import Application, Loan, Product
from rembuk.villages.models import Group
from rembuk.web.letters import Letter, day, printed, rupiah
from rembuk.web.paper import Column, Part

DOTS = "…………………………"


def percent(exact: Fraction) -> str:
    """Write a percentage with at most two places in the reader's language: 19,56%."""
    return f"{words.decimal(exact, language=get_language() or 'id')}%"


def written(
    group: Group, application: Application, *, loan: Loan | None, on: date, at: datetime
) -> bytes:
    """Print the contract: as paid out, or a draft as if it were paid out on a day."""
    return printed(group, letter_of(application, loan, on=on), at=at)


def letter_of(application: Application, loan: Loan | None, *, on: date) -> Letter:
    """Return what stands on the contract."""
    deal = deals.of_loan(loan) if loan else deals.asked_for(application, on=on)
    worked = deals.worked_out(deal)
    name = application.member.name
    title = _("Loan agreement %(number)s") % {"number": loan.number} if loan else _(
        "Draft of a loan agreement"
    )  # fmt: skip
    return Letter(
        title=title, on=deal.on, pairs=_pairs(application, worked), parts=[schedule(worked)],
        before=[] if loan else [
            _("A draft: the days hold if the loan is paid out on %(day)s.") % {"day": day(on)}
        ],
        after=rules(worked),
        signed=[
            (_("Borrower"), name), (_("For the cooperative"), DOTS), (_("Witness"), DOTS),
        ],
    )  # fmt: skip


def _pairs(application: Application, worked: Worked) -> list[tuple[str, str]]:
    member, deal = application.member, worked.deal
    pairs = [
        (_("Borrower"), f"{member.name} ({member.number})"),
        (_("Product"), application.product.name),
        (_("What the loan is for"), application.purpose),
        (_("Loan"), rupiah(deal.principal_rp)),
    ]
    if deal.fee_rp:
        pairs += [
            (_("Fee, kept at the paying out"), rupiah(deal.fee_rp)),
            (_("She takes home"), rupiah(deal.paid_out_rp)),
        ]
    return [
        *pairs,
        (_("Named charge a year"), percent(Fraction(deal.product.percent_year))),
        (_("How it is counted"), str(deal.product.get_method_display())),
        (_("The whole charge"), rupiah(worked.interest_rp)),
        (_("The loan costs in all"), rupiah(worked.cost_rp)),
        (_("What it really costs a year"), percent(worked.yearly * 100)),
        (_("Paid back in all"), rupiah(worked.total_rp)),
    ]


def schedule(worked: Worked) -> Part:
    """Return the table of its instalments."""
    columns = (
        Column(_("No.")), Column(_("Due on")), Column(_("Principal")), Column(_("Charge")),
        Column(_("Instalment")), Column(_("Left")),
    )  # fmt: skip
    rows = [
        [
            str(row.number), day(row.due_on), rupiah(row.principal_rp), rupiah(row.interest_rp),
            rupiah(row.amount_rp), rupiah(row.left_rp),
        ]
        for row in worked.rows
    ]  # fmt: skip
    return Part(columns, rows, caption=_("Instalments"))


def rules(worked: Worked) -> list[str]:
    """Say in words what holds when she pays late, more, or all of it early."""
    product = worked.deal.product
    return [
        _fine(product),
        _("A payment fills the fine first, then the charge, then the principal, the oldest"
          " instalment first. What is too much is kept for the next instalment."),
        _early(product),
        _("The ceiling of a cooperative's loan is %(percent)s a year (%(source)s).") % {
            "percent": percent(Fraction(product.ceiling_percent)),
            "source": product.ceiling_source,
        },
        _("Who cannot pay says so before the day. The cooperative looks for a way with her."),
    ]  # fmt: skip


def _fine(product: Product) -> str:
    if not product.fine_tenths:
        return _("There is no fine for who pays late.")
    return _(
        "After %(days)s days a fine of %(percent)s a day is taken of what is overdue, at most"
        " %(cap)s of it; never of a fine."
    ) % {
        "days": product.fine_grace_days, "percent": percent(Fraction(product.fine_tenths, 10)),
        "cap": percent(Fraction(product.fine_cap_percent)),
    }  # fmt: skip


def _early(product: Product) -> str:
    return _(
        "Who pays all of it back early is spared %(percent)s of the charge that is not due yet."
    ) % {"percent": percent(Fraction(product.waived_percent))}
