"""Who founded a cooperative: people of the village, one by one, who were there and signed (K01).

How many it takes, and from which age on, are dated figures with a source (minimums.py). A founding
that was written down before, as a number only, stays readable as it is.
Sources: Law 25/1992 as changed by Law 6/2023 (nine founders; Kompas, 8 October 2020).
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rembuk.coop import members, minimums
from rembuk.coop.checklist import MEETING_HELD
from rembuk.coop.models import Founder, Minimum, PathMark, State
from rembuk.lib.dates import years_between
from rembuk.lib.errors import Refused
from rembuk.people.models import Resident
from rembuk.villages.models import Group

CAN_FOUND = (State.APPLICANT, State.ACTIVE, State.ABROAD)


def candidates(group: Group, *, on: date) -> list[Resident]:
    """Return who applied to a cooperative, by number: of them are its founders."""
    found = members.in_states(members.of(group, on=on), CAN_FOUND)
    return [one.resident for one in found]


def require_enough(group: Group, signed: Collection[Resident], *, on: date) -> int:
    """Return how many different adults signed on a day.

    Errors: Refused, with names, for who was too young on that day or whose date of birth is not
    known, and where they are fewer than the rule of that day asks: it says who has not signed yet.
    """
    rules = minimums.rules_on(group.village, on)
    people = {one.merged_into_id or one.pk: one for one in signed}
    unknown = [one.name for one in people.values() if one.birth_date is None]
    if unknown:
        raise Refused(
            _("Founders are adults. Fill in the date of birth first: %(names)s.")
            % {"names": ", ".join(unknown)}
        )
    age = rules[Minimum.Key.ADULT].value
    young = [
        one.name
        for one in people.values()
        if one.birth_date and years_between(one.birth_date, on) < age
    ]
    if young:
        raise Refused(
            _("On that day not yet %(age)s years old: %(names)s. Take away the mark.")
            % {"age": age, "names": ", ".join(young)}
        )
    rule = rules[Minimum.Key.FOUNDERS]
    if len(people) < rule.value:
        raise Refused(_too_few(group, people, needed=rule, on=on))
    return len(people)


def _too_few(group: Group, people: Collection[int], *, needed: minimums.Rule, on: date) -> str:
    told = {"number": needed.value, "source": needed.source, "signed": len(people)}
    waiting = [
        one.name for one in candidates(group, on=on) if (one.merged_into_id or one.pk) not in people
    ]
    if not waiting:
        return ngettext(
            "A cooperative needs at least %(number)s founders on that day (%(source)s)."
            " %(signed)s signed. Let %(n)s more person apply first.",
            "A cooperative needs at least %(number)s founders on that day (%(source)s)."
            " %(signed)s signed. Let %(n)s more people apply first.",
            needed.value - len(people),
        ) % {**told, "n": needed.value - len(people)}
    return _(
        "A cooperative needs at least %(number)s founders on that day (%(source)s)."
        " %(signed)s signed. Not yet: %(names)s."
    ) % {**told, "names": ", ".join(waiting)}


def write(mark: PathMark, signed: Collection[Resident]) -> None:
    """Write down under a mark who signed, each person once."""
    people = {one.merged_into_id or one.pk for one in signed}
    Founder.objects.bulk_create(
        Founder(village=mark.village, mark=mark, resident_id=pk) for pk in sorted(people)
    )


def of_group(group: Group) -> tuple[PathMark | None, list[str]]:
    """Return the mark of the founding that stands, and the names of who signed, in order.

    No names for a founding that was told as a number. Two queries.
    """
    marks = PathMark.objects.of(group.village).filter(group=group, step=MEETING_HELD)
    mark = marks.order_by("-on", "-at", "-pk").first()
    if mark is None or mark.state != PathMark.State.DONE:
        return None, []
    rows = Founder.objects.of(group.village).filter(mark=mark).order_by("resident__name", "pk")
    return mark, list(rows.values_list("resident__name", flat=True))
