"""One visit to a stall: what was counted becomes movements and money due, in one go."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from fractions import Fraction

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from rembuk.cash import expected, lines
from rembuk.cash.models import ExpectedMoney
from rembuk.cash.purposes import Way
from rembuk.enterprise import products
from rembuk.lib import words
from rembuk.lib.errors import Refused
from rembuk.lib.wrong_inputs import Wrong
from rembuk.shop import consigning, stalls, stock
from rembuk.shop.consigning import Settled
from rembuk.shop.models import Reason, Stall, StallTerms, Visit, VisitLine
from rembuk.shop.stock import Item, Noted
from rembuk.villages import audit
from rembuk.villages.actors import Actor

SOURCE = "shop.visit"


@dataclass(frozen=True)
class Row:
    """What was counted of one product. `stays` None: not looked at; `sold` None: all the rest."""

    item: Item
    price_rp: int | None
    stays: int | None = None
    sold: int | None = None
    returned: int = 0
    damaged: int = 0
    delivered: int = 0


@dataclass(frozen=True)
class Sheet:
    """What was written down at a stall; `seen` is the number of the visit before, as one saw it."""

    stall: Stall
    rows: Sequence[Row]
    seen: int
    on: date
    note: str = ""


@dataclass(frozen=True)
class Counted:
    """One row with what it comes to."""

    row: Row
    was: int
    sold: int
    missing: int
    price_rp: int
    settled: Settled


@dataclass(frozen=True)
class Before:
    """What a sheet is filled from: what lies there, and what could be left there."""

    number: int
    on: date | None
    items: Sequence[tuple[Item, int, int]] = field(default_factory=list)  # item, was, free


class Overtaken(Refused):
    """Somebody else settled a visit to this stall since the sheet was opened."""


@transaction.atomic
def settle(sheet: Sheet, *, by: Actor, at: datetime, today: date) -> Visit:
    """Settle a visit: goods move, and what the stall owes is expected by the treasurer.

    Errors: Overtaken if another visit was settled since; Refused for a day to come or before the
    last visit, for pieces that were not there, for nothing written at all.
    """
    stall = sheet.stall
    stall.take_turn()
    if stall.ended_on is not None:
        raise Refused(_("Nothing is left at this stall any more. Open the list of stalls."))
    last = last_of(stall)
    check_seen(last, sheet.seen)
    _check_day(sheet, last, today=today)
    terms = stalls.terms_of(stall, on=sheet.on)
    if terms is None:
        raise Refused(not_agreed())
    counted = _counted(sheet, terms)
    due = sum(one.settled.net_payable_rp for one in counted)
    visit = Visit.objects.create(
        village=stall.village, stall=stall, number=sheet.seen + 1, terms=terms, on=sheet.on,
        due_rp=due, note=sheet.note, at=at, by=by.user,
        expected=_expect(sheet, due, by=by, at=at, today=today),
    )  # fmt: skip
    for one in counted:
        _write(visit, one, Noted(by, at, sheet.on))
    audit.record(
        village=stall.village, verb="shop.visited", subject=stall, by=by, at=at,
        changes=[("due_rp", None, due)],
    )  # fmt: skip
    return visit


def check_seen(last: Visit | None, seen: int) -> None:
    """Look whether a visit was settled since a sheet was opened. Errors: Overtaken."""
    if last and last.number != seen:
        raise Overtaken(_overtaken(last))


def not_agreed() -> str:
    """Say what to do where nothing was agreed with a stall on the day."""
    return _("Write down what is agreed with this stall first, or choose a later day.")


def work_out(sheet: Sheet, terms: StallTerms) -> list[Counted]:
    """Return what a sheet comes to, without writing it. Errors: as settle."""
    return _counted(sheet, terms)


def last_of(stall: Stall) -> Visit | None:
    """Return the last visit to a stall."""
    return of_stall(stall).first()


def of_stall(stall: Stall) -> QuerySet[Visit]:
    """Return the visits to a stall, the last first."""
    mine = Visit.objects.of(stall.village).filter(stall=stall)
    return mine.select_related("by").order_by("-number", "-pk")


def lines_of(visit: Visit) -> QuerySet[VisitLine]:
    """Return what was counted at a visit, by product."""
    mine = VisitLine.objects.of(visit.village).filter(visit=visit)
    return mine.select_related("product").order_by("product__name", "size", "pk")


def before(stall: Stall, *, today: date) -> Before:
    """Return what a new sheet is filled from: what lies there first, then what is free."""
    last = last_of(stall)
    lying = stock.at_stall(stall)
    known = {one.pk: one for one in products.offered(stall.group)}
    known |= {one.pk: one for one in products.ended(stall.group).filter(
        pk__in=[pk for pk, _size in lying]
    )}  # fmt: skip
    held = stock.levels(stall.village, known.values(), today=today)
    items = [
        (Item(known[pk], size), lying.get((pk, size), 0), one.available)
        for (pk, size), one in held.items()
        if lying.get((pk, size)) or one.available
    ]
    items.sort(key=lambda one: (not one[1], str(one[0]).casefold(), one[0].product.pk))
    return Before(last.number if last else 0, last.on if last else None, items)


def last_prices(stall: Stall) -> dict[stock.Kept, int]:
    """Return at what price each thing was settled last at a stall."""
    told = VisitLine.objects.of(stall.village).filter(visit__stall=stall).order_by("pk")
    return {(pk, size): price for pk, size, price in
            told.values_list("product_id", "size", "price_rp")}  # fmt: skip


def _check_day(sheet: Sheet, last: Visit | None, *, today: date) -> None:
    if sheet.on > today:
        raise Refused(_("Choose today or an earlier day."))
    if last and sheet.on < last.on:
        raise Refused(
            _("The last visit was on %(day)s. Choose that day or a later one.")
            % {"day": words.plain_day(last.on, language=get_language() or "id")}
        )


def _counted(sheet: Sheet, terms: StallTerms) -> list[Counted]:
    lying = stock.at_stall(sheet.stall)
    written = [row for row in sheet.rows if row.stays is not None or row.delivered or _moved(row)]
    if not written:
        raise Refused(_("Write at least one number: what stays, or what you leave there."))
    in_one_order = sorted(written, key=lambda row: row.item.key)  # nobody waits for each other
    return [_settled(row, lying.get(row.item.key, 0), terms) for row in in_one_order]


def _moved(row: Row) -> bool:
    return bool(row.sold or row.returned or row.damaged)


def _settled(row: Row, was: int, terms: StallTerms) -> Counted:
    """Work one row out with the rule of consigning.py; pieces not written as sold are missing."""
    name = {"name": str(row.item)}
    if row.stays is None and was and (_moved(row) or row.delivered):
        # Nobody looked: what is not told to have left stays.
        row = Row(
            row.item, row.price_rp, max(0, was - (row.sold or 0) - row.returned - row.damaged),
            row.sold or 0, row.returned, row.damaged, row.delivered,
        )  # fmt: skip
    stays = row.stays or 0
    gone = was - stays - row.returned - row.damaged
    sold = max(0, gone) if row.sold is None else row.sold
    price = row.price_rp or row.item.product.price_rp
    if not price or price <= 0:
        raise Refused(_("%(name)s: write the price of one at the stall.") % name)
    told = consigning.Terms(
        Fraction(price), Fraction(terms.commission_percent),
        consigning.Charge(terms.missing), consigning.Charge(terms.damaged),
    )  # fmt: skip
    here = consigning.Visit(
        counted=stays + row.delivered, delivered=row.delivered, sold=sold,
        returned_good=row.returned, returned_damaged=row.damaged,
    )  # fmt: skip
    try:
        _lay, settled = consigning.settle(told, [consigning.Visit(was, delivered=was), here])
    except Wrong as wrong:
        over = int(wrong.more["over_by"])
        raise Refused(
            ngettext(
                "%(name)s: %(count)s piece more than the %(was)s that lay there."
                " Count again what stays, was sold, comes back.",
                "%(name)s: %(count)s pieces more than the %(was)s that lay there."
                " Count again what stays, was sold, comes back.",
                over,
            )
            % {**name, "count": over, "was": was}
        ) from None
    return Counted(row, was, sold, settled.missing, price, settled)


def _expect(
    sheet: Sheet, due_rp: int, *, by: Actor, at: datetime, today: date
) -> ExpectedMoney | None:
    if not due_rp:
        return None
    money = lines.Money(
        way=Way.IN, party=sheet.stall.name, purpose="sale", amount_rp=due_rp, on=sheet.on,
        memo=_("Consignment, visit %(number)s") % {"number": sheet.seen + 1}, resident_id=None,
    )  # fmt: skip
    return expected.expect(
        group=sheet.stall.group, money=money, source=SOURCE, by=by, at=at, today=today
    )


def _write(visit: Visit, one: Counted, noted: Noted) -> None:
    row, stall = one.row, visit.stall
    VisitLine.objects.create(
        village=visit.village, visit=visit, product=row.item.product, size=row.item.size,
        price_rp=one.price_rp, was=one.was, stays=row.stays or 0, sold=one.sold,
        returned=row.returned, damaged=row.damaged, missing=one.missing, delivered=row.delivered,
        gross_rp=one.settled.gross_rp, commission_rp=one.settled.commission_rp,
        due_rp=one.settled.net_payable_rp,
    )  # fmt: skip
    for reason, pieces in (
        (Reason.STALL_SOLD, one.sold),
        (Reason.RETURNED, row.returned),
        (Reason.STALL_DAMAGED, row.damaged),
        (Reason.STALL_MISSING, one.missing),
    ):
        if pieces:
            stock.leave_stall(
                item=row.item, stall=stall, reason=reason, pieces=pieces, noted=noted, visit=visit
            )
    if row.delivered:
        stock.give(item=row.item, stall=stall, pieces=row.delivered, noted=noted, visit=visit)


def _overtaken(last: Visit) -> str:
    told = {"who": last.by.name if last.by else "Rembuk", "number": last.number}
    return (
        _(
            "%(who)s settled visit %(number)s to this stall a moment ago. Your numbers stay here:"
            " look what lies there now, correct what was counted already, then save again."
        )
        % told
    )
