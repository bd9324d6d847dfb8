"""What groups hold about a person who keeps a stall: her name and number.

Registered as a holding (villages/holdings.py). A stall names its keeper in words: she is found by
her number, or by her name where nobody else in the village has it. Asked first among the rooms,
because an erasure empties the name she is found by.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from rembuk.people.held import ERASED_NAME
from rembuk.people.models import Resident
from rembuk.shop.models import Stall
from rembuk.villages.holdings import Holding, Section
from rembuk.villages.models import Village


def told(village: Village, ids: Sequence[int]) -> list[Section]:
    """Every stall she keeps."""
    rows = tuple(
        tuple(
            (label, value)
            for label, value in (
                (_("Group"), one.group.name), (_("Stall"), one.name), (_("Keeper"), one.keeper),
                (_("Phone number"), one.phone),
            )
            if value
        )
        for one in _of(village, ids).select_related("group")
    )  # fmt: skip
    return [Section(_("Stalls"), rows, goes=_("Stalls: the keeper's name and phone number"))]


def erase(village: Village, ids: Sequence[int], at: datetime) -> None:
    """Empty the keeper's name and number; the stall and its visits stay."""
    _of(village, ids).update(keeper=ERASED_NAME, phone="")


def _of(village: Village, ids: Sequence[int]) -> QuerySet[Stall]:
    people = Resident.objects.of(village).filter(pk__in=list(ids)).order_by("pk")
    hers = Q(pk__in=[])
    for name, phone in people.values_list("name", "phone"):
        if phone:
            hers |= Q(phone=phone)
        others = Resident.objects.of(village).filter(name__iexact=name).exclude(pk__in=list(ids))
        if name and name != ERASED_NAME and not others.exists():
            hers |= Q(keeper__iexact=name)
    return Stall.objects.of(village).filter(hers).order_by("name", "pk")


HOLDING = Holding(order=5, told=told, erase=erase)
