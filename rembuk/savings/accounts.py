"""Accounts of members: whose, under which promise, what they hold, and what of it is free.

Sums are whole rupiah. What an account holds is read from the book each time.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.db.models import OuterRef, Prefetch, Q, QuerySet, Subquery
from django.utils.translation import gettext as _

from rembuk.coop import custody, dues
from rembuk.coop.models import Member
from rembuk.ledger import books, reading
from rembuk.ledger.posting import Signed
from rembuk.ledger.reading import Book, Purse
from rembuk.lib.errors import Refused
from rembuk.savings import products
from rembuk.savings.models import (
    Block,
    Closing,
    Placement,
    Product,
    Promise,
    SavingsAccount,
    Version,
)
from rembuk.savings.models.accounts import SERIALS_MOST
from rembuk.savings.models.products import Control
from rembuk.villages import audit
from rembuk.villages.models import Group, Village

INTEREST = "SAVINGS_INTEREST"  # the kind of the entries of a month's interest


@dataclass(frozen=True)
class Stands:
    """An account on a day: what it holds, what of it waits or is blocked, since when it sleeps."""

    account: SavingsAccount
    version: Version
    own_rp: int
    waits_rp: int
    blocked_rp: int
    last_on: date
    on: date

    @property
    def free_rp(self) -> int:
        """What she may take out: not what waits, is blocked, or stays until she leaves."""
        stays_rp = 0 if self.closed_on else self.version.lowest_rp
        return max(self.own_rp - self.waits_rp - self.blocked_rp - stays_rp, 0)

    @property
    def is_asleep(self) -> bool:
        """Whether nothing but interest moved for as long as the product says; no term sleeps."""
        if self.is_term or self.closed_on is not None:
            return False
        sleeps_on = self.last_on + timedelta(self.version.dormant_days)
        return self.own_rp > 0 and self.on > sleeps_on

    @property
    def closed_on(self) -> date | None:
        """The day it was closed, or None."""
        return closed_on(self.account)

    @property
    def is_term(self) -> bool:
        """Whether its sum is placed for a term."""
        return self.account.product.control == Control.TERM


def of(group: Group) -> QuerySet[SavingsAccount]:
    """Return all accounts of a cooperative, by member number, each with its promises.

    `closed_on` is the day an account was closed, or None.
    """
    newest = Promise.objects.of(group.village).select_related("version")
    newest = newest.order_by("-since", "-pk")
    rows = SavingsAccount.objects.of(group.village).filter(member__group=group)
    told = rows.select_related("member__resident", "product").prefetch_related(
        Prefetch("promises", queryset=newest, to_attr="promised")
    )
    return with_closing(told, group.village).order_by("member__number", "serial", "pk")


def with_closing(rows: QuerySet[SavingsAccount], village: Village) -> QuerySet[SavingsAccount]:
    """Annotate accounts with the day they were closed."""
    return rows.annotate(closed_on=_closed(village, "pk"))


def _closed(village: Village, account: str) -> Subquery:
    """Return the day an account was closed: emptied by two people, or empty as it was."""
    agreed = Q(asked__isnull=True) | Q(asked__resolution__entry__isnull=False)
    rows = Closing.objects.of(village).filter(agreed, account=OuterRef(account))
    return Subquery(rows.order_by("pk").values("on")[:1])


def not_closed(found: QuerySet[SavingsAccount]) -> QuerySet[SavingsAccount]:
    """Keep those accounts of `of` that are not closed."""
    return found.filter(Q(("closed_on__isnull", True)))


def closed_on(account: SavingsAccount) -> date | None:
    """Return the day an account of `of` was closed, or None."""
    day: date | None = account.closed_on  # type: ignore[attr-defined]  # annotated
    return day


def of_member(member: Member) -> list[SavingsAccount]:
    """Return a member's accounts, in the order in which she opened them."""
    found = list(of(member.group).filter(member=member))
    for one in found:
        one.member = member
    return found


def promised(account: SavingsAccount, on: date) -> Version:
    """Return the version that holds for an account of `of` on a day."""
    rows: list[Promise] = account.promised  # type: ignore[attr-defined]  # Prefetch of `of`
    return next((one.version for one in rows if one.since <= on), rows[-1].version)


def to_come(account: SavingsAccount, on: date) -> Promise | None:
    """Return the promise of an account of `of` that holds later than a day, if there is one."""
    last = last_promised(account)
    return last if last.since > on else None


def last_promised(account: SavingsAccount) -> Promise:
    """Return the promise of an account of `of` that holds last, also one that is to come."""
    rows: list[Promise] = account.promised  # type: ignore[attr-defined]  # Prefetch of `of`
    return rows[0]


def stand(
    book: Book, found: Sequence[SavingsAccount], *, on: date, blocked: dict[int, int] | None = None
) -> list[Stands]:
    """Return where accounts of `of` stand now: one query, and one where `blocked` is not told."""
    codes = {one.code: one for one in found}
    held = reading.free_and_moved(book, codes, but=INTEREST)
    if blocked is None:
        blocked = blocked_rp(book.village, found, on=on)
    return [
        _stands(one, *held[code], blocked=blocked.get(one.pk, 0), on=on)
        for code, one in codes.items()
    ]


def _stands(
    account: SavingsAccount, purse: Purse, last_on: date | None, *, blocked: int, on: date
) -> Stands:
    since = max(last_on or account.opened_on, account.opened_on)
    return Stands(account, promised(account, on), purse.own_rp, purse.held_rp, blocked, since, on)


def stands(
    book: Book, account: SavingsAccount, *, on: date, blocked_rp: int | None = None
) -> Stands:
    """Return the same for one account."""
    blocked = None if blocked_rp is None else {account.pk: blocked_rp}
    return stand(book, [account], on=on, blocked=blocked)[0]


def blocked_rp(village: Village, found: Sequence[SavingsAccount], *, on: date) -> dict[int, int]:
    """Return what is blocked of accounts on a day, by their ids; the others are left out."""
    told: dict[int, int] = {}
    for one in blocks_on(village, on).filter(account__in=found):
        told[one.account_id] = told.get(one.account_id, 0) + one.amount_rp
    return told


def blocks_on(village: Village, on: date) -> QuerySet[Block]:
    """Return the blocks of a village that hold on a day."""
    still = Q(lifted__isnull=True) | Q(lifted__on__gt=on)
    rows = Block.objects.of(village).filter(still, since__lte=on, until__gte=on)
    return rows.order_by("until", "pk")


def placed(village: Village, found: Sequence[SavingsAccount]) -> dict[int, Placement]:
    """Return the placement that lasts in each account, by the account's id."""
    rows = Placement.objects.of(village).filter(account__in=found, end__isnull=True)
    return {one.account_id: one for one in rows.select_related("version").order_by("pk")}


@transaction.atomic
def open_account(
    *, book: Book, member: Member, product: Product, on: date, signed: Signed, today: date
) -> SavingsAccount:
    """Open an account of a member under what a product promises on that day.

    Errors: Refused without a licence that holds (custody.py), for who is no member or has not
    brought her pokok (K09), for a day to come, for a product without a promise on it, for a second
    voluntary account under one product, and for a term without an account its interest goes to.
    """
    member.take_turn()
    assert product.group_id == member.group_id == book.group_id
    if on > today:
        raise Refused(_("Choose today or an earlier day."))
    custody.require_holding(book.group, on)
    dues.require_full_member(book, member, on=on)
    version = products.version_on(products.versions_of(product), on)
    if version is None:
        raise Refused(
            _("%(product)s promises nothing on that day yet. Choose a later day.")
            % {"product": product.name}
        )
    ever = of_member(member)
    hers = [one for one in ever if closed_on(one) is None]
    free = next((one for one in hers if one.product.control == Control.VOLUNTARY), None)
    if product.control == Control.VOLUNTARY and any(one.product_id == product.pk for one in hers):
        raise Refused(_("She has an account of this product. Take the money into that one."))
    if product.control == Control.TERM and free is None:
        raise Refused(_("Open her a sukarela account first: interest and sum go there."))
    serial = max((one.serial for one in ever), default=0) + 1
    assert serial <= SERIALS_MOST
    made = SavingsAccount.objects.create(
        village=member.village, member=member, product=product, serial=serial, opened_on=on,
        pays_to=free if product.control == Control.TERM else None, by=signed.by.user, at=signed.at,
    )  # fmt: skip
    Promise.objects.create(
        village=member.village, account=made, version=version, since=on, by=signed.by.user,
        at=signed.at,
    )  # fmt: skip
    books.open_member_account(
        book=book, control=product.control, resident_id=member.resident_id, number=made.number
    )
    audit.record(
        village=member.village, verb="savings.account_opened", subject=made,
        subject_name=member.name, resident_id=member.resident_id, by=signed.by, at=signed.at,
        changes=[("savings_product", None, product.name)],
    )  # fmt: skip
    return made


def in_group(group: Group, pk: int) -> SavingsAccount | None:
    """Return an account by its id, as `of` does; None where the cooperative has none of it."""
    rows = Promise.objects.of(group.village).filter(account=pk, account__member__group=group)
    told = rows.select_related(
        "version__by", "version__resolution__meeting", "account__product",
        "account__member__resident", "account__pays_to__member", "account__pays_to__product",
    )  # fmt: skip
    closed = _closed(group.village, "account")
    found = list(told.annotate(closed_on=closed).order_by("-since", "-pk"))
    if not found:
        return None
    account = found[0].account
    account.promised = found  # type: ignore[attr-defined]  # as the Prefetch of `of`
    account.closed_on = found[0].closed_on  # type: ignore[attr-defined]  # annotated
    return account
