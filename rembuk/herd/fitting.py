"""What may happen to a goat of its age and sex: the buttons of its page, the lists it is in."""

from __future__ import annotations

from rembuk.herd.models import Sex
from rembuk.herd.pen import MONTHS, AgeClass

ALWAYS = frozenset({"illness", "treatment", "weight", "death", "defect", "keeper", "left"})


def offered(*, sex: str, age_class: AgeClass, months: int | None) -> frozenset[str]:
    """Return what is offered to be recorded of a goat, by the words of the addresses (urls.py).

    Nothing is forbidden by this: the rule of each event decides, and says why (events.py).
    """
    told = set(ALWAYS)
    if age_class == AgeClass.KID:
        told.add("nursing")
    elif sex != Sex.MALE:
        told |= {"birth", "mating"}
    if months is not None and months < MONTHS:
        told.add("weaning")
    return frozenset(told)
