"""Which steps of the way Rembuk sees by itself: nobody has to mark what its own pages know."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date

from rembuk.coop import bylaws, custody, objections
from rembuk.coop.pledges import Count
from rembuk.villages.models import Group


@dataclass(frozen=True)
class Known:
    """What is known of a group on a day before its steps are looked at."""

    group: Group
    on: date
    has_route: bool
    count: Count
    through: Collection[str]  # the steps that are marked as done or not needed


def _is_answered(known: Known) -> bool:
    return not objections.waiting(known.group).filter(on__lte=known.on).exists()


def _is_licensed(known: Known) -> bool:
    """Look only once a licence could be there: it is asked for after the NIB."""
    return "nib" in known.through and custody.mode_of(known.group, known.on).holds


# By the code of the step (checklist.py).
SEEN: dict[str, Callable[[Known], bool]] = {
    "route_chosen": lambda known: known.has_route,
    "objections_answered": _is_answered,
    "enough_promised": lambda known: known.count.is_enough,
    "bylaws_written": lambda known: bylaws.is_complete(known.group),
    "licence": _is_licensed,
}
