"""A licensed cooperative with a product and loans asked for: for tests of every address."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from uuid import uuid4

from rembuk.cash import approving
from rembuk.coop import custody, dues, members, paying
from rembuk.coop.custody import Paper
from rembuk.coop.models import Member
from rembuk.ledger import books
from rembuk.ledger.posting import Signed
from rembuk.ledger.reading import Book
from rembuk.loans import applying, deciding, lending, products, rescheduling
from rembuk.loans.applying import Wish
from rembuk.loans.models import (
    Application,
    Product,
    ProvisionLine,
    ProvisionRun,
    WriteOff,
    WriteOffVote,
)
from rembuk.loans.products import Version
from rembuk.people import residents
from rembuk.people.residents import ResidentFacts
from rembuk.villages.tests.cast import Cast


def fill(cast: Cast) -> dict[str, Any]:
    """Record them."""
    group = cast.group
    if not custody.mode_of(group, cast.today).holds:
        licence = custody.enter(
            group=group, paper=Paper("SP-2", cast.today, "OSS"), by=cast.chair, at=cast.at,
            today=cast.today,
        )  # fmt: skip
        custody.confirm(licence=licence, by=cast.facilitator, at=cast.at)
    book = books.book_of(group)
    assert book is not None
    book.group = group
    product = _product(cast)
    others = _asked(cast, book, _member(cast, book, "Sri Lestari"), product)
    lent = _lent(cast, book, _member(cast, book, "Sri Rahayu"), product)
    mine = Member.objects.of(cast.village).filter(group=group, resident__user__isnull=False)
    own = next((one for one in mine.order_by("pk") if members.since_of(one, on=cast.today)), None)
    own_asked = _asked(cast, book, own, product) if own else others
    told: dict[str, Any] = {
        f"loans:{page}/application_id": lent.pk for page in ("pay_in", "settle", "write_off")
    }
    told |= {"loans:record_rates/kind": "ppap", "provision_id": _provision(cast, lent)}
    off_books = _written_off(cast, book, _member(cast, book, "Sri Wahyuni"), product)
    told |= {
        f"loans:{page}/application_id": off_books.pk
        for page in ("decide_write_off", "recover", "take_back_write_off")
    }
    anew = _scheduled(cast, book, _member(cast, book, "Sri Utami"), product, vote=False)
    undone = _scheduled(cast, book, _member(cast, book, "Sri Handayani"), product, vote=True)
    told |= {
        f"loans:{page}/application_id": lent.pk if page == "reschedule" else anew.pk
        for page in ("reschedule", "decide_schedule", "addendum")
    }
    told["loans:take_back_schedule/application_id"] = undone.pk
    told |= {"application_id": others.pk, "borrowing:contract/borrowed_id": own_asked.pk}
    told["borrowing:addendum/borrowed_id"] = own_asked.pk
    pages = ("loans", "apply", "contract", "addendum")
    return told | {f"borrowing:{page}/member_id": own_asked.member_id for page in pages}


def _provision(cast: Cast, lent: Application) -> int:
    """Write down a month as if it were over: nobody's loan is old enough in this scene."""
    assert cast.treasurer.user is not None
    run = ProvisionRun.objects.create(
        village=cast.village, group=cast.group, month=cast.today.replace(day=1), attempt=1,
        known=1, key=uuid4(), maker=cast.treasurer.user, at=cast.at, rate_1_bp=50,
        rate_2_bp=1_000, rate_3_bp=5_000, rate_4_bp=10_000, source="AD", before_rp=0,
        required_rp=100,
    )  # fmt: skip
    ProvisionLine.objects.create(
        village=cast.village, run=run, loan=lent.loans.get(), klass="lancar", left_rp=20_000,
        late_days=0,
    )  # fmt: skip
    return run.pk


def _written_off(cast: Cast, book: Book, member: Member, product: Product) -> Application:
    """Propose to take a loan off the books as if it were old enough; the chair agreed."""
    assert cast.treasurer.user is not None
    assert cast.chair.user is not None
    lent = _lent(cast, book, member, product)
    row = WriteOff.objects.create(
        village=cast.village, loan=lent.loans.get(), attempt=1, key=uuid4(), principal_rp=20_000,
        held_rp=0, charge_rp=0, why="Warungnya tutup", source="AD", on=cast.today, at=cast.at,
        by=cast.treasurer.user,
    )  # fmt: skip
    WriteOffVote.objects.create(
        village=cast.village, write_off=row, side="BOARD", outcome="AGREED",
        maker=cast.treasurer.user, on=cast.today, at=cast.at, by=cast.chair.user,
    )  # fmt: skip
    return lent


def _scheduled(
    cast: Cast, book: Book, member: Member, product: Product, *, vote: bool
) -> Application:
    """Propose a new schedule; with `vote` the chair agreed."""
    lent = _lent(cast, book, member, product)
    loan = lent.loans.get()
    told: dict[str, Any] = {"book": book, "loan": loan, "at": cast.at, "today": cast.today}
    offer = rescheduling.Offer(12, Decimal(12), why="Sakit sejak Maret", source="AD")
    rescheduling.propose(**told, offer=offer, by=cast.treasurer)
    if vote:
        rescheduling.answer(**told, outcome="AGREED", note="Semoga sembuh", by=cast.chair)
    return lent


def _product(cast: Cast) -> Product:
    version = Version(
        name="Modal warung", since=cast.today, rhythm="MONTHLY", method="flat",
        percent_year=Decimal(12), most_rp=5_000_000, most_periods=12, income_percent=30,
        source="AD",
    )  # fmt: skip
    return products.agree(group=cast.group, version=version, by=cast.chair, at=cast.at)


def _lent(cast: Cast, book: Book, member: Member, product: Product) -> Application:
    asked = _asked(cast, book, member, product, principal_rp=20_000)
    for by in (cast.chair, cast.facilitator):
        deciding.decide(
            book=book, application=asked, outcome="AGREED", note="", by=by, at=cast.at,
            today=cast.today,
        )  # fmt: skip
    signed = Signed(by=cast.treasurer, at=cast.at, request_id=uuid4())
    loan = lending.pay_out(
        book=book, application=asked, on=cast.today, signed=signed, today=cast.today
    )
    loan.asked.book = book
    approving.approve(
        asked=loan.asked, asked_hash=loan.asked.asked_hash, by=cast.chair, at=cast.at,
        today=cast.today,
    )  # fmt: skip
    return asked


def _asked(
    cast: Cast, book: Book, member: Member, product: Product, principal_rp: int = 1_000_000
) -> Application:
    member.village, member.group = cast.village, cast.group
    wish = Wish(product, principal_rp, 10, "Mesin jahit", 3_000_000, 1_000_000, 0)
    return applying.apply(
        book=book, member=member, wish=wish, on=cast.today, by=cast.chair, at=cast.at
    )


def _member(cast: Cast, book: Book, name: str) -> Member:
    told: dict[str, Any] = {"by": cast.chair, "at": cast.at, "today": cast.today}
    resident = residents.register(
        village=cast.village, facts=ResidentFacts(name=name), by=cast.facilitator,
        at=cast.at,
    )  # fmt: skip
    member = members.apply(group=cast.group, resident=resident, on=cast.today, **told)
    members.step(member=member, facts=members.Facts("ADMITTED", cast.today), **told)
    paying.record(
        book=book, payments=paying.as_due(dues.of_member(book, member, on=cast.today)),
        on=cast.today, signed=Signed(by=cast.treasurer, at=cast.at, request_id=uuid4()),
        today=cast.today,
    )  # fmt: skip
    return member
