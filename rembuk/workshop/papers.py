"""Papers of an order: the sheet that is signed at handing over, and the offer on one page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from rembuk.lib import terbilang, words
from rembuk.web import paper
from rembuk.web.paper import Column, Part
from rembuk.workshop import offers, schools, sizes, stages
from rembuk.workshop.costs import Sheet
from rembuk.workshop.models import Order
from rembuk.workshop.stages import Standing


def delivery(order: Order, *, at: datetime) -> bytes:
    """Print what is handed over, class by class with a place to sign; the same gives the same."""
    one = stages.standing(order)
    thing, size = Column(_("What"), wide=True), Column(_("Size"))
    count = Column(_("Pieces"), amount=True)
    lines = [[line.what, line.size, str(line.quantity)] for line in one.lines]
    total = [_("Total"), "", str(one.pieces)]
    parts = [Part([thing, size, count], lines, totals=[total])]
    classes: dict[str, list[list[str]]] = {}
    for child in sizes.pupils(order):
        rows = classes.setdefault(child.class_name, [])
        rows.append([str(len(rows) + 1), child.short_name or "…", child.size, ""])
    columns = [
        Column("No."), Column(_("Name")), size, Column(_("Signature"), wide=True)
    ]  # fmt: skip
    parts += [Part(columns, rows, caption=name) for name, rows in classes.items()]
    remarks = [_("Handed over by:") + " " + "." * 40, _("Received by:") + " " + "." * 40]
    head = _head(order, _("Delivery sheet"))
    notes = [_("For: %(name)s") % {"name": order.customer.name}]
    return paper.tables(head, parts, at=at, notes=notes, remarks=remarks)


@dataclass(frozen=True)
class Contact:
    """Who of the group answers questions: her name, and her number as it is stored, "" if none."""

    name: str
    phone: str


def offer(
    one: Standing, *, sheet: Sheet | None, contact: Contact, at: datetime, today: date
) -> bytes:
    """Print an offer: what, for how much, until when, whom to ask. `sheet` adds what it costs.

    An offer for a school tells parents that they buy where they like.

    The customer's offer goes without the sheet: what the group keeps is its own business.
    """
    order, language = one.order, get_language() or "id"
    columns = [
        Column(_("What"), wide=True), Column(_("Pieces"), amount=True),
        Column(_("Price of one"), amount=True), Column(_("Price"), amount=True),
    ]  # fmt: skip
    rows = [
        [str(line), str(line.quantity), _rupiah(line.price_rp), _rupiah(line.total_rp)]
        for line in one.lines
    ]
    parts = [Part(columns, rows, totals=[[_("Total"), "", "", _rupiah(one.total_rp)]])]
    if sheet is not None:
        parts.append(_costs(sheet))
    said = [_("For: %(name)s") % {"name": order.customer.name}]
    remarks = [] if sheet is None else _left_out(sheet)
    if one.total_rp is not None:
        in_words = terbilang.amount_in_words(one.total_rp, language=language)
        remarks.append(_("In words: %(sum)s") % {"sum": in_words})
    days = offers.on(order.group, today).days
    until = words.plain_day(today + timedelta(days=days), language=language)
    stands = {"days": days, "until": until}
    remarks.append(_("This offer stands for %(days)s days, until %(until)s.") % stands)
    if order.ready_on:
        day = words.plain_day(order.ready_on, language=language)
        remarks.append(_("Planned to be ready on %(day)s") % {"day": day})
    if order.down_payment_rp:
        remarks.append(
            _("Down payment: %(sum)s. The rest is paid at handing over.")
            % {"sum": _rupiah(order.down_payment_rp)}
        )
    sewn = _("In the price: material, wages of the tailors, thread and finishing.")
    remarks.append(sewn if stages.sews(order.group) else _("In the price: material and wages."))
    if contact.phone:
        asked = {"name": contact.name, "number": words.phone_number(contact.phone)}
        remarks.append(_("To ask or to order: %(name)s, %(number)s.") % asked)
    if to_parents := schools.words_for(order):
        remarks.append(to_parents)
    remarks.append(_("For the group:") + " " + "." * 40)
    title = _("Offer") if sheet is None else _("Offer, with what it costs the group")
    head = _head(order, title, period=words.plain_day(today, language=language))
    return paper.tables(head, parts, at=at, notes=said, remarks=remarks)


def _costs(sheet: Sheet) -> Part:
    columns = [
        Column(_("What it costs"), wide=True),
        Column(_("How much")),
        Column("Rp", amount=True),
    ]
    rows = [[row.what, row.how_much, _rupiah(row.sum_rp)] for row in sheet.rows]
    if sheet.unknown:
        totals = [
            [_("Known of the cost so far"), "", _rupiah(sheet.total_rp)],
            [_("Known of the cost of one piece: it costs more"), "", _rupiah(sheet.known_rp)],
        ]
    else:
        totals = [
            [_("Cost altogether"), "", _rupiah(sheet.total_rp)],
            [_("Cost of one piece: below it the group pays itself"), "", _rupiah(sheet.floor_rp)],
            [_("Left for the group"), "", _rupiah(sheet.left_rp)],
        ]
    return Part(columns, rows, totals=totals, caption=_("For the group only"))


def _left_out(sheet: Sheet) -> list[str]:
    """Say what the costs leave out."""
    said = []
    if sheet.uncounted:
        told = {"what": ", ".join(sheet.uncounted)}
        said.append(_("Material not counted yet: %(what)s.") % told)
    if sheet.unpriced:
        said.append(_("Price not known: %(what)s.") % {"what": ", ".join(sheet.unpriced)})
    return said


def _head(order: Order, title: str, *, period: str = "") -> paper.Head:
    return paper.Head(
        village=_("Village of %(name)s") % {"name": order.village.name},
        title=f"{title} · " + _("Order no. %(number)s") % {"number": order.number},
        group=order.group.name,
        period=period,
    )


def _rupiah(amount_rp: int | None) -> str:
    if amount_rp is None:
        return _("not known")
    return words.rupiah(amount_rp, language=get_language() or "id")
