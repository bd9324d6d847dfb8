"""Numbers with a day and a source: what comes with Rembuk, and what a village puts in its place.

None holds before its day, and of two the newer one holds, whoever brought it (_stands).

Nothing here is a law of nature. Where a source gives a range, both ends stand here; what is our own
choice, or a rule of thumb nobody could show, is called unverified and says so on the page.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from rembuk.herd.events import Signed
from rembuk.herd.limits import WEANED_LEAST_DAYS, KinLimits
from rembuk.herd.models import HerdNumber, Measure
from rembuk.lib import words
from rembuk.lib.errors import Refused
from rembuk.lib.names import clean_text
from rembuk.villages import audit
from rembuk.villages.models import Village

WRIGHT = gettext_lazy("Our choice; the numbers themselves after Wright 1922: cousins 0.0625")
HALF = gettext_lazy("Our choice; after Wright 1922: half brother and sister 0.125")
THUMB = gettext_lazy("Rule of thumb, unverified: equals 2% dry matter where grass holds 20%")
TABLES = gettext_lazy("National feeding tables as theses quote them: 0.5 to 1.5%")
GIRTH = gettext_lazy(
    "Jawarandu does of 1 to 3 years, 100 in Lampung Tengah: W = 1.01125 G − 41.63981; explains 89%"
    " of the differences (abstract of 2025, garuda.kemdiktisaintek.go.id/documents/detail/5869523;"
    " read only there)"
)
OFF = gettext_lazy("Our guess: no source found. Weigh some goats to compare.")
CROSSES = gettext_lazy("Heard of crosses in Indonesia: 1.4 to 1.5. No title and no year found.")
VILLAGE = gettext_lazy("Peranakan Etawah goats of a village in Sukabumi (Sukendar 2005)")
REVIEW = gettext_lazy("National review of Peranakan Etawah goats, 2009")
MATED = gettext_lazy("Mated at 12 months and carried five; seen in one village: 12.5")
PLANNED = gettext_lazy("Our choice, within 142 to 156 days (national review of 2009)")
CHECKED = gettext_lazy("Our guess: a week. No source found.")
WEANED = gettext_lazy("Our choice: three months; the review of 2009 tells weights, no day")
FATWA = gettext_lazy("MUI fatwa 32 of 2022, 31 May 2022, as idxchannel.com quotes it; we did not"
                     " read the fatwa itself")  # fmt: skip
EARS = gettext_lazy("nu.or.id, 25 August 2017, as tribunnews.com quotes it on 11 August 2018")
NOBODY_ASKED = gettext_lazy("Our choice: no source read. Kept off the list until you have asked.")
NOBODY = gettext_lazy("Our guess: no source found. Ask the animal health officer.")


@dataclass(frozen=True)
class Number:
    """One number that holds on a day."""

    measure: Measure
    value: Decimal
    valid_from: date
    source: str | Promise
    is_verified: bool
    is_ours: bool = True  # came with Rembuk

    @property
    def whole(self) -> int:
        """The value of one that counts days."""
        return int(self.value)


DUE = (Measure.DUE_LOW, Measure.DUE_MEAN, Measure.DUE_HIGH)


@dataclass(frozen=True)
class Numbers:
    """All numbers that hold on a day. Before 2017 some do not yet."""

    by_measure: Mapping[Measure, Number]

    def __getitem__(self, measure: Measure) -> Decimal:
        """Return the value of one. Errors: KeyError on a day before any such number holds."""
        return self.by_measure[measure].value

    @property
    def kin(self) -> KinLimits:
        """From which inbreeding of kids on a mating is warned of, and advised against."""
        return KinLimits(float(self[Measure.KIN_WARNS]), float(self[Measure.KIN_FORBIDS]))

    @property
    def due_days(self) -> tuple[int, int, int] | None:
        """Days from mating to kidding: at least, as planned, at most. None where none holds yet."""
        found = [self.by_measure.get(one) for one in DUE]
        days = [one.whole for one in found if one is not None]
        return (days[0], days[1], days[2]) if len(days) == len(DUE) else None

    @property
    def checked_days(self) -> int:
        """Days after kidding in which a doe is to be looked at."""
        return int(self[Measure.CHECKED_DAYS])

    @property
    def weaning_days(self) -> int:
        """Days of age from which kids are told of as old enough to wean."""
        return int(self[Measure.WEANING])


# What is our own choice or a rule of thumb is of no year: it holds from the first day on which a
# book of the programme may begin.
OUR_DAY = date(2017, 1, 1)
_KNOWN: dict[Measure, tuple[str, date, Promise, bool]] = {
    Measure.KIN_WARNS: ("0.0625", OUR_DAY, WRIGHT, False),
    Measure.KIN_FORBIDS: ("0.125", OUR_DAY, HALF, False),
    Measure.FORAGE: ("10", OUR_DAY, THUMB, False),
    Measure.CONCENTRATE: ("0.5", OUR_DAY, TABLES, False),
    Measure.GIRTH_TIMES: ("1.01125", date(2025, 1, 1), GIRTH, False),
    Measure.GIRTH_LESS: ("41.63981", date(2025, 1, 1), GIRTH, False),
    Measure.GIRTH_OFF: ("3", date(2025, 1, 1), OFF, False),
    Measure.LITTER_LOW: ("1.4", OUR_DAY, CROSSES, False),
    Measure.LITTER_HIGH: ("1.83", date(2005, 1, 1), VILLAGE, True),
    Measure.INTERVAL_LOW: ("8", date(2009, 1, 1), REVIEW, True),
    Measure.INTERVAL_HIGH: ("10.2", date(2005, 1, 1), VILLAGE, True),
    Measure.DUE_LOW: ("142", date(2009, 1, 1), REVIEW, True),
    Measure.DUE_MEAN: ("150", date(2009, 1, 1), PLANNED, False),
    Measure.DUE_HIGH: ("156", date(2009, 1, 1), REVIEW, True),
    Measure.CHECKED_DAYS: ("7", OUR_DAY, CHECKED, False),
    Measure.WEANING: ("90", OUR_DAY, WEANED, False),
    Measure.FIRST_KIDDING: ("17", OUR_DAY, MATED, False),
    Measure.KID_LOSS_LOW: ("9.3", date(2005, 1, 1), VILLAGE, True),
    Measure.KID_LOSS_HIGH: ("50", date(2009, 1, 1), REVIEW, True),
    Measure.GROWN_LOSS_LOW: ("2", OUR_DAY, NOBODY, False),
    Measure.GROWN_LOSS_HIGH: ("10", OUR_DAY, NOBODY, False),
    Measure.UNFIT_BLIND: ("1", date(2022, 5, 31), FATWA, False),
    Measure.UNFIT_LAME: ("1", date(2022, 5, 31), FATWA, False),
    Measure.UNFIT_THIN: ("1", date(2022, 5, 31), FATWA, False),
    Measure.UNFIT_HORN: ("0", date(2022, 5, 31), FATWA, False),
    Measure.UNFIT_EAR: ("1", date(2018, 8, 11), EARS, False),
    Measure.UNFIT_MANGE: ("1", OUR_DAY, NOBODY_ASKED, False),
    Measure.UNFIT_OTHER: ("1", OUR_DAY, NOBODY_ASKED, False),
}
OURS = {
    measure: Number(measure, Decimal(value), since, source, is_verified)
    for measure, (value, since, source, is_verified) in _KNOWN.items()
}
# At most, so that a slip of the pen is seen: a percentage, months, kilograms, kids.
_MOST = {Measure.KIN_WARNS: 1, Measure.KIN_FORBIDS: 1, Measure.FORAGE: 30, Measure.CONCENTRATE: 10,
         Measure.GIRTH_TIMES: 5, Measure.GIRTH_LESS: 200, Measure.LITTER_LOW: 4,
         Measure.LITTER_HIGH: 4, Measure.INTERVAL_LOW: 36, Measure.INTERVAL_HIGH: 36,
         Measure.FIRST_KIDDING: 48, Measure.DUE_LOW: 200, Measure.DUE_MEAN: 200,
         Measure.DUE_HIGH: 200, Measure.WEANING: 365, Measure.CHECKED_DAYS: 60}  # fmt: skip
PERCENT_MOST = 100
# At least, where nought cannot be: months, kids, days of carrying, days before weaning.
_LEAST = dict.fromkeys((Measure.INTERVAL_LOW, Measure.INTERVAL_HIGH, Measure.FIRST_KIDDING), 5)
_LEAST |= dict.fromkeys((Measure.LITTER_LOW, Measure.LITTER_HIGH), 1)
_LEAST |= dict.fromkeys((Measure.DUE_LOW, Measure.DUE_MEAN, Measure.DUE_HIGH), 100)
_LEAST |= {Measure.WEANING: WEANED_LEAST_DAYS, Measure.CHECKED_DAYS: 1}
_WHOLE = {
    Measure.DUE_LOW, Measure.DUE_MEAN, Measure.DUE_HIGH, Measure.WEANING, Measure.CHECKED_DAYS,
}  # fmt: skip
# What belongs together: the first is never above the second.
PAIRS = (
    (Measure.KIN_WARNS, Measure.KIN_FORBIDS), (Measure.LITTER_LOW, Measure.LITTER_HIGH),
    (Measure.INTERVAL_LOW, Measure.INTERVAL_HIGH), (Measure.KID_LOSS_LOW, Measure.KID_LOSS_HIGH),
    (Measure.GROWN_LOSS_LOW, Measure.GROWN_LOSS_HIGH), (Measure.DUE_LOW, Measure.DUE_MEAN),
    (Measure.DUE_MEAN, Measure.DUE_HIGH),
)  # fmt: skip


@dataclass(frozen=True)
class Read:
    """A number as somebody read it."""

    value: Decimal
    valid_from: date
    source: str
    is_verified: bool = False


def of(village: Village, *, on: date) -> Numbers:
    """Return the numbers that hold in a village on a day; one query."""
    rows = HerdNumber.objects.of(village).filter(valid_from__lte=on)
    return _held(village, rows.order_by("valid_from", "pk"), on=on)


def _held(village: Village, rows: Iterable[HerdNumber], *, on: date) -> Numbers:
    """Return what holds on a day among rows in their order: ours, and what stands beside it."""
    known = {one: number for one, number in OURS.items() if number.valid_from <= on}
    found = dict(known)
    for row in rows:
        measure = Measure(row.measure)
        if row.valid_from <= on and _stands(village, row, known.get(measure)):
            found[measure] = Number(
                measure, row.value, row.valid_from, row.source, row.is_verified, is_ours=False
            )
    return Numbers({one: found[one] for one in Measure if one in found})


def _stands(village: Village, own: HerdNumber, ours: Number | None) -> bool:
    """Tell whether a village's row is told, not ours: it holds later, or was read at the source.

    Who verified a row after ours began has seen what ours only tells from hearsay.
    """
    if ours is None or own.valid_from >= ours.valid_from:
        return True
    read_on = own.recorded_at.astimezone(village.zone).date()
    return own.is_verified and not ours.is_verified and read_on >= ours.valid_from


@transaction.atomic
def record(*, village: Village, measure: str, read: Read, signed: Signed) -> HerdNumber:
    """Record a number that holds from a day on.

    Errors: Refused without a source, for a number that cannot be, for a day before a newer number
    that came with Rembuk, and for a low end above its high end.
    """
    what, source = Measure(measure), clean_text(read.source)[0]
    if not source:
        raise Refused(_("Write where you read it: the page and the day."))
    _refuse_value(what, read.value)
    row = HerdNumber(
        village=village, measure=what, value=read.value, valid_from=read.valid_from,
        source=source, is_verified=read.is_verified, recorded_by=signed.by.user,
        recorded_at=signed.at,
    )  # fmt: skip
    ours = OURS[what]
    if not _stands(village, row, ours):
        raise Refused(
            _("The number that came with Rembuk holds since %(day)s. Choose that day or a later"
              " one.") % {"day": words.plain_day(ours.valid_from, language=get_language() or "id")}
        )  # fmt: skip
    for low, high in PAIRS:
        if what in {low, high}:
            _refuse_crossed(row, low, high)
    row.save()
    audit.record(
        village=village, verb="herd.number_recorded", subject=row, by=signed.by, at=signed.at
    )
    return row


def _refuse_crossed(new: HerdNumber, low: Measure, high: Measure) -> None:
    """Refuse a number that would stand above its high end on any day it holds."""
    rows = HerdNumber.objects.of(new.village).filter(measure__in=(low, high))
    # The new one comes last of its day, as it will be read; what holds before it is as it was.
    told = [*rows.order_by("valid_from", "pk"), new]
    told.sort(key=lambda row: row.valid_from)
    changes = [row.valid_from for row in told] + [OURS[one].valid_from for one in (low, high)]
    for on in sorted({new.valid_from, *(day for day in changes if day > new.valid_from)}):
        held = _held(new.village, told, on=on).by_measure
        if low in held and high in held and held[low].value > held[high].value:
            raise Refused(
                _("%(low)s is then above: %(high)s. Change that one first.")
                % {"low": low.label, "high": high.label}
            )


def _refuse_value(measure: Measure, value: Decimal) -> None:
    if measure.is_asked and value not in {0, 1}:
        raise Refused(_("Choose yes or no."))
    most, least = _MOST.get(measure, PERCENT_MOST), _LEAST.get(measure, 0)
    if measure in _WHOLE and value != int(value):
        raise Refused(_("Write whole days, such as 150."))
    if not least <= value <= most:
        raise Refused(
            _("Write a number from %(least)s to %(most)s.") % {"least": least, "most": most}
        )
