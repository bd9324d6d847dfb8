"""Who is in which circle of a village, for messages (villages/circles.py).

Children are in none: what concerns a child goes to the parents (UU 27/2022 art. 25; a child is
somebody under eighteen, UU 35/2014 art. 1).
"""

from __future__ import annotations

from datetime import date

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from rembuk.lib import words
from rembuk.people import consents, residents
from rembuk.people.models import Consent, Resident, Status
from rembuk.people.remembered import until_next_write
from rembuk.villages.circles import Addressee, Circle
from rembuk.villages.models import Village

STATUSES = (Status.PROSPECTIVE, Status.WORKER, Status.RETURNED)
ADULT_YEARS = 18


def circles_of(village: Village, on: date) -> list[Circle]:
    """Everybody, those of each status, those of each hamlet; one query while nobody writes."""

    def count() -> dict[str, int]:
        everybody = grown_ups(village, on).order_by()
        by_status = dict(everybody.values_list("status").annotate(n=Count("pk")).order_by("status"))
        by_hamlet = everybody.exclude(hamlet="").values_list("hamlet").annotate(n=Count("pk"))
        counts = {"all": sum(by_status.values())}
        counts |= {f"status:{s.value}": by_status.get(s, 0) for s in STATUSES}
        return counts | {f"hamlet:{name}": n for name, n in by_hamlet.order_by("hamlet")}

    counts: dict[str, int] = until_next_write(village, f"circles.{on}", work=count)
    return [Circle(key, called(key), count) for key, count in counts.items() if count]


def called(key: str) -> str:
    """What a circle is called in the reader's language; "" for a key that is not ours."""
    kind, _colon, value = key.partition(":")
    match kind:
        case "all":
            return _("All adult residents")
        case "status" if value in STATUSES:
            return str(Status(value).label)
        case "hamlet" if value:
            return _("Hamlet %(name)s") % {"name": value}
        case "one":
            return _("one person")
        case _unknown:
            return ""


def people_in(village: Village, key: str, on: date) -> list[Addressee]:
    """The people of a circle by name, each with how she may be reached; two queries."""
    found = list(_residents_in(village, key, on=on))
    agreed = consents.holders(village, Consent.Purpose.CONTACT)
    return [
        Addressee(
            resident_id=one.pk,
            name=one.name,
            nickname=one.nickname,
            phone=one.phone,
            may_message=one.pk in agreed,
            country=one.country if one.status == Status.WORKER else "",
            place=_place(one),
        )
        for one in found
    ]


def grown_ups(village: Village, on: date) -> QuerySet[Resident]:
    """Who is no child, as far as the date of birth is known."""
    born_by = on.replace(year=on.year - ADULT_YEARS, day=min(on.day, 28))
    adult = Q(birth_date__isnull=True) | Q(birth_date__lte=born_by)
    return residents.living_list(village).filter(adult)


def _residents_in(village: Village, key: str, *, on: date) -> QuerySet[Resident]:
    everybody = grown_ups(village, on)
    kind, _colon, value = key.partition(":")
    match kind:
        case "all":
            return everybody
        case "status" if value in STATUSES:
            return everybody.filter(status=value)
        case "hamlet" if value:
            return everybody.filter(hamlet=value)
        case "one" if value.isdecimal():
            return everybody.filter(pk=int(value))
        case _unknown:
            return everybody.none()


def _place(one: Resident) -> str:
    """Where a slip is brought to: the address at home, also of somebody who is away."""
    rt = words.neighbourhood(one.neighborhood_unit, one.community_unit)
    return " · ".join(part for part in (one.hamlet, rt) if part)[:60]
