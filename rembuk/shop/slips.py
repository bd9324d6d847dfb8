"""What a stall gets after a visit: a slip to print, or the same as a message."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

from django.db.models import TextChoices
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from rembuk.lib import terbilang, words
from rembuk.shop import stalls, visits
from rembuk.shop.models import Visit, VisitLine
from rembuk.web import paper
from rembuk.web.letters import rupiah

SHEET = Path(__file__).parent / "sheets" / "slip.typ"


class Size(TextChoices):
    """The papers a slip is printed on."""

    A6 = "a6", gettext_lazy("A6")
    ROLL = "roll", gettext_lazy("58 mm roll")


def printed(visit: Visit, *, size: Size) -> bytes:
    """Print the slip as PDF; the same visit gives the same bytes."""
    stall = visit.stall
    lines = list(visits.lines_of(visit))
    told: dict[str, Any] = {
        "size": size.value,
        "stall": stall.name,
        "when": _("Visit %(number)s, %(day)s")
        % {"number": visit.number, "day": words.plain_day(visit.on, language=_language())},
        "goods": [_goods(line) for line in lines],
        "sums": [list(pair) for pair in _sums(visit, lines)],
        "due": _due(visit),
        "words": terbilang.amount_in_words(visit.due_rp, language=_language()),
        "agreed": _("The stall's part: %(percent)s percent of the price.")
        % {"percent": stalls.percent_told(visit.terms)},
        "sign_here": [_("For the group"), _("For the stall")],
    }
    head = paper.Head(
        village=_("Village of %(name)s") % {"name": visit.village.name},
        title=_("Consignment slip"),
        group=stall.group.name,
    )
    return paper.sheet(SHEET, head, told=told, at=visit.at)


def _sums(visit: Visit, lines: Sequence[VisitLine]) -> list[tuple[str, str]]:
    """Say from which sums what is due follows."""
    gross = sum(line.gross_rp for line in lines)
    commission = sum(line.commission_rp for line in lines)
    charged = visit.due_rp - gross + commission
    told = [(_("Pieces sold"), rupiah(gross)), (_("The stall's part"), f"−{rupiah(commission)}")]
    return [*told, (_("Missing or spoilt"), rupiah(charged))] if charged else told


def message(visit: Visit) -> str:
    """Write a visit as a message to the stall; the first words hold no sum."""
    lines = list(visits.lines_of(visit))
    goods = "\n".join(
        f"{_name(line)}, {rupiah(line.price_rp)}: "
        + ", ".join(f"{label.lower()} {pieces}" for label, pieces in _facts(line) if pieces)
        for line in lines
    )
    sums = "\n".join(f"{label}: {sum_told}" for label, sum_told in _sums(visit, lines))
    told = {
        "group": visit.stall.group.name, "goods": f"{goods}\n\n{sums}", "due": _due(visit),
        "words": terbilang.amount_in_words(visit.due_rp, language=_language()),
        "day": words.plain_day(visit.on, language=_language()),
    }  # fmt: skip
    return (
        _(
            "Thank you for selling for %(group)s. What we counted together on %(day)s:\n\n"
            "%(goods)s\n\n%(due)s (%(words)s).\nIs something not right? Answer this message."
        )
        % told
    )


def share_address(visit: Visit) -> str:
    """Return the address that opens WhatsApp with the message, to the stall where it has one."""
    return f"https://wa.me/{visit.stall.phone.lstrip('+')}?text={quote(message(visit))}"


def _goods(line: VisitLine) -> dict[str, Any]:
    shown = [[label, str(pieces)] for label, pieces in _facts(line) if pieces]
    return {"name": f"{_name(line)} · {rupiah(line.price_rp)}", "facts": shown}


def _facts(line: VisitLine) -> list[tuple[str, int]]:
    return [
        (_("Lay there"), line.was), (_("Stays there"), line.stays), (_("Pieces sold"), line.sold),
        (_("Comes back"), line.returned), (_("Spoilt"), line.damaged),
        (_("Gone missing"), line.missing), (_("Newly left there"), line.delivered),
    ]  # fmt: skip


def _due(visit: Visit) -> str:
    return _("To pay to the group: %(sum)s") % {"sum": rupiah(visit.due_rp)}


def _name(line: VisitLine) -> str:
    return f"{line.product.name} {line.size}".strip()


def _language() -> str:
    return get_language() or "id"
