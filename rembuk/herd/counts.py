"""The pen is counted by two members and compared with the book."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rembuk.enterprise.models import Membership
from rembuk.herd import pen
from rembuk.herd.events import Signed
from rembuk.herd.models import PARTS, HerdCount, Sex
from rembuk.herd.pen import AgeClass
from rembuk.lib.errors import Refused
from rembuk.lib.names import clean_text
from rembuk.villages import audit
from rembuk.villages.models import Group

CALLED: dict[str, Promise] = {
    "dams": gettext_lazy("Dams"),
    "doelings": gettext_lazy("Doelings"),
    "bucks": gettext_lazy("Bucks"),
    "kids_female": gettext_lazy("Female kids"),
    "kids_male": gettext_lazy("Male kids"),
    "kids_unknown": gettext_lazy("Kids, sex not yet seen"),
}
KIDS = {Sex.FEMALE: "kids_female", Sex.MALE: "kids_male", Sex.UNKNOWN: "kids_unknown"}
GROWN = {AgeClass.DAM: "dams", AgeClass.DOELING: "doelings", AgeClass.SIRE: "bucks"}


@dataclass(frozen=True)
class Counted:
    """What two members counted on a day."""

    on: date
    one: Membership
    other: Membership
    numbers: Mapping[str, int]
    reason: str = ""


@dataclass(frozen=True)
class Line:
    """One row beside the book."""

    label: str
    counted: int
    booked: int

    @property
    def difference(self) -> int:
        """Counted less booked."""
        return self.counted - self.booked


@transaction.atomic
def record(*, group: Group, counted: Counted, signed: Signed) -> HerdCount:
    """Record a count beside what the book says of that day.

    Errors: Refused for one person twice, a day to come, and a difference without a reason: what
    is missing in the book is recorded first, or it is told why it differs.
    """
    if counted.one == counted.other:
        raise Refused(_("Two people count. Choose somebody else as the second one."))
    if counted.on > signed.today:
        raise Refused(_("Choose today or an earlier day."))
    booked = by_book(group, on=counted.on)
    reason = clean_text(counted.reason)[0]
    apart = [part for part in PARTS if counted.numbers.get(part, 0) != booked[part]]
    if apart and not reason:
        told = ", ".join(
            _("%(what)s: book %(booked)s, counted %(counted)s") % {
                "what": CALLED[part], "booked": booked[part],
                "counted": counted.numbers.get(part, 0),
            }
            for part in apart
        )  # fmt: skip
        raise Refused(
            _("It differs from the book. %(told)s. Record what is missing first, or write why.")
            % {"told": told}
        )
    row = HerdCount.objects.create(
        village=group.village, group=group, counted_on=counted.on, one=counted.one,
        other=counted.other, reason=reason, recorded_by=signed.by.user, recorded_at=signed.at,
        **{part: counted.numbers.get(part, 0) for part in PARTS},
        **{f"book_{part}": booked[part] for part in PARTS},
    )  # fmt: skip
    audit.record(
        village=group.village, verb="herd.counted", subject=row, subject_name=group.name,
        by=signed.by, at=signed.at,
    )  # fmt: skip
    return row


def by_book(group: Group, *, on: date) -> dict[str, int]:
    """Return what there must be of each kind on a day."""
    found = Counter(
        GROWN.get(head.age_class) or KIDS[Sex(head.animal.sex)] for head in pen.heads(group, on=on)
    )
    return {part: found[part] for part in PARTS}


def of(group: Group) -> QuerySet[HerdCount]:
    """Return the counts of a group, the newest first."""
    rows = HerdCount.objects.of(group.village).filter(group=group)
    return rows.select_related("one", "other").order_by("-counted_on", "-pk")


def lines(row: HerdCount) -> list[Line]:
    """Return a count beside the book, row by row; rows of nothing are left out."""
    found = [
        Line(str(CALLED[part]), getattr(row, part), getattr(row, f"book_{part}")) for part in PARTS
    ]
    return [line for line in found if line.counted or line.booked]
