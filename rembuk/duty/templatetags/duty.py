"""How templates write rosters, turns and swaps."""

from __future__ import annotations

from datetime import date

from django import template
from django.utils.translation import gettext as _

from rembuk.duty import shown, swapping
from rembuk.duty.models import Mark, Roster, Swap
from rembuk.villages.permissions import Office

register = template.Library()


@register.filter
def period(roster: Roster) -> str:
    """1 Januari 2026 sampai 28 Januari 2026."""
    return shown.period(roster.first_on, roster.last_on)


@register.filter
def state_on(roster: Roster, day: date) -> str:
    """Say how it stands with a roster on a day: one whose last day has been is over."""
    over = roster.state == Roster.State.IN_FORCE and roster.last_on < day
    return _("Over") if over else roster.get_state_display()


@register.filter
def brought(halves: int) -> str:
    """Say what somebody brings along from the rosters before."""
    return shown.brought(halves)


@register.filter
def turns(halves: int) -> str:
    """Write halves as turns: 1½."""
    return shown.turns(halves)


@register.filter
def counted(halves: int) -> str:
    """Say what a turn counts: counts as 1½ turns."""
    return shown.counted(halves)


@register.filter
def weekday(day: date) -> str:
    """Write the first letters of the weekday: Sen."""
    return shown.weekday(day)


@register.filter
def short_name(name: str) -> str:
    """Write a name for a narrow cell: Kar for Karto."""
    return name[: shown.SHORT_NAME]


@register.filter
def answered(swap: Swap, today: date) -> str:
    """Say what was answered, or that nobody did yet."""
    if swap.answer:
        return str(swap.get_answer_display())
    if swapping.is_over(swap, today=today):
        return _("Nobody answered in time")
    return _("Waits for %(name)s") % {"name": swap.asked.name}


@register.filter
def marked_by(mark: Mark) -> str:
    """Say who marked it, and for whom where it was somebody else."""
    if mark.by is None:
        return _("Rembuk")
    resident = mark.doer.resident if mark.doer else None
    if mark.doer and not (resident and resident.user_id == mark.by_id):
        return _("%(who)s, on behalf of %(name)s") % {"who": mark.by.name, "name": mark.doer.name}
    office = Office(mark.office).label if mark.office in Office.values else ""
    return f"{mark.by.name} · {office}" if office else mark.by.name
