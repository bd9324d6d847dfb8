"""What this room holds about one person: her parts of each year's surplus.

Registered as a holding (villages/holdings.py). Sums stay, on a member without a name.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rembuk.cash.sums import sum_told
from rembuk.surplus.models import MemberShare
from rembuk.villages.holdings import Holding, Kept, Section
from rembuk.villages.models import Village

SHU_KEPT = Kept(
    code="surplus",
    what=gettext_lazy("Parts of a year's surplus, on a record without a name"),
    why=gettext_lazy("What a cooperative divided must stay the whole that its members decided."),
    source=gettext_lazy("Law 25/1992, articles 5 and 45"),
)


def told(village: Village, ids: Sequence[int]) -> list[Section]:
    """Every year's part."""
    rows = tuple(
        ((_("Group"), one.division.group.name), (_("Year"), str(one.division.year)),
         (_("Sum"), sum_told(one.total_rp)))
        for one in _mine(village, ids).select_related("division__group")
    )  # fmt: skip
    return [Section(_("Parts of the surplus (SHU)"), rows, goes="")]


def erase(village: Village, ids: Sequence[int], at: datetime) -> None:
    """Nothing here has words about her: the member's name goes where it is kept."""


def staying(village: Village, ids: Sequence[int]) -> dict[str, int]:
    """How many sums stay, without a name."""
    return {SHU_KEPT.code: _mine(village, ids).count()}


def _mine(village: Village, ids: Sequence[int]) -> QuerySet[MemberShare]:
    mine = MemberShare.objects.of(village).filter(member__resident__in=ids)
    return mine.order_by("division__year", "pk")


HOLDING = Holding(order=67, told=told, erase=erase, staying=staying, kept=(SHU_KEPT,))
