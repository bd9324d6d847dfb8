"""A doe kids: who was born alive comes into the book, who was born dead is counted only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from rembuk.herd import animals, numbers, standing
from rembuk.herd.events import Signed, Told, correct, refuse_answered, write
from rembuk.herd.models import Animal, Certainty, Event, Kind, Sex
from rembuk.lib.errors import Refused
from rembuk.villages.models import Known
from rembuk.web.templatetags.rembuk import plain_day

KIDS_MAX = 6  # in one litter; four are the most any source tells of


@dataclass(frozen=True)
class Litter:
    """What was born: how many of each sex alive, and how many dead. The father, as far as known."""

    on: date
    females: int = 0
    males: int = 0
    unknown: int = 0
    stillborn: int = 0
    precision: str = Known.DAY
    sire: Animal | None = None
    other_sire: Animal | None = None
    sire_certainty: str = Certainty.KNOWN
    note: str = ""

    @property
    def alive(self) -> int:
        """How many were born alive."""
        return self.females + self.males + self.unknown


@transaction.atomic
def record(
    *, dam: Animal, litter: Litter, signed: Signed, synthetic: bool = False,
    tags: Sequence[str] = (),
) -> list[Animal]:  # fmt: skip
    """Record a kidding, and put every kid born alive into the book.

    Kids are called after their mother and the day, B1 #2, 06-05-2024, until they get a tag of
    their own. Errors: Refused for a litter of nobody or of too many, a male, a doe that was not
    born yet, was not there or had left, one that kidded within the days a doe carries, and what
    animals.add refuses of the father.
    """
    if not 1 <= litter.alive + litter.stillborn <= KIDS_MAX:
        raise Refused(_("Write how many kids were born: one to %(max)s.") % {"max": KIDS_MAX})
    told = Told(
        Kind.KIDDED, litter.on, precision=litter.precision, stillborn=litter.stillborn,
        note=litter.note, synthetic=synthetic,
    )  # fmt: skip
    kidded = write(dam, told, signed=signed)
    _refuse_too_soon(kidded)
    sexes = [Sex.FEMALE] * litter.females + [Sex.MALE] * litter.males
    sexes += [Sex.UNKNOWN] * litter.unknown
    names = [*tags, *[""] * len(sexes)]
    return [
        _kid(kidded, litter, sex=sex, number=number, tag=names[number - 1], signed=signed)
        for number, sex in enumerate(sexes, start=1)
    ]


def _refuse_too_soon(kidded: Event) -> None:
    """Refuse two kiddings of a doe within the fewest days that one carries (numbers.py)."""
    days = numbers.of(kidded.village, on=kidded.happened_on).due_days
    if days is None:  # long before any book
        return
    least = days[0]
    near = timedelta(days=least - 1)
    rows = standing.events(kidded.group, (Kind.KIDDED,)).filter(
        animal=kidded.animal_id, precision=Known.DAY,
        happened_on__range=(kidded.happened_on - near, kidded.happened_on + near),
    )  # fmt: skip
    other = rows.exclude(pk=kidded.pk).first()
    if kidded.precision != Known.DAY or other is None:
        return
    raise Refused(
        _("%(dam)s kidded on %(day)s already, and a doe carries at least %(days)s days. Check the"
          " day, or open that birth and add the kid to it.")
        % {"dam": kidded.animal, "day": plain_day(other.happened_on), "days": least}
    )  # fmt: skip


@transaction.atomic
def add_kid(*, kidded: Event, sex: str, signed: Signed) -> Animal:
    """Add a kid that was forgotten to a kidding.

    Errors: Refused for one of too many, and where the kidding was corrected meanwhile.
    """
    refuse_answered(kidded)
    there = Event.objects.of(kidded.village).filter(litter=kidded, corrected_by__isnull=True)
    if there.count() + kidded.stillborn >= KIDS_MAX:
        raise Refused(_("Write how many kids were born: one to %(max)s.") % {"max": KIDS_MAX})
    number = Event.objects.of(kidded.village).filter(litter=kidded).count() + 1
    first = there.select_related("animal").order_by("pk").first()
    litter = Litter(kidded.happened_on, precision=kidded.precision)
    if first is not None:
        father = first.animal
        litter = replace(
            litter, sire=father.sire, other_sire=father.other_sire,
            sire_certainty=father.sire_certainty,
        )  # fmt: skip
    return _kid(kidded, litter, sex=sex, number=number, tag="", signed=signed)


@transaction.atomic
def move(*, kidded: Event, on: date, stillborn: int, signed: Signed) -> Event:
    """Correct the day of a kidding, or how many were born dead; its kids move along.

    Errors: as record, and where something was recorded of a kid before the new day.
    """
    told = Told(Kind.KIDDED, on, stillborn=stillborn, note=kidded.note, synthetic=kidded.synthetic)
    kids = list(
        Event.objects.of(kidded.village)
        .filter(litter=kidded, corrected_by__isnull=True, kind=Kind.BORN)
        .select_related("animal", "village")
    )
    row = correct(event=kidded, told=told, signed=signed)
    _refuse_too_soon(row)
    for born in kids:
        kid = born.animal
        kid.born_on = on
        kid.save(update_fields=["born_on"])
        again = Told(Kind.BORN, on, litter=row, synthetic=born.synthetic)
        write(kid, again, signed=signed, corrects=born)
    return row


def _kid(
    kidded: Event, litter: Litter, *, sex: str, number: int, tag: str, signed: Signed
) -> Animal:
    dam = kidded.animal
    # In no language: it stays as it is written, whoever reads it.
    looks = f"{dam} #{number}, {litter.on.strftime('%d-%m-%Y')}"
    facts = animals.Facts(
        sex=sex, tag=tag, looks=looks[:100], born_on=litter.on, born_precision=litter.precision,
        dam=dam, sire=litter.sire, other_sire=litter.other_sire,
        sire_certainty=litter.sire_certainty,
    )  # fmt: skip
    kid = animals.put(group=dam.group, facts=facts, synthetic=kidded.synthetic)
    told = Told(
        Kind.BORN, litter.on, precision=litter.precision, litter=kidded, synthetic=kidded.synthetic
    )
    write(kid, told, signed=signed)
    return kid
