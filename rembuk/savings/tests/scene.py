"""One of everything this room keeps, for the crawls and for isolation."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

from rembuk.coop import custody
from rembuk.coop.models import Member
from rembuk.coop.tests import scene as coop_scene
from rembuk.ledger import books
from rembuk.ledger.posting import Signed
from rembuk.savings import accounts, blocks, goals, money, products, terms
from rembuk.savings.goals import Wanted
from rembuk.savings.models import (
    InterestLine,
    InterestRun,
    RunBatch,
    SavingsAccount,
    TaxSlip,
    Version,
)
from rembuk.savings.products import Terms
from rembuk.villages.tests.cast import Cast

OWN_PAGES = ("mine", "new", "note", "end", "interest", "slips", "slip")


def fill(cast: Cast) -> dict[str, Any]:
    """Record them."""
    book = books.book_of(cast.group)
    assert book is not None
    book.group = cast.group
    licence = custody.of(cast.group)[0]
    custody.confirm(licence=licence, by=cast.treasurer, at=cast.at)
    member = coop_scene.new_member(cast, "Kartini")
    coop_scene.brought(cast, book, member)
    free, goal_kind, term_kind = (
        _product(cast, name, control)
        for name, control in (("Sukarela", "2101"), ("Tujuan", "2103"), ("Berjangka", "2102"))
    )
    told: dict[str, Any] = {"book": book, "today": cast.today}
    signed = [Signed(by=cast.treasurer, at=cast.at, request_id=uuid4()) for _n in range(5)]
    first, aimed = (
        accounts.open_account(
            member=member, product=one.product, on=cast.today, signed=signed[n], **told
        )
        for n, one in enumerate((free, goal_kind))
    )
    money.deposit(account=first, amount_rp=90_000, on=cast.today, signed=signed[2], **told)
    wanted = Wanted("Sapi Dimas", 1_000_000)
    by: dict[str, Any] = {"by": cast.chair, "at": cast.at, "today": cast.today}
    goals.set_goal(member=member, wanted=wanted, account=aimed, **by)
    placed, _entry = terms.place(
        member=member, product=term_kind.product, signed=signed[3],
        placed=terms.Sum(500_000, cast.today, renews=False), **told,
    )  # fmt: skip
    blocked = blocks.block(
        book=book, account=first, wanted=blocks.Wanted(1_000, cast.today, "Jaminan"), **by
    )
    own = _own(cast) or member
    hers = first if own == member else accounts.open_account(
        member=own, product=free.product, on=cast.today, signed=signed[4], **told
    )  # fmt: skip
    run, line = _interest(cast, first, attempt=1)
    slip = _booked(cast, hers)
    better = Terms(cast.today + timedelta(days=1), 450, "daily_balance", source="Rapat pengurus 2")
    products.issue(product=free.product, terms=better, by=cast.chair, at=cast.at)
    noted = goals.set_goal(member=own, wanted=wanted, where="Bank sendiri", **by)
    return {
        "goals:/goal_id": noted.pk,
        **{f"goals:{page}/member_id": own.pk for page in OWN_PAGES},
        "booked_no": 1,
        "savings:/slip_id": slip,
        "goals:slip/own_slip_id": slip,
        "savings:/run_id": run,
        "savings:/interest_line_id": line,
        "savings:/product_id": free.product_id,
        "savings:/account_id": first.pk,
        "savings:/block_id": blocked.pk,
        "savings:aim/account_id": aimed.pk,
        "savings:break_early/account_id": placed.account_id,
        "savings:place/product_id": term_kind.product_id,
    }


def _booked(cast: Cast, account: SavingsAccount) -> int:
    """Let a month of an account be in the book: proof and slip stand in a member's own book."""
    run, _line = _interest(cast, account, attempt=2)
    RunBatch.objects.create(
        village=cast.village, run_id=run, number=1, first_entry=1, last_entry=1, at=cast.at
    )
    slip = TaxSlip.objects.create(
        village=cast.village, group=cast.group, run_id=run, member=account.member, year=2020,
        serial=1, interest_rp=1, tax_rp=0, at=cast.at,
    )  # fmt: skip
    return slip.pk


def _product(cast: Cast, name: str, control: str) -> Version:
    if control == "2102":
        terms_ = Terms(
            cast.today, 400, "monthly", source="Rapat pengurus", term_months=6, penalty_bp=100
        )
    else:
        terms_ = Terms(cast.today, 400, "daily_balance", source="Rapat pengurus")
    return products.create(
        group=cast.group, control=control, name=name, terms=terms_, by=cast.chair, at=cast.at
    )


def _interest(cast: Cast, account: SavingsAccount, *, attempt: int) -> tuple[int, int]:
    """Write down a month as if it were over: nobody's accounts are old enough in this scene."""
    assert cast.treasurer.user is not None
    run = InterestRun.objects.create(
        village=cast.village, group=cast.group, month=cast.today.replace(day=1), attempt=attempt,
        known=1, key=uuid4(), threshold_rp=240_000, tax_bp=1_000, source="PP 15/2009",
        maker=cast.treasurer.user, at=cast.at,
    )  # fmt: skip
    line = InterestLine.objects.create(
        village=cast.village, run=run, batch=1, member=account.member, account=account,
        version=account.promises.get().version, interest_rp=1, tax_rp=0,
    )  # fmt: skip
    return run.pk, line.pk


def _own(cast: Cast) -> Member | None:
    """Return the member who can sign in, if the cooperative's scene made one."""
    rows = Member.objects.of(cast.village).filter(
        group=cast.group, resident__user__isnull=False, resident__erased_at__isnull=True
    )
    return rows.select_related("resident", "group").order_by("pk").first()
