"""Who may be sold for a feast: old enough by both calendars, healthy, whole, not yet booked."""

from __future__ import annotations

from calendar import monthrange
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _

from rembuk.herd import bookings, due, numbers, pen, seasons, weights
from rembuk.herd.feasts import Coming
from rembuk.herd.fitness import Flaw
from rembuk.herd.models import Animal, Booking, Feast, Sex
from rembuk.herd.pen import AgeClass, Head
from rembuk.herd.weights import Weight
from rembuk.villages.models import Group, Known

SPECIES = "kambing"


class Verdict(models.TextChoices):
    """What can be said of a goat for qurban, of its age alone."""

    READY = "READY", _("Old enough")
    ONE_CALENDAR = "ONE_CALENDAR", _("By one calendar only")
    UNKNOWN = "UNKNOWN", _("Birth not known")
    YOUNG = "YOUNG", _("Too young")


@dataclass(frozen=True)
class Candidate:
    """One goat beside the day of a feast."""

    head: Head
    verdict: Verdict
    months_then: int | None
    weight: Weight | None
    is_ill: bool
    withheld_until: date | None
    is_withheld_then: bool  # on the day of the feast
    booking: Booking | None
    flaws: Sequence[Flaw] = ()  # its defects
    is_for_qurban: bool = True

    @property
    def animal(self) -> Animal:
        """The goat."""
        return self.head.animal

    @property
    def is_unfit(self) -> bool:
        """Does a defect keep it off the list for qurban?"""
        return self.is_for_qurban and any(one.is_unfit for one in self.flaws)

    @property
    def is_free(self) -> bool:
        """May it be offered: old enough, healthy as far as recorded, and nobody has booked it?"""
        unfit = self.is_ill or self.is_withheld_then or self.is_unfit or self.booking is not None
        return self.verdict == Verdict.READY and not unfit


def candidates(group: Group, feast: Coming, *, today: date) -> list[Candidate]:
    """Return the goats of the pen beside a feast, who is old enough first; six queries.

    For Eid al-Fitr no age is asked: everybody but the kids is ready.
    """
    kept = {one.animal_id: one for one in bookings.open_of(group)}
    held = numbers.of(group.village, on=today)
    weighed = weights.last(group, held, on=today)
    marks = due.marks(group, held, on=today)
    found = [
        Candidate(
            head=head,
            verdict=_verdict(head, feast),
            months_then=pen.months(head.animal.born_on, feast.on),
            weight=weighed.get(head.animal.pk),
            is_ill=head.animal.pk in marks.ill,
            withheld_until=marks.withheld.get(head.animal.pk),
            is_withheld_then=marks.withheld.get(head.animal.pk, date.min) >= feast.on,
            booking=kept.get(head.animal.pk),
            flaws=marks.flaws.get(head.animal.pk, ()),
            is_for_qurban=feast.feast == Feast.ADHA,
        )
        for head in pen.heads(group, on=today, keepers=False)
    ]
    places = {one: place for place, one in enumerate(Verdict)}
    # Males first: does are kept for their kids. By tag within.
    return sorted(found, key=lambda one: (places[one.verdict], one.animal.sex != Sex.MALE))


def counted(found: Sequence[Candidate]) -> dict[Verdict, int]:
    """Return how many goats there are of each verdict."""
    numbers = Counter(one.verdict for one in found)
    return {one: numbers[one] for one in Verdict}


def latest_birth(animal: Animal) -> date | None:
    """Return the last day on which a goat may have been born; None where nothing is known."""
    on = animal.born_on
    if on is None:
        return None
    match animal.born_precision:
        case Known.MONTH:
            return on.replace(day=monthrange(on.year, on.month)[1])
        case Known.YEAR:
            return date(on.year, 12, 31)
        case _day:
            return on


def _verdict(head: Head, feast: Coming) -> Verdict:
    if feast.feast == Feast.FITRI:
        return Verdict.YOUNG if head.age_class == AgeClass.KID else Verdict.READY
    born_on = latest_birth(head.animal)
    if born_on is None:
        return Verdict.UNKNOWN
    found = seasons.old_enough(SPECIES, born_on=born_on, feast_on=feast.on)
    if found.both:
        return Verdict.READY
    return Verdict.ONE_CALENDAR if found.gregorian or found.hijri else Verdict.YOUNG
