"""What an arisan holds about one person: her shares, what she gave, when she had her turn.

Registered as a holding (villages/holdings.py). Her name goes; that a share gave and won stays,
because the sums of the others rest on it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rembuk.arisan.models import Seat
from rembuk.people.held import ERASED_NAME
from rembuk.villages.holdings import Holding, Kept, Section
from rembuk.villages.models import Village

SEATS_KEPT = Kept(
    code="arisan_seats",
    what=gettext_lazy("Shares of an arisan and what was given for them, without a name"),
    why=gettext_lazy("What each of the others gave and received must still add up."),
    source=gettext_lazy("Law 27/2022, article 31; the rules of the group"),
)


def told(village: Village, ids: Sequence[int]) -> list[Section]:
    """Every share of a person: of which arisan, rounds given for, the round she won."""
    stands = Q(payments__withdrawn_at__isnull=True)
    rows = _of(village, ids).select_related("arisan").annotate(gave=Count("payments", stands))
    return [Section(_("Arisan"), tuple(_seat(one) for one in rows), goes=_("Arisan: the name"))]


def _seat(one: Seat) -> tuple[tuple[str, str], ...]:
    gave: int = one.gave  # type: ignore[attr-defined]  # annotated by told
    return (
        (_("Arisan"), one.arisan.name),
        (_("Name"), one.name),
        (_("Rounds given for"), str(gave)),
    )


def erase(village: Village, ids: Sequence[int], at: datetime) -> None:
    """Empty the name, and who it was."""
    _of(village, ids).update(resident=None, name=ERASED_NAME)


def staying(village: Village, ids: Sequence[int]) -> dict[str, int]:
    """How many shares stay, without a name."""
    return {SEATS_KEPT.code: _of(village, ids).count()}


def _of(village: Village, ids: Sequence[int]) -> QuerySet[Seat]:
    rows = Seat.objects.of(village).filter(resident__in=ids)
    return rows.order_by("arisan__first_on", "number", "pk")


HOLDING = Holding(order=57, told=told, erase=erase, staying=staying, kept=(SEATS_KEPT,))
