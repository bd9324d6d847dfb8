"""A member asks for a loan: the five C in short, and what it would take from her each month."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction

from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from rembuk.cash.sums import said
from rembuk.coop import custody, dues
from rembuk.coop.models import Member
from rembuk.ledger.reading import Book
from rembuk.lib import words
from rembuk.lib.errors import Refused
from rembuk.lib.names import clean_text
from rembuk.lib.wrong_inputs import Wrong
from rembuk.loans import deals, products, standing
from rembuk.loans.deals import Deal, Worked
from rembuk.loans.models import Application, Product
from rembuk.villages import audit
from rembuk.villages.actors import Actor

PERCENT = 100


@dataclass(frozen=True)
class Wish:
    """What she asks for and says of herself; sums in whole rupiah, of a month where it says so."""

    product: Product
    principal_rp: int
    periods: int
    purpose: str
    income_rp: int  # what the household earns in a month
    costs_rp: int  # what it needs in a month
    debts_rp: int  # what it pays back elsewhere in a month
    own_rp: int = 0
    trust: str = ""
    security: str = ""
    risk: str = ""


@dataclass(frozen=True)
class Capacity:
    """Whether a household can carry a loan, from what it says: rupiah in a month."""

    a_month_rp: int
    debts_rp: int
    income_rp: int
    left_rp: int  # before the loan
    most_rp: int  # of all instalments together, by the product

    @property
    def after_rp(self) -> int:
        """What is left for anything else; below zero, it does not do."""
        return self.left_rp - self.a_month_rp

    @property
    def carries(self) -> bool:
        """Whether both the share of the income and what is left over allow it."""
        return self.after_rp >= 0 and self.a_month_rp + self.debts_rp <= self.most_rp

    @property
    def percent(self) -> int:
        """All instalments as a part of the income, up to a whole percent."""
        return -(-(self.a_month_rp + self.debts_rp) * PERCENT // self.income_rp)


def capacity(worked: Worked, told: Application | Wish) -> Capacity:
    """Weigh a loan against what the household earns, needs and pays back elsewhere."""
    most = Fraction(told.income_rp * worked.deal.product.income_percent, PERCENT)
    left_rp = told.income_rp - told.costs_rp - told.debts_rp
    return Capacity(worked.a_month_rp, told.debts_rp, told.income_rp, left_rp, int(most))


@transaction.atomic
def apply(
    *, book: Book, member: Member, wish: Wish, on: date, by: Actor, at: datetime
) -> Application:
    """Write down what a member asks for; a committee of two decides.

    Errors: Refused without a licence, for who is no member or has pokok to bring (K09), while
    another loan of hers is open, above what the product allows, and without a purpose.
    """
    member.take_turn()
    group = member.group
    custody.require_holding(group, on)
    dues.require_full_member(book, member, on=on)
    _check_product(wish, products.offered(products.of(group), on=on))
    if standing.open_of(book, member) is not None:
        raise Refused(
            _("%(name)s has a loan or asked for one. It is paid back or decided first.")
            % {"name": member.name}
        )
    purpose = clean_text(wish.purpose)[0]
    if not purpose:
        raise Refused(_("Write what the loan is for."))
    try:
        deals.worked_out(Deal(wish.product, wish.principal_rp, wish.periods, on))
    except Wrong:
        raise Refused(_("Rounding leaves nothing to pay back. Ask for more.")) from None
    made = Application.objects.create(
        village=member.village, member=member, on=on, at=at, by=by.user,
        **(vars(wish) | {"purpose": purpose} | _cleaned(wish)),
    )  # fmt: skip
    audit.record(
        village=member.village,
        verb="loans.applied",
        subject=made,
        subject_name=member.name,
        resident_id=member.resident_id,
        by=by,
        at=at,
    )  # fmt: skip -- without the sum: more offices read the trail than the application
    return made


def _cleaned(wish: Wish) -> dict[str, str]:
    return {name: clean_text(getattr(wish, name))[0] for name in ("trust", "security", "risk")}


def _check_product(wish: Wish, offered: list[Product]) -> None:
    product = wish.product
    if product.pk not in {one.pk for one in offered}:
        raise Refused(_("%(name)s has a newer version. Choose again.") % {"name": product.name})
    if wish.principal_rp > product.most_rp:
        raise Refused(
            _("%(name)s is at most %(sum)s. Write that sum or less.")
            % {"name": product.name, "sum": said(product.most_rp)}
        )
    if not 1 <= wish.periods <= product.most_periods:
        most = words.grouped(product.most_periods, language=get_language() or "id")
        raise Refused(
            _("%(name)s is paid back within %(most)s. Write a number from 1 to %(most)s.")
            % {"name": product.name, "most": most}
        )
