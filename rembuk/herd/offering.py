"""Which goats are offered when one is sold or booked."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from rembuk.herd import bookings, pen
from rembuk.herd.pen import AgeClass, Head
from rembuk.villages.models import Group


def heads(
    group: Group, *, on: date, kids: bool = False, chosen: Collection[str] = ()
) -> list[Head]:  # fmt: skip
    """Return the goats that nobody has booked; kids where they are asked for or chosen already.

    `chosen` are ids as a form has them. At most four queries.
    """
    taken = bookings.kept_until(group)
    return [
        head
        for head in pen.heads(group, on=on, keepers=False)
        if head.animal.pk not in taken
        and (kids or head.age_class != AgeClass.KID or str(head.animal.pk) in chosen)
    ]
