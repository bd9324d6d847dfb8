"""Who may be the father of a litter, by the matings that were written down."""

from __future__ import annotations

from datetime import date, timedelta

from rembuk.herd import numbers, standing
from rembuk.herd.models import Animal, Certainty, Kind

SPARE_DAYS = 7  # on either side of the window: days of mating are seen, not known


def likely(dam: Animal, *, on: date) -> tuple[Animal | None, Animal | None, str]:
    """Return who may have fathered a litter born on a day: one, or either of two, and how sure.

    Of more than two bucks none is said: nobody can know.
    """
    days = numbers.of(dam.village, on=on).due_days
    if days is None:  # long before any book
        return None, None, Certainty.KNOWN
    least, _planned, most = days
    since = on - timedelta(days=most + SPARE_DAYS)
    until = on - timedelta(days=least - SPARE_DAYS)
    rows = standing.events(dam.group, (Kind.MATED,)).filter(
        animal=dam, sire__isnull=False, happened_on__range=(since, until)
    )
    found = {row.sire_id: row.sire for row in rows.select_related("sire")}
    bucks = [one for one in found.values() if one is not None]
    if len(bucks) == 1:
        return bucks[0], None, Certainty.KNOWN
    if len(bucks) == 2:
        return bucks[0], bucks[1], Certainty.ONE_OF
    return None, None, Certainty.KNOWN
