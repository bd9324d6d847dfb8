"""Sums placed for a term: placed, due on a promised day, paid out or renewed, broken early."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from rembuk.coop import custody
from rembuk.coop.models import Member
from rembuk.ledger import posting
from rembuk.ledger.chain import Move
from rembuk.ledger.posting import Plan, Signed, Words
from rembuk.ledger.reading import Book, Entry
from rembuk.lib.dates import months_later
from rembuk.lib.errors import Refused
from rembuk.savings import accounts, money, products
from rembuk.savings.deposits import TermDeposit
from rembuk.savings.models import (
    InterestRun,
    Placement,
    PlacementEnd,
    Product,
    Promise,
    SavingsAccount,
    Version,
)
from rembuk.savings.models.products import WHOLE
from rembuk.villages import audit
from rembuk.villages.models import Group

How = PlacementEnd.How
PAID, BROKEN = "TERM_PAID", "TERM_BROKEN"  # kinds of entries
FINES = "4103"


@dataclass(frozen=True)
class Sum:
    """What is placed, in whole rupiah, from which day on, and whether it goes on at its end."""

    amount_rp: int
    on: date
    renews: bool


def deposit_of(placement: Placement) -> TermDeposit:
    """Return a placement as the formulas take it (deposits.py)."""
    version = placement.version
    assert version.term_months is not None
    return TermDeposit(
        Fraction(placement.principal_rp), Fraction(version.rate_bp, WHOLE),
        version.term_months, placement.placed_on,
    )  # fmt: skip


def penalty_rp(placement: Placement) -> int:
    """Return what breaking a placement early costs, in whole rupiah."""
    assert placement.version.penalty_bp is not None
    return int(deposit_of(placement).penalty(Fraction(placement.version.penalty_bp, WHOLE)))


@transaction.atomic
def place(
    *, book: Book, member: Member, product: Product, placed: Sum, signed: Signed, today: date
) -> tuple[Placement, Entry]:
    """Take in a sum for a term, in an account of its own; it gives a receipt.

    Errors: Refused for a day of a month whose interest is worked out already; and as
    accounts.open_account and money.take_in.
    """
    worked_out = InterestRun.objects.of(book.village).filter(
        group=book.group_id, month__gte=placed.on.replace(day=1), dropped__isnull=True
    )
    if worked_out.exists():
        raise Refused(_("The interest of that month is worked out already. Choose a later day."))
    account = accounts.open_account(
        book=book, member=member, product=product, on=placed.on, signed=signed, today=today
    )
    entry = money.take_in(
        book=book, account=account, amount_rp=placed.amount_rp, on=placed.on, signed=signed,
        today=today,
    )  # fmt: skip
    version = products.version_on(products.versions_of(product), placed.on)
    assert version is not None
    made = begin(account, version, placed=placed, signed=signed)
    return made, entry


def begin(account: SavingsAccount, version: Version, *, placed: Sum, signed: Signed) -> Placement:
    """Write down a sum that stands in an account as placed for its term."""
    assert version.term_months is not None
    return Placement.objects.create(
        village=account.village, account=account, version=version,
        principal_rp=placed.amount_rp, placed_on=placed.on,
        due_on=months_later(placed.on, version.term_months), renews=placed.renews,
        by=signed.by.user, at=signed.at,
    )  # fmt: skip


def due(group: Group, on: date) -> QuerySet[Placement]:
    """Return the placements whose day has come and that nobody ended, the earliest first."""
    return lasting(group).filter(due_on__lte=on)


def lasting(group: Group) -> QuerySet[Placement]:
    """Return the placements that nobody ended, by the day they are due."""
    rows = Placement.objects.of(group.village).filter(
        account__member__group=group, end__isnull=True
    )
    told = rows.select_related(
        "version", "account__product", "account__member__resident",
        "account__pays_to__product", "account__pays_to__member",
    )  # fmt: skip
    return told.order_by("due_on", "pk")


def last_in(account: SavingsAccount) -> Placement | None:
    """Return the last sum that was placed in an account, ended or not."""
    rows = Placement.objects.of(account.village).filter(account=account)
    return rows.select_related("version", "end").order_by("-placed_on", "-pk").first()


@transaction.atomic
def end(*, book: Book, placement: Placement, signed: Signed, today: date) -> PlacementEnd:
    """Do what was promised for the day a placement is due: pay it into her account, or renew it.

    It is renewed under what the product promises on that day; paid out where there is no licence
    then. Errors: Refused before its day, if it ended, and while its money is blocked.
    """
    _check_lasts(placement)
    if placement.due_on > today:
        raise Refused(_("Its day has not come yet. Break it early, or wait."))
    account = placement.account
    version = _renewed_as(book, placement)
    if version is not None:
        made = _ended(placement, How.RENEWED, on=placement.due_on, signed=signed)
        Promise.objects.create(
            village=account.village, account=account, version=version, since=placement.due_on,
            by=signed.by.user, at=signed.at,
        )  # fmt: skip
        again = Sum(placement.principal_rp, placement.due_on, renews=True)
        begin(account, version, placed=again, signed=signed)
        return made
    _check_not_blocked(placement, today)
    _pay(book, placement, kind=PAID, penalty_rp=0, signed=signed, today=today)
    return _ended(placement, How.PAID, on=today, signed=signed)


@transaction.atomic
def end_all(*, book: Book, signed: Signed, today: date) -> list[PlacementEnd]:
    """Do so for every placement whose day has come; blocked ones wait, all others at once.

    A term that was renewed and is over again is ended again. Each entry is a part of one request.
    """
    done: list[PlacementEnd] = []
    while ready := [one for one in due(book.group, today) if not _waits(book, one, today)]:
        for placement in ready:
            part = replace(signed, part=len(done))
            done.append(end(book=book, placement=placement, signed=part, today=today))
    if not done:
        raise Refused(_("No term is over whose money is free. Nothing was done."))
    return done


@transaction.atomic
def break_early(*, book: Book, placement: Placement, signed: Signed, today: date) -> PlacementEnd:
    """End a placement before its day, by the rule it was promised under.

    What is left goes to her account; the running month earns nothing. Errors: Refused from its day
    on, if it ended, and while its money is blocked.
    """
    _check_lasts(placement)
    if placement.due_on <= today:
        raise Refused(_("Its day has come: nothing is taken off. Pay it out instead."))
    _check_not_blocked(placement, today)
    costs_rp = penalty_rp(placement)
    _pay(book, placement, kind=BROKEN, penalty_rp=costs_rp, signed=signed, today=today)
    return _ended(placement, How.BROKEN, on=today, signed=signed, penalty_rp=costs_rp)


def _check_lasts(placement: Placement) -> None:
    placement.take_turn()
    if PlacementEnd.objects.of(placement.village).filter(placement=placement).exists():
        raise Refused(_("This sum is paid out or renewed already. Open the page again."))


def _renewed_as(book: Book, placement: Placement) -> Version | None:
    """Return the version a placement goes on under; None where it is to be paid out."""
    if not (placement.renews and custody.mode_of(book.group, placement.due_on).holds):
        return None
    versions = products.versions_of(placement.account.product)
    return products.version_on(versions, placement.due_on)


def _waits(book: Book, placement: Placement, on: date) -> bool:
    """Say whether a placement is to be paid out and its money is blocked."""
    if not accounts.blocked_rp(placement.village, [placement.account], on=on):
        return False
    return _renewed_as(book, placement) is None


def _check_not_blocked(placement: Placement, on: date) -> None:
    if accounts.blocked_rp(placement.village, [placement.account], on=on):
        raise Refused(_("Money of this account is blocked. Free it first."))


def _pay(
    book: Book, placement: Placement, *, kind: str, penalty_rp: int, signed: Signed, today: date
) -> None:
    """Move a placed sum into her voluntary account, less what breaking it costs."""
    account = placement.account
    to = account.pays_to
    assert to is not None, "a term pays into another account"
    left_rp = placement.principal_rp - penalty_rp
    moves = [Move(account.code, to.code, left_rp)] if left_rp else []
    if penalty_rp:
        moves.append(Move(account.code, FINES, penalty_rp))
    member = account.member
    words = Words(memo=account.product.name, party=member.name, resident_id=member.resident_id)
    plan = Plan(kind=kind, on=today, moves=moves, words=words, receipt=False)
    posting.post(book, plan, signed=signed, today=today)


def _ended(
    placement: Placement, how: How, *, on: date, signed: Signed, penalty_rp: int = 0
) -> PlacementEnd:
    made = PlacementEnd.objects.create(
        village=placement.village, placement=placement, how=how, on=on, penalty_rp=penalty_rp,
        by=signed.by.user, at=signed.at,
    )  # fmt: skip
    member = placement.account.member
    audit.record(
        village=placement.village, verb="savings.term_ended", subject=placement.account,
        subject_name=member.name, resident_id=member.resident_id, by=signed.by, at=signed.at,
        changes=[("savings_term_end", None, how.value)],
    )  # fmt: skip
    return made
