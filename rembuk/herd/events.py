"""What happens to goats is written down, corrected by a later row, and taken back with a reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from rembuk.enterprise.models import Membership
from rembuk.herd.limits import MATED_LEAST_MONTHS, WEANED_LEAST_DAYS
from rembuk.herd.models import COMING, LEAVING, Animal, Certainty, Defect, Event, Kind, Sale, Sex
from rembuk.herd.standing import Dated, coming, defects, events_of, is_before, leaving
from rembuk.lib import words
from rembuk.lib.dates import months_later
from rembuk.lib.errors import Refused
from rembuk.lib.names import clean_text
from rembuk.villages import audit
from rembuk.villages.actors import Actor
from rembuk.villages.models import Known

GONE_WITH_MEAT = (Kind.SOLD, Kind.SLAUGHTERED, Kind.SHARED, Kind.CULLED)
FOR_DOES = (Kind.KIDDED, Kind.MATED, Kind.CHECKED)
OF_A_DEFECT = (Kind.DEFECT, Kind.MENDED)
PARENTS = ("dam", "dam_certainty", "sire", "other_sire", "sire_certainty")


@dataclass(frozen=True)
class Signed:
    """Who writes, when, and what day it is in the village."""

    by: Actor
    at: datetime
    today: date


@dataclass(frozen=True)
class Told:
    """What is told of one event; weights in kilograms, girth in centimetres, price in rupiah."""

    kind: str
    on: date
    precision: str = Known.DAY
    stillborn: int = 0
    cause: str = ""
    defect: str = ""
    medicine: str = ""
    withdrawal_days: int | None = None
    kg: Decimal | None = None
    girth_cm: Decimal | None = None
    sire: Animal | None = None
    nurse: Animal | None = None
    keeper: Membership | None = None
    kids_keeper: int = 0
    kids_of: int = 0
    price_rp: int | None = None
    party: str = ""
    note: str = ""
    litter: Event | None = None
    sale: Sale | None = None
    # Said by the person: the meat of a treated goat is known to be withheld for some days yet.
    knows_withdrawal: bool = field(default=False, compare=False)
    synthetic: bool = False


@transaction.atomic
def record(*, animal: Animal, told: Told, signed: Signed) -> Event:
    """Record one thing that happened to a goat, today or late.

    Errors: Refused for a day to come, before the goat was there or after it left, for a second
    end, for what only a doe can do, and for meat of a goat whose withdrawal days are not over.
    """
    return write(animal, told, signed=signed)


@transaction.atomic
def correct(*, event: Event, told: Told, signed: Signed) -> Event:
    """Let another row stand for one; the old one stays to be read. Errors: as record."""
    refuse_answered(event)
    return write(event.animal, replace(told, litter=event.litter), signed=signed, corrects=event)


@transaction.atomic
def take_back(*, event: Event, why: str, signed: Signed, with_sale: bool = False) -> Event:
    """Take an event back; it stays visible with the reason, and counts no more.

    Taking back a kidding takes its kids back too, where nothing else is recorded of them. A sale
    is taken back whole (sales.take_back).
    Errors: Refused without a reason, twice, and where later records would hang in the air.
    """
    reason = clean_text(why)[0]
    if not reason:
        raise Refused(_("Write the reason in a few words."))
    refuse_answered(event)
    if event.kind == Kind.SOLD and not with_sale:
        raise Refused(_("Take the whole sale back: open the sale of this goat."))
    for kid in Event.objects.of(event.village).filter(litter=event, corrected_by__isnull=True):
        if kid.kind == Kind.BORN:
            take_back(event=kid, why=reason, signed=signed)
    animal = event.animal
    animal.take_turn()
    if event.kind in COMING and len(events_of(animal)) > 1:
        raise Refused(
            _("More is recorded of %(name)s. Take that back first.") % {"name": str(animal)}
        )
    row = Event.objects.create(
        village=event.village, group=event.group, animal=animal, kind=Kind.TAKEN_BACK,
        happened_on=event.happened_on, precision=event.precision, corrects=event, note=reason,
        litter=None, recorded_by=signed.by.user, recorded_at=signed.at,
    )  # fmt: skip
    if event.kind in COMING:
        _out_of_the_book(animal)
    _tell("herd.taken_back", row, signed=signed, changes=[("what", event.kind, None)])
    return row


def _out_of_the_book(animal: Animal) -> None:
    """Free the tag and the parents of a goat that was never there."""
    animal.looks, animal.tag = animal.looks or animal.tag, ""
    animal.dam = animal.sire = animal.other_sire = None
    animal.dam_certainty = animal.sire_certainty = Certainty.KNOWN
    animal.save(update_fields=["looks", "tag", *PARENTS])


def write(animal: Animal, told: Told, *, signed: Signed, corrects: Event | None = None) -> Event:
    """Write one row after looking at it beside what stands; inside the caller's transaction."""
    animal.take_turn()
    told = replace(
        told, note=clean_text(told.note)[0], party=clean_text(told.party)[0],
        medicine=clean_text(told.medicine)[0],
    )  # fmt: skip
    beside = [row for row in events_of(animal) if row != corrects]
    _refuse_told(animal, told, today=signed.today)
    _refuse_place(animal, told, beside=beside)
    row = Event.objects.create(
        village=animal.village, group=animal.group, animal=animal, kind=Kind(told.kind),
        happened_on=told.on, corrects=corrects, recorded_by=signed.by.user,
        recorded_at=signed.at, **_columns(told),
    )  # fmt: skip
    verb = "herd.corrected" if corrects else "herd.recorded"
    _tell(verb, row, signed=signed, changes=[("what", None, row.kind)])
    return row


def _columns(told: Told) -> dict[str, Any]:
    left_out = {"kind", "on", "knows_withdrawal"}
    return {name: value for name, value in vars(told).items() if name not in left_out}


def refuse_answered(event: Event) -> None:
    """Take the turn of its goat; refuse a row for which another one stands by now."""
    event.animal.take_turn()
    if event.kind == Kind.TAKEN_BACK or event.corrected_by.exists():
        raise Refused(_("Somebody corrected this already. Open the page of the goat again."))


def _refuse_told(animal: Animal, told: Told, *, today: date) -> None:
    """Refuse what cannot be, whatever else is recorded."""
    name = {"name": str(animal)}
    if told.on > today:
        raise Refused(_("Choose today or an earlier day."))
    if told.kind in FOR_DOES and animal.sex == Sex.MALE:
        raise Refused(_("%(name)s is a male. Choose a doe.") % name)
    if told.kind == Kind.MATED and told.sire is not None and told.sire.sex != Sex.MALE:
        raise Refused(_("%(name)s is no buck. Choose a buck.") % {"name": str(told.sire)})
    if told.kind == Kind.NURSED:
        _refuse_nurse(animal, told.nurse)
    if told.kind == Kind.DIED and not told.cause:
        raise Refused(_("Choose why it died, or: nobody knows."))
    if told.kind in OF_A_DEFECT and told.defect not in Defect.values:
        raise Refused(_("Choose which defect it is."))
    if told.kind == Kind.DEFECT and told.defect == Defect.OTHER and not told.note:
        raise Refused(_("Write in a few words what the defect is."))
    if told.kind == Kind.WEIGHED and told.kg is None and told.girth_cm is None:
        raise Refused(_("Write the weight or the girth."))
    born = animal.born_on
    if born and told.kind != Kind.BORN and is_before(
        _dated(told), (born, animal.born_precision)
    ):  # fmt: skip
        raise Refused(
            _("%(name)s was born on %(day)s. Choose that day or a later one.")
            % {**name, "day": _day(born)}
        )
    _refuse_young(animal, told)


def _refuse_young(animal: Animal, told: Told) -> None:
    """Refuse to wean a kid that must drink, and to mate one that is a kid; on days known only."""
    for one in (animal, told.sire):
        if one is None or one.born_on is None or {one.born_precision, told.precision} != {"DAY"}:
            continue
        days = (told.on - one.born_on).days
        born = {"name": str(one), "n": days}
        if told.kind == Kind.WEANED and days < WEANED_LEAST_DAYS:
            raise Refused(
                _("%(name)s is %(n)s days old on that day and must drink: a kid is weaned at"
                  " %(least)s days or later. Choose a later day.")
                % {**born, "least": WEANED_LEAST_DAYS}
            )  # fmt: skip
        if told.kind == Kind.MATED and told.on < months_later(one.born_on, MATED_LEAST_MONTHS):
            raise Refused(
                _("%(name)s is %(n)s days old on that day and too young to be mated, before"
                  " %(least)s months. Check the day, or choose another goat.")
                % {**born, "least": MATED_LEAST_MONTHS}
            )  # fmt: skip


def _refuse_nurse(animal: Animal, nurse: Animal | None) -> None:
    if nurse is None or nurse.sex == Sex.MALE or nurse.pk == animal.pk:
        raise Refused(_("Choose the doe that suckles it now."))


def _refuse_place(animal: Animal, told: Told, *, beside: Sequence[Event]) -> None:
    """Refuse what does not fit beside the rows that stand."""
    name = str(animal)
    came, left = coming(beside), leaving(beside)
    if told.kind in COMING and came is not None:
        raise Refused(_("%(name)s is in the book already.") % {"name": name})
    if told.kind in COMING:
        _refuse_earlier(told, beside)
    elif came is None:
        raise Refused(_("Somebody corrected this already. Open the page of the goat again."))
    elif is_before(_dated(told), _dated_row(came)):
        raise Refused(
            _("%(name)s came on %(day)s. Choose that day or a later one.")
            % {"name": name, "day": _day(came.happened_on)}
        )
    if left is not None and told.kind not in COMING:
        late = is_before(_dated_row(left), _dated(told))
        if told.kind in LEAVING or late:
            raise Refused(
                _("%(name)s is not in the pen any more since %(day)s: %(how)s.")
                % {"name": name, "day": _day(left.happened_on), "how": left.get_kind_display()}
            )
    if told.kind == Kind.CHECKED and not any(
        row.kind == Kind.KIDDED and not is_before(_dated(told), _dated_row(row)) for row in beside
    ):
        raise Refused(_("%(name)s has not kidded yet. Record the birth first.") % {"name": name})
    if told.kind in OF_A_DEFECT:
        _refuse_defect(animal, told, beside=beside)
    if told.kind in LEAVING:
        _refuse_end(animal, told, beside=beside)


def _refuse_defect(animal: Animal, told: Told, *, beside: Sequence[Event]) -> None:
    """Refuse a defect that is recorded already, and the end of one that is not."""
    until = [row for row in beside if row.happened_on <= told.on]
    stands = any(row.defect == told.defect for row in defects(until))
    told_of = {"name": str(animal), "defect": Defect(told.defect).label}
    if told.kind == Kind.DEFECT and stands:
        raise Refused(
            _("%(name)s has this defect in the book already: %(defect)s. Correct that row if it"
              " is different.") % told_of
        )  # fmt: skip
    if told.kind == Kind.MENDED and not stands:
        raise Refused(
            _("No such defect of %(name)s is recorded on that day: %(defect)s. Choose another"
              " one, or a later day.") % told_of
        )  # fmt: skip


def _refuse_earlier(told: Told, beside: Sequence[Event]) -> None:
    for row in beside:
        if is_before(_dated_row(row), _dated(told)):
            raise Refused(
                _("It was recorded on %(day)s already: %(what)s. Choose an earlier day.")
                % {"day": _day(row.happened_on), "what": row.get_kind_display()}
            )


def _refuse_end(animal: Animal, told: Told, *, beside: Sequence[Event]) -> None:
    for row in beside:
        if is_before(_dated(told), _dated_row(row)):
            raise Refused(
                _("On %(day)s something is recorded of it: %(what)s. Choose a later day.")
                % {"day": _day(row.happened_on), "what": row.get_kind_display()}
            )
    until = withheld_until(beside, on=told.on)
    if told.kind in GONE_WITH_MEAT and until and not told.knows_withdrawal:
        raise Refused(
            _("%(name)s was treated: its meat is not to be eaten before %(day)s. Wait, or tick"
              " that the buyer knows.")
            % {"name": str(animal), "day": _day(until + timedelta(days=1))}
        )  # fmt: skip


def withheld_until(rows: Sequence[Event], *, on: date) -> date | None:
    """Return the last day of a goat's withdrawal on which meat is withheld, if it is not over."""
    lasts = [
        row.happened_on + timedelta(days=row.withdrawal_days)
        for row in rows
        if row.kind == Kind.TREATED and row.withdrawal_days and row.happened_on <= on
    ]
    last = max(lasts, default=None)
    return last if last and last >= on else None


def _dated(told: Told) -> Dated:
    return told.on, told.precision


def _dated_row(row: Event) -> Dated:
    return row.happened_on, row.precision


def _day(day: date) -> str:
    return words.plain_day(day, language=get_language() or "id")


def _tell(
    verb: str, row: Event, *, signed: Signed, changes: Sequence[tuple[str, Any, Any]]
) -> None:
    on = ("happened_on", None, row.happened_on.isoformat())
    audit.record(
        village=row.village, verb=verb, subject=row, subject_name=str(row.animal),
        changes=[*changes, on], by=signed.by, at=signed.at,
    )  # fmt: skip
