"""What rosters hold about one person: her turns, her absences and why she was away.

Registered as a holding (villages/holdings.py). The reasons and notes go; that a turn was hers and
what became of it stays without her name, because the others' duties are counted beside it. The name
itself stands with the membership (enterprise/held.py).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db.models import QuerySet
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from rembuk.duty import records
from rembuk.duty.models import Absence, Mark, Turn
from rembuk.lib import words
from rembuk.villages.holdings import Holding, Kept, Section
from rembuk.villages.models import Village

TURNS_KEPT = Kept(
    code="duty_turns",
    what=gettext_lazy("Turns of duty and what became of them, without a name"),
    why=gettext_lazy("The group compares the duties of all its members."),
    source=gettext_lazy("Law 27/2022, article 31; the rules of the group"),
)


def told(village: Village, ids: Sequence[int]) -> list[Section]:
    """Every absence and every turn of a person."""
    away = tuple(_absence(one) for one in _absences(village, ids))
    turns = tuple(_turn(one) for one in records.kept(_turns(village, ids)))
    return [
        Section(_("Absences from duty"), away, goes=_("Absences from duty: the reason")),
        Section(_("Turns of duty"), turns, goes=_("Turns of duty: what was noted beside them")),
    ]


def _absence(one: Absence) -> tuple[tuple[str, str], ...]:
    facts = [(_("From"), _day(one.first_on)), (_("Until"), _day(one.last_on))]
    return (*facts, (_("Why"), one.reason)) if one.reason else tuple(facts)


def _turn(one: records.Kept) -> tuple[tuple[str, str], ...]:
    facts = [(_("Day"), _day(one.turn.on))]
    if one.mark is not None:
        facts.append((_("What became of it"), str(one.mark.get_kind_display())))
        if one.mark.note:
            facts.append((_("Note"), one.mark.note))
    return tuple(facts)


def erase(village: Village, ids: Sequence[int], at: datetime) -> None:
    """Empty the reasons of her absences and the notes on her turns."""
    _absences(village, ids).update(reason="")
    marks = Mark.objects.of(village).filter(turn__holder__resident__in=ids).exclude(note="")
    marks.update(note="")


def staying(village: Village, ids: Sequence[int]) -> dict[str, int]:
    """How many turns stay, without a name."""
    return {TURNS_KEPT.code: _turns(village, ids).count()}


def _absences(village: Village, ids: Sequence[int]) -> QuerySet[Absence]:
    known = Absence.objects.of(village).filter(membership__resident__in=ids)
    return known.order_by("first_on", "pk")


def _turns(village: Village, ids: Sequence[int]) -> QuerySet[Turn]:
    mine = Turn.objects.of(village).filter(holder__resident__in=ids, live=True)
    return mine.select_related("holder__resident", "member").order_by("on", "pk")


def _day(day: date) -> str:
    return words.plain_day(day, language=get_language() or "id")


HOLDING = Holding(order=56, told=told, erase=erase, staying=staying, kept=(TURNS_KEPT,))
