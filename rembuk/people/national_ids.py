"""NIK and family-card numbers: sealed at rest, found by a keyed fingerprint, shown masked.

The numbers themselves never enter an address, a log, an export of names or the audit trail.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.conf import settings
from django.utils.translation import gettext as _

from rembuk.lib import national_id, sealed, words
from rembuk.lib.errors import Refused
from rembuk.people.models import NationalId, Resident
from rembuk.villages import audit
from rembuk.villages.actors import Actor
from rembuk.villages.models import Village

DIGITS = 16
# What the audit trail and the reading log call these numbers.
FIELD = "national_id"
HIDDEN = "••••"


def only_digits(typed: str) -> str:
    """Return a pasted number without blanks, dots, dashes and apostrophes."""
    return "".join(c for c in typed if c not in " .-'’\u00a0\t")


def is_number(digits: str) -> bool:
    """Are these sixteen digits, as a NIK or a family-card number has?"""
    return len(digits) == DIGITS and digits.isascii() and digits.isdigit()


def fingerprint(digits: str) -> str:
    """Return what the number is found by."""
    return sealed.fingerprint(digits, key=settings.HASH_KEY)


def seal(digits: str) -> str:
    """Return the number sealed with the newest key."""
    return sealed.seal(digits, keys=settings.FIELD_KEYS)


def unseal(token: str) -> str:
    """Return the number inside a sealed text."""
    return sealed.unseal(token, keys=settings.FIELD_KEYS)


def keep(*, resident: Resident, digits: str) -> None:
    """Give a resident this NIK, instead of an earlier one; '' takes it away.

    Writes no audit row: `residents.register` and `correct` do, with what else changed.
    Errors: Refused if the number is not sixteen digits or belongs to somebody else here.
    """
    if not digits:
        NationalId.objects.of(resident.village).filter(resident=resident).delete()
        return
    _refuse_taken(resident, digits)
    NationalId.objects.update_or_create(
        resident=resident,
        defaults={
            "village": resident.village,
            "sealed": seal(digits),
            "fingerprint": fingerprint(digits),
        },
    )


def _refuse_taken(resident: Resident, digits: str) -> None:
    if not is_number(digits):
        raise Refused(_("A NIK has 16 digits. Count them on the card and type them again."))
    other = holder(village=resident.village, digits=digits)
    if other is not None and other.pk != resident.pk:
        raise Refused(
            _("This NIK stands with %(name)s. Open that person, or check the number on the card.")
            % {"name": other.name}
        )


def keep_many(*, village: Village, pairs: Iterable[tuple[Resident, str]]) -> None:
    """Give many new residents their NIK at once; the caller has checked the numbers.

    Errors: Refused if one of them belongs to somebody in the village or comes twice.
    """
    rows = [
        NationalId(
            village=village, resident=resident, sealed=seal(digits), fingerprint=fingerprint(digits)
        )
        for resident, digits in pairs
    ]
    prints = {row.fingerprint for row in rows}
    taken = NationalId.objects.of(village).values_list("fingerprint", flat=True)
    if len(prints) < len(rows) or prints & set(taken.iterator()):
        raise Refused(_("One NIK stands with two people. Check the file again before storing it."))
    NationalId.objects.bulk_create(rows, batch_size=500)


def holder(*, village: Village, digits: str) -> Resident | None:
    """Return whose number this is in the village; for rules, which show nothing of it."""
    kept = NationalId.objects.of(village).filter(fingerprint=fingerprint(digits))
    row = kept.select_related("resident").first()
    return row.resident if row else None


def find(*, village: Village, digits: str, by: Actor, at: datetime) -> Resident | None:
    """Return the resident with this NIK for a person who looks for it, and note the reading."""
    found = holder(village=village, digits=digits)
    if found is None or found.erased_at or found.merged_into_id:
        return None
    audit.record_reading(village=village, what=FIELD, resident_id=found.pk, by=by, at=at)
    return found


def read(*, resident: Resident, by: Actor, at: datetime) -> str:
    """Return the whole NIK for somebody who may see it, and note who read it.

    Errors: Refused if none is recorded.
    """
    row = NationalId.objects.of(resident.village).filter(resident=resident).first()
    if row is None:
        raise Refused(_("No NIK is recorded for %(name)s.") % {"name": resident.name})
    audit.record_reading(
        village=resident.village, what=FIELD, resident_id=resident.pk, by=by, at=at
    )
    return unseal(row.sealed)


def number_of(resident: Resident) -> str:
    """Return the NIK for rules that compare it, '' if there is none. Pages use `masked`, `read`."""
    row = NationalId.objects.of(resident.village).filter(resident=resident).first()
    return unseal(row.sealed) if row else ""


def masked(resident: Resident) -> str:
    """Return the NIK as every page shows it, 9907••••••••0003, or '' if there is none."""
    row: NationalId | None = getattr(resident, "national_id", None)
    return words.masked_national_id(unseal(row.sealed)) if row else ""


def notes(digits: str, *, birth_date: date | None, sex: str, today: date) -> list[str]:
    """Return gentle notes where a NIK and the rest disagree; never a reason to refuse (P37).

    A NIK is not issued anew when a wrong birth date is put right, so both may be true.
    """
    told = national_id.read_national_id(digits, today=today)
    if isinstance(told, national_id.Fault):
        return [_("This NIK looks unusual. Compare it with the card once more.")]
    found = []
    if birth_date is not None and not told.agrees_with(birth_date):
        found.append(_("The NIK and the date of birth do not agree. Compare both with the card."))
    if sex and told.sex != sex:
        found.append(_("The NIK and the sex do not agree. Compare both with the card."))
    return found
