"""An offer of one page, with the wording that a school needs; and the sheet of a settlement."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from rembuk.enterprise import settlements
from rembuk.enterprise.models import Offer, Settlement, Sort
from rembuk.web.letters import Letter, day, printed, rupiah
from rembuk.web.paper import Column, Part
from rembuk.web.templatetags.rembuk import partial_date

# Uniforms are bought by parents, where they like; a school may not oblige anybody to buy.
# Source: Permendikbudristek 50/2022, articles 12 and 13.
RULE = "Permendikbudristek 50/2022"


def offer_letter(offer: Offer, *, at: datetime) -> bytes:
    """Print an offer."""
    partner = offer.partner
    to_parents = partner.sort == Sort.SCHOOL
    rows = [
        [str(place), line.what, rupiah(line.price_rp)]
        for place, line in enumerate(offer.lines.order_by("pk"), start=1)
    ]
    columns = (
        Column(_("No.")),
        Column(_("What"), wide=True),
        Column(_("Price of one"), amount=True),
    )
    to = (
        _("To the parents and the school committee of %(name)s") % {"name": partner.name}
        if to_parents
        else _("To %(name)s") % {"name": partner.name}
    )
    after = [_("These prices hold until %(day)s.") % {"day": day(offer.valid_until)}]
    if offer.note:
        after.append(offer.note)
    if to_parents:
        after.append(school_words())
    letter = Letter(
        title=_("Offer"),
        on=offer.made_on,
        before=[to, _("%(group)s offers the following.") % {"group": partner.group.name}],
        parts=[Part(columns, rows)],
        after=after,
        signed=[(_("Made by"), offer.made_by)],
    )
    return printed(partner.group, letter, at=at)


def school_words() -> str:
    """Say that nobody has to buy: parents decide, and the school obliges nobody."""
    return _(
        "Parents decide freely whether and where they buy uniforms. This offer goes to parents and"
        " the committee; the school obliges nobody to buy (%(rule)s, articles 12 and 13)."
    ) % {"rule": RULE}


def settlement_sheet(settlement: Settlement, *, at: datetime) -> bytes:
    """Print what was settled with a member who left; both sign it."""
    membership = settlement.membership
    things = [
        [one.thing.name, one.thing.mark, str(one.get_fate_display())]
        for one in settlement.things.select_related("thing").order_by("pk")
    ]
    sums = [
        [
            str(one.get_owing_display()), one.reason,
            "" if settlements.is_out(one.owing) else rupiah(one.amount_rp),
            rupiah(one.amount_rp) if settlements.is_out(one.owing) else "",
        ]
        for one in settlement.sums.order_by("pk")
    ]  # fmt: skip
    parts = []
    if things:
        columns = (
            Column(_("Thing"), wide=True),
            Column(_("Number or mark")),
            Column(_("What becomes of it")),
        )
        parts.append(Part(columns, things, caption=_("Things she kept")))
    if sums:
        parts.append(
            Part(
                (
                    Column(_("What it is for")), Column(_("Reason"), wide=True),
                    Column(_("She pays"), amount=True), Column(_("The group pays"), amount=True),
                ),
                sums,
                totals=_totals(settlement),
                caption=_("Sums"),
            )
        )  # fmt: skip
    letter = Letter(
        title=_("Settlement with a member who left"),
        on=settlement.on,
        pairs=[
            (_("Name"), membership.name),
            (_("Member since"), partial_date(membership.joined_on, membership.joined_precision)),
            (_("Left on"), partial_date(membership.left_on, membership.left_precision)),
        ],
        parts=parts,
        after=[
            *filter(None, [settlement.note]),
            _("Both have read this sheet. Money is paid by the treasurer, against a receipt."),
        ],
        signed=[(_("Signed for the group"), ""), (_("The member who left"), membership.name)],
    )
    return printed(membership.group, letter, at=at)


def _totals(settlement: Settlement) -> list[list[str]]:
    came = went = 0
    for one in settlement.sums.order_by("pk"):
        if settlements.is_out(one.owing):
            went += one.amount_rp
        else:
            came += one.amount_rp
    return [[_("Together"), "", rupiah(came), rupiah(went)]]
