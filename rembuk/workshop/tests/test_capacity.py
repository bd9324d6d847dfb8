"""When can it be ready? Counted from what waits, what is known, and what was agreed."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from rembuk.lib.errors import Refused
from rembuk.lib.words import plain_day
from rembuk.villages.tests.counting import few_queries
from rembuk.workshop import capacity, orders, telling
from rembuk.workshop.models import Customer, Order, Pace, Stage
from rembuk.workshop.orders import Line
from rembuk.workshop.tests.test_work import done, member, order, said, sewing

TODAY = date(2026, 3, 2)  # a Monday
NOW = datetime(2026, 3, 2, 3, 0, tzinfo=UTC)
UNIFORM = [Line("Seragam SD", 12, 85_000)]


def agreed(world, minutes=120, days=6, percent=50, on=TODAY):
    return capacity.agree(
        group=world.tailors, minutes_a_day=minutes, days_a_week=days, efficiency_percent=percent,
        **said(world), today=on,
    )  # fmt: skip


def estimated(world, minutes, what="Seragam SD"):
    return capacity.estimate(group=world.tailors, what=what, minutes=minutes, **said(world))


def count(world, things=UNIFORM, on=TODAY):
    return capacity.suggest(world.tailors, things, today=on)


def test_before_there_is_anything_known_nothing_is_promised(world):
    assert count(world).ready_on is None
    agreed(world)
    told = count(world)
    assert (told.ready_on, told.missing) == (None, ["Seragam SD"])
    estimated(world, 40)
    assert count(world).ready_on is None  # nobody sews yet
    member(world)
    told = count(world)
    # 12 x 40 = 480 minutes; one member, 2 hours at 50 percent: 60 a day, 8 days, Sundays off
    assert (told.days, told.ready_on, told.guessed) == (8, date(2026, 3, 11), True)


def test_what_waits_goes_first(world):
    agreed(world)
    estimated(world, 40)
    member(world)
    waits = order(world, 3)  # 120 minutes: two days more
    assert count(world).ready_on == date(2026, 3, 13)
    assert [(one.order, one.minutes) for one in count(world).queue] == [(waits, 120)]
    orders.move(order=waits, to=Stage.FINISHING, **said(world), today=TODAY)
    assert count(world).ready_on == date(2026, 3, 11)


def test_own_records_take_the_place_of_the_estimate(world):
    agreed(world)
    estimated(world, 40)
    wati, seam, button = member(world), sewing(world), sewing(world, name="Kancing")
    made = order(world, 60)
    for minutes in (200, 100, 120):  # for ten pieces each: 20, 10 and 12 minutes a piece
        done(world, wati, seam, 10, for_=made, minutes=minutes)
    done(world, wati, button, 10, for_=made, minutes=30)
    told = capacity.known(world.tailors)["seragam sd"]
    assert (told.minutes, told.records) == (15, 4)
    # 60 pieces of 12 + 3 minutes, less 30 seams and 10 times buttons
    assert count(world).queue_minutes == 60 * 15 - 30 * 12 - 10 * 3
    assert not count(world).guessed


def test_two_kinds_of_things_in_one_order_teach_nothing(world):
    wati, seam, made = member(world), sewing(world), order(world)
    orders.write(made, Line("Topi", 5, 20_000))
    done(world, wati, seam, 10, for_=made, minutes=100)
    assert capacity.known(world.tailors) == {}


def test_of_one_day_the_newest_agreement_counts_and_a_day_before_none(world):
    agreed(world, minutes=60)
    agreed(world, minutes=90)
    assert capacity.pace_on(world.tailors, TODAY).minutes_a_day == 90
    assert capacity.pace_on(world.tailors, TODAY - timedelta(days=1)) is None


@pytest.mark.parametrize("wrong", [{"minutes": 1441}, {"days": 8}, {"days": 0}, {"percent": 101}])
def test_more_than_a_day_a_week_or_the_whole_is_refused_twice(world, wrong):
    with pytest.raises(Refused):
        agreed(world, **wrong)
    names = {"minutes": "minutes_a_day", "days": "days_a_week", "percent": "efficiency_percent"}
    told = {"minutes_a_day": 60, "days_a_week": 6, "efficiency_percent": 50}
    told |= {names[key]: value for key, value in wrong.items()}
    row = Pace(village=world.here, group=world.tailors, since=TODAY, recorded_at=NOW, **told)
    with pytest.raises(IntegrityError, match="workshop_pace"), transaction.atomic():
        row.save(force_insert=True)


@given(days=st.integers(1, 400), week=st.integers(1, 7), start=st.dates(date(2020, 1, 1)))
def test_the_last_of_so_many_working_days(days, week, start):
    """Counted day by day, the same day comes out, and it is one on which the group works."""
    start = min(start, date(2200, 1, 1))
    day, left = start, days
    while left:
        day += timedelta(days=1)
        left -= day.weekday() < week
    assert capacity._after(start, days, days_a_week=week) == day


def test_a_chair_lets_the_date_be_counted_and_reads_where_it_comes_from(lastri, world):
    today = timezone.localdate()
    agreed(world, on=today)
    estimated(world, 40)
    member(world)
    url = reverse("workshop:new_order", args=[world.here.slug, world.tailors.pk])
    sent = {
        "request_id": str(uuid4()), "name": "SDN 1", "what": "Seragam SD", "quantity": "12",
        "price_rp": "85rb", "ready_on_which": "queue",
    }  # fmt: skip
    order(world, 1, today=today)
    with few_queries():  # though it counts the queue besides
        page = lastri.post(url, sent).content.decode()
    due = capacity.suggest(world.tailors, UNIFORM, today=today).ready_on
    assert "Dari mana tanggal ini?" in page
    assert "8 jam" in page
    assert f'name="ready_on_parts_day" value="{due.day}"' in page
    page = lastri.post(url, {**sent, "ready_on_which": "7"}).content.decode()
    assert "lebih cepat" in page
    answer = lastri.post(url, {**sent, "what": "Jubah"})
    assert answer.status_code == 422
    assert "Belum ada catatan sendiri untuk: Jubah" in answer.content.decode()


def test_the_pages_of_ready_dates_say_what_is_known(lastri, world):
    base = [world.here.slug, world.tailors.pk]
    page = lastri.get(reverse("workshop:capacity", args=base)).content.decode()
    assert "Belum ada catatan sendiri" in page
    told = {"hours_a_day": "4,5", "days_a_week": "6", "efficiency_percent": "50"}
    url = reverse("workshop:agree_pace", args=base)
    page = lastri.post(url, {"request_id": uuid4(), **told}, follow=True).content.decode()
    assert "4,5 jam sehari, 6 hari seminggu" in page
    url = reverse("workshop:estimate_minutes", args=base)
    assert lastri.post(url, {"request_id": uuid4(), "minutes": "x"}).status_code == 422
    told = {"request_id": uuid4(), "what": "Keset", "minutes": "30"}
    page = lastri.post(url, told, follow=True).content.decode()
    assert "perkiraan: belum ada catatan sendiri" in page


def test_no_part_at_the_machine_is_put_in_before_the_group_agreed_on_one(lastri, world):
    url = reverse("workshop:agree_pace", args=[world.here.slug, world.tailors.pk])

    def part() -> tuple[str, str]:
        page = lastri.get(url)
        field = page.context["form"]["efficiency_percent"]
        return str(field.value() or ""), page.content.decode()

    value, page = part()
    assert value == ""
    assert "antara 30 dan 50, belum dipastikan" in page
    assert "penelitiannya belum ditemukan" in page
    told = {"hours_a_day": "4", "days_a_week": "6", "efficiency_percent": "41"}
    lastri.post(url, {"request_id": uuid4(), **told})
    value, page = part()
    assert value == "41"
    today = plain_day(timezone.localdate(), language="id")
    assert f"sepakat 41 persen pada {today}" in page


def test_who_has_the_link_sees_how_far_it_is_and_no_full_name(client, world):
    made = order(world)
    Order.objects.filter(pk=made.pk).update(note="Rahasia")
    made.customer.name = "Bu Sumiati Ningsih"
    made.customer.phone = "+6281234567890"
    made.customer.save()
    code = telling.code_of(made)
    url = reverse("workshop:status", args=[world.here.slug, made.pk, code])
    page = client.get(url)
    told = page.content.decode()
    assert "Pesanan Bu Sumiati" in told
    for secret in ("Ningsih", "0812", "Rahasia"):
        assert secret not in told
    assert page["X-Robots-Tag"] == "noindex"
    other = order(world)
    for wrong in (telling.code_of(other), code[:-1], code.lower(), "é"):
        values = [world.here.slug, made.pk, wrong]
        assert client.get(reverse("workshop:status", args=values)).status_code == 404
    there = reverse("workshop:status", args=[world.there.slug, made.pk, code])
    assert client.get(there).status_code == 404


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Bu Sumiati Ningsih", "Bu Sumiati"), ("Siti Aminah", "Siti"), ("SITI AMINAH", "SITI"),
        ("A Rahman", "A"), ("SDN 2 Sukamaju", "SDN 2 Sukamaju"), ("MI Nurul Iman", "MI Nurul Iman"),
        ("Komite/orang tua PAUD Cerah", "Komite/orang tua PAUD Cerah"),
    ],
)  # fmt: skip
def test_a_person_is_called_by_her_first_name_and_a_school_whole(name, shown):
    assert telling.first_name(Customer(name=name)) == shown


def test_one_tap_opens_whatsapp_with_the_text(lastri, world):
    made = order(world)
    made.customer.phone = "+6281234567890"
    made.customer.save()
    url = reverse("workshop:order", args=[world.here.slug, world.tailors.pk, made.pk])
    page = lastri.get(url).content.decode()
    assert "https://wa.me/6281234567890?text=Terima%20kasih%2C%20SDN%201." in page
    assert "sudah%20jadi" not in page
    orders.move(order=made, to=Stage.FINISHING, **said(world), today=TODAY)
    assert "sudah%20jadi" in lastri.get(url).content.decode()
    orders.move(order=made, to=Stage.DELIVERED, **said(world), today=TODAY)
    page = lastri.get(url).content.decode()
    assert "sudah%20jadi" not in page, "it is in her hands already"
    assert "Sisa%20pembayaran" in page


def test_the_message_keeps_the_rules_of_messages(world):
    from rembuk.messaging import templates
    from rembuk.workshop import stages
    from rembuk.workshop.payments import Sums

    one = stages.standing(order(world))
    owed = Sums(5_100_000, 1_000_000, 500_000)
    link = "https://desa.example/desa/tepi-kali/sumber-rejo/workshop/order/1/K7P2-9QXM-B4TD/"
    told = {"link": link, "by": "Lastri"}
    for text in (
        telling.received(one, sums=owed, **told),
        telling.news(one, sums=owed, **told),
        telling.ready(one, sums=owed, **told),
        telling.offered(one, **told),
        telling.handed_over(one, sums=owed, **told),
        telling.handed_over(one, sums=Sums(5_100_000, 5_100_000, 0), **told),
    ):
        assert templates.breaches(text) == []
    assert Fraction(one.total_rp or 0) == 5_100_000
