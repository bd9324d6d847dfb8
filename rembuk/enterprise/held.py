"""What groups hold about one person: when she joined and left, and why.

Registered as a holding (villages/holdings.py). Who it was and what was noted goes; the days and the
kind of reason stay, because the group counts its members.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rembuk.enterprise.models import Membership
from rembuk.villages.holdings import Holding, Kept, Section
from rembuk.villages.models import Village
from rembuk.web.templatetags.rembuk import partial_date

# What stands where a name was. It is data, so it is in the language of the registry.
ERASED_NAME = "Dihapus atas permintaan"
MEMBERSHIPS_KEPT = Kept(
    code="membership",
    what=gettext_lazy("Days of joining and leaving a group, on a record without a name"),
    why=gettext_lazy("The group must be able to say how many members it had."),
    source=gettext_lazy("Law 27/2022, article 31; the rules of the group"),
)


def told(village: Village, ids: Sequence[int]) -> list[Section]:
    """Every membership of a person."""
    rows = tuple(_row(one) for one in _of(village, ids).select_related("group"))
    return [Section(_("Groups"), rows, goes=_("Groups: the name and what was noted on leaving"))]


def _row(one: Membership) -> tuple[tuple[str, str], ...]:
    facts = (
        (_("Group"), one.group.name),
        (_("Name"), one.name),
        (_("Member since"), partial_date(one.joined_on, one.joined_precision)),
        (_("Left on"), partial_date(one.left_on, one.left_precision) if one.left_on else ""),
        (_("Why"), str(one.get_left_why_display()) if one.left_why else ""),
        (_("Note"), one.left_note),
    )
    return tuple((label, value) for label, value in facts if value)


def erase(village: Village, ids: Sequence[int], at: datetime) -> None:
    """Empty name and note, and who it was."""
    _of(village, ids).update(resident=None, name=ERASED_NAME, left_note="")


def staying(village: Village, ids: Sequence[int]) -> dict[str, int]:
    """How many memberships stay, without a name."""
    return {MEMBERSHIPS_KEPT.code: _of(village, ids).count()}


def _of(village: Village, ids: Sequence[int]) -> QuerySet[Membership]:
    return Membership.objects.of(village).filter(resident__in=ids).order_by("joined_on", "pk")


HOLDING = Holding(order=55, told=told, erase=erase, staying=staying, kept=(MEMBERSHIPS_KEPT,))
