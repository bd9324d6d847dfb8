"""A small herd: a doe with a kid, a buck, and one of everything that happens."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from rembuk.enterprise.tests.drawn import picture
from rembuk.forum import meetings, resolutions
from rembuk.forum.meetings import Somebody
from rembuk.herd import animals, births, bookings, events, photos, sales
from rembuk.herd.animals import Coming, Facts
from rembuk.herd.births import Litter
from rembuk.herd.bookings import Wish
from rembuk.herd.events import Signed, Told
from rembuk.herd.models import Animal, Event, Kind, Sex
from rembuk.herd.sales import Selling
from rembuk.villages.tests.cast import Cast


def fill(cast: Cast) -> dict[str, Any]:
    """Record it."""
    signed = Signed(by=cast.chair, at=cast.at, today=cast.today)
    came = Coming(Kind.GRANTED, cast.today - timedelta(days=400), party="Dinas")

    def goat(tag: str, sex: str) -> Animal:
        facts = Facts(sex=sex, tag=tag, looks="Hitam, dahi putih")
        return animals.add(group=cast.group, facts=facts, coming=came, signed=signed)

    doe, buck = goat("KMB-1", Sex.FEMALE), goat("KMB-2", Sex.MALE)

    def happened(animal: Animal, kind: str, days_ago: int, **told: Any) -> Event:
        on = cast.today - timedelta(days=days_ago)
        return events.record(animal=animal, told=Told(kind, on, **told), signed=signed)

    happened(doe, Kind.MATED, 200, sire=buck)
    births.record(
        dam=doe, litter=Litter(cast.today - timedelta(days=50), 1, 1, sire=buck), signed=signed
    )
    ill = happened(doe, Kind.ILL, 3, note="Batuk")
    happened(doe, Kind.TREATED, 2, medicine="Antibiotik", withdrawal_days=14)
    happened(doe, Kind.DEFECT, 30, defect="HORN")
    happened(doe, Kind.WEIGHED, 1, kg=31, girth_cm=72)
    happened(doe, Kind.MATED, 1, sire=buck)
    held = meetings.Facts(
        held_on=cast.today, about="Menjelang hari raya", present=[Somebody("Wati")]
    )
    by: dict[str, Any] = {"by": cast.chair, "at": cast.at}
    meeting = meetings.record(group=cast.group, facts=held, today=cast.today, **by)
    agreed = resolutions.agree(meeting=meeting, text="Jual satu ekor", **by)
    prices = {goat("KMB-3", Sex.MALE): 1_500_000}
    selling = Selling(cast.today, "Panitia kurban", prices_rp=prices, resolution=agreed)
    sale = sales.sell(group=cast.group, selling=selling, signed=signed)
    until = cast.today + timedelta(days=9)
    wish = Wish(goat("KMB-4", Sex.MALE), "Masjid", 1_600_000, cast.today, until, 200_000)
    booking = bookings.book(group=cast.group, wish=wish, signed=signed)
    kept = photos.add(animal=doe, picture=picture(), signed=signed)
    kidded = Event.objects.of(cast.village).get(kind=Kind.KIDDED, animal=doe)
    return {
        "animal_id": doe.pk,
        "event_id": ill.pk,
        "herd:add_kid/event_id": kidded.pk,
        "herd:swap/animal_id": buck.pk,
        "herd:swap_pdf/animal_id": buck.pk,
        "sale_id": sale.pk,
        "booking_id": booking.pk,
        "herd:/photo_id": kept.pk,
        "feast_code": "idul_adha",
        "measure_code": "FORAGE",
    }
