"""The order book as Lastri, its members and the treasurer see it."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import unquote
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from rembuk.cash import expected
from rembuk.enterprise import members, products
from rembuk.enterprise.members import Joining
from rembuk.lib.words import plain_day
from rembuk.villages.permissions import Office
from rembuk.villages.tests import stories
from rembuk.villages.tests.counting import few_queries
from rembuk.workshop import capacity, orders, payments, stages, telling
from rembuk.workshop.customers import Buyer
from rembuk.workshop.models import Order, OrderStep, Stage
from rembuk.workshop.orders import Line, Terms
from rembuk.workshop.telling import code_of


def address(world, name, *more):
    return reverse(f"workshop:{name}", args=[world.here.slug, world.tailors.pk, *more])


def text(answer):
    return answer.content.decode()


def typed(**more):
    return {
        "request_id": str(uuid4()), "name": "SDN 1 Sumber Rejo", "what": "Seragam SD",
        "quantity": "20", "price_rp": "85rb", "down_payment_rp": "500rb", "ready_on_which": "14",
        **more,
    }  # fmt: skip


def order(world, *, days=14, name="SDN 1 Sumber Rejo", **told):
    today = timezone.localdate()
    return orders.take(
        group=world.tailors, customer=Buyer(name, "081234567890"),
        lines=[Line("Seragam SD", 20, 85_000, "M")],
        terms=Terms(today + timedelta(days=days), 500_000), by=world.by_adi, at=timezone.now(),
        today=today, **told,
    )  # fmt: skip


def test_the_check_page_reads_the_sums_back_in_words_and_saves_once(lastri, world):
    sent = typed()
    page = text(lastri.post(address(world, "new_order"), sent))
    assert "satu juta tujuh ratus ribu rupiah" in page
    assert "lima ratus ribu rupiah" in page
    due = timezone.localdate() + timedelta(days=14)
    assert f'name="ready_on_parts_year" value="{due.year}"' in page
    assert not Order.objects.exists()
    for _time in range(2):
        answer = lastri.post(
            address(world, "new_order"), {**sent, "who": "-", "checked": "1"}, follow=True
        )
    made = Order.objects.get()
    assert "Sudah tercatat" in text(answer)
    assert made.ready_on == timezone.localdate() + timedelta(days=14)
    assert [one.payment.amount_rp for one in payments.of(made)] == [500_000]


def test_a_product_gives_its_price_and_what_is_typed_stays(lastri, world):
    facts = products.Facts("Seragam SD", price_rp=85_000)
    products.add(group=world.tailors, facts=facts, by=world.by_adi, at=timezone.now())
    page = text(lastri.post(address(world, "new_order"), typed(price_rp="")))
    assert "Rp1.700.000" in page
    answer = lastri.post(address(world, "new_order"), typed(what="Jubah", price_rp=""))
    assert answer.status_code == 422
    assert "Isi harga satuannya" in text(answer)
    assert 'value="Jubah"' in text(answer)


WRONG = [
    ({"name": ""}, "Tulis siapa yang memesan"),
    ({"quantity": "dua"}, "Isi berapa banyak"),
    ({"down_payment_rp": "9jt"}, "lebih kecil"),
    ({"ready_on_which": "other"}, "Isi tanggal, bulan, dan tahun"),
    (
        {
            "ready_on_which": "other",
            "ready_on_parts_day": "1",
            "ready_on_parts_month": "1",
            "ready_on_parts_year": "2020",
        },
        "Pilih hari ini atau hari sesudahnya",
    ),
    ({"phone": "12"}, "Periksa nomor HP"),
    ({"what_1": "Topi"}, "Isi berapa banyak"),
    ({"quantity_1": "12", "price_rp_1": "85rb"}, "Tulis apa yang dipesan"),
]


@pytest.mark.parametrize(("wrong", "says"), WRONG)
def test_a_wrong_answer_is_told_beside_its_field(lastri, world, wrong, says):
    answer = lastri.post(address(world, "new_order"), typed(**wrong))
    assert answer.status_code == 422
    assert says in text(answer)


def test_who_ordered_before_is_offered_and_chosen(lastri, world):
    known = order(world).customer
    page = text(lastri.post(address(world, "new_order"), typed(name="sdn 1 sumber rejo")))
    assert "pernah memesan" in page
    assert f'value="c{known.pk}"' in page
    sent = typed(name="sdn 1 sumber rejo", who=f"c{known.pk}", checked="1")
    lastri.post(address(world, "new_order"), sent)
    assert Order.objects.filter(customer=known).count() == 2


def test_an_enquiry_becomes_an_order(lastri, world):
    sent = typed(price_rp="", who="-", checked="1")
    lastri.post(address(world, "new_enquiry"), sent)
    made = Order.objects.get()
    assert "belum disepakati" in text(lastri.get(address(world, "order", made.pk)))
    (line,) = made.lines.all()
    terms = {"request_id": str(uuid4()), f"price_{line.pk}": "85rb", "ready_on_which": "7"}
    assert "Rp1.700.000" in text(lastri.post(address(world, "place_order", made.pk), terms))
    lastri.post(address(world, "place_order", made.pk), {**terms, "checked": "1"})
    assert stages.stage_of(made) == Stage.ORDERED


def test_an_offer_is_printed_and_told_from_the_page_of_the_order(lastri, world, client):
    lastri.post(address(world, "new_enquiry"), typed(price_rp="", who="-", checked="1"))
    made = Order.objects.get()
    assert "offer.pdf" not in text(lastri.get(address(world, "order", made.pk)))
    due = timezone.localdate() + timedelta(days=7)
    orders.offer(
        order=made, terms=Terms(due, 500_000, {made.lines.get().pk: 85_000}),
        today=timezone.localdate(), by=world.by_adi, at=timezone.now(),
    )  # fmt: skip
    page = text(lastri.get(address(world, "order", made.pk)))
    assert address(world, "offer_pdf", made.pk) in page
    assert "Penawaran%20kami" in page
    seen = text(client.get(f"/desa/{world.here.slug}/workshop/order/{made.pk}/{code_of(made)}/"))
    for told in (page, seen):
        assert plain_day(due, language="id") in told
        assert "Rp500.000" in told


def test_an_offer_without_a_down_payment_does_not_speak_of_one(lastri, world):
    lastri.post(address(world, "new_enquiry"), typed(price_rp="", who="-", checked="1"))
    made = Order.objects.get()
    due = timezone.localdate() + timedelta(days=7)
    orders.offer(
        order=made, terms=Terms(due, 0, {made.lines.get().pk: 85_000}),
        today=timezone.localdate(), by=world.by_adi, at=timezone.now(),
    )  # fmt: skip
    page = text(lastri.get(address(world, "order", made.pk)))
    assert "Penawaran%20kami" in page
    assert "muka%20Rp" not in page
    one = stages.standing(made)
    told = {"link": "https://desa.example/", "by": "Lastri"}
    assert "muka" not in telling.offered(one, **told)
    assert "muka" not in telling.received(one, sums=payments.sums_of(made), **told)


def test_the_day_of_an_offer_is_counted_from_the_queue(lastri, world):
    today, said = timezone.localdate(), {"by": world.by_adi, "at": timezone.now()}
    lastri.post(address(world, "new_enquiry"), typed(price_rp="", who="-", checked="1"))
    made = Order.objects.get()
    url, choice = address(world, "offer_order", made.pk), 'value="queue"'
    assert choice not in text(lastri.get(url))
    members.join(group=world.tailors, joining=Joining(today, name="Wati"), today=today, **said)
    capacity.agree(
        group=world.tailors, minutes_a_day=240, days_a_week=6, efficiency_percent=40,
        today=today, **said,
    )  # fmt: skip
    assert choice in text(lastri.get(url))
    price = f"price_{made.lines.get().pk}"
    asked = {"request_id": str(uuid4()), price: "85rb", "ready_on_which": "queue"}
    assert "Belum ada catatan sendiri" in text(lastri.post(url, asked))
    capacity.estimate(group=world.tailors, what="Seragam SD", minutes=30, **said)
    page = text(lastri.post(url, asked))
    assert "Dari mana tanggal ini?" in page
    assert 'name="ready_on_which" value="other"' in page


def test_a_step_is_recorded_with_one_press_and_undone_with_one(lastri, world):
    made = order(world)
    url = address(world, "move_order", made.pk)
    page = text(lastri.post(url, {"request_id": uuid4(), "to": "SEWING"}, follow=True))
    back = address(world, "take_back_step", made.pk, stages.standing(made).last.pk)
    assert back in page
    assert "Urungkan" in page
    lastri.post(back, {"request_id": uuid4()})
    assert stages.stage_of(made) == Stage.ORDERED
    wrong = lastri.post(url, {"request_id": uuid4(), "to": "CANCELLED"}, follow=True)
    assert stages.stage_of(made) == Stage.ORDERED
    assert wrong.status_code == 200


def test_a_group_that_weaves_takes_orders_in_its_own_steps(lastri, world):
    """No measures, no class, no fitting: made, ready to be fetched, handed over."""
    world.tailors.trade = "OTHER"
    world.tailors.save()
    form = text(lastri.get(address(world, "new_order")))
    assert "untuk berapa tamu" in form
    made = order(world)
    page = text(lastri.get(address(world, "order", made.pk)))
    assert all(address(world, name, made.pk) not in page for name in ("add_sizes", "add_class"))
    assert address(world, "customer", made.customer_id) not in page
    for step, usual in (("MAKING", "READY"), ("READY", "DELIVERED")):
        url = address(world, "move_order", made.pk)
        page = text(lastri.post(url, {"request_id": uuid4(), "to": step}, follow=True))
        assert f'button-primary" name="to" value="{usual}"' in page
        assert not any(f'value="{one}"' in page for one in ("CUTTING", "SEWING", "FITTING"))
    assert "Kabari pemesan: sudah jadi" in page
    group = reverse("hall:group", args=[world.here.slug, world.tailors.pk])
    assert address(world, "orders") in text(lastri.get(group))


def test_calling_off_asks_why(lastri, world):
    made = order(world)
    url = address(world, "call_off_order", made.pk)
    assert lastri.post(url, {"request_id": uuid4()}).status_code == 422
    lastri.post(url, {"request_id": uuid4(), "why": "Sekolah memilih penjahit lain"})
    assert stages.stage_of(made) == Stage.CANCELLED
    assert "memilih penjahit lain" in text(lastri.get(address(world, "order", made.pk)))
    assert "SDN 1" in text(lastri.get(address(world, "orders_over")))


def test_the_customer_pays_a_part_and_the_treasurer_is_told(lastri, world):
    made = order(world)
    url = address(world, "pay_order", made.pk)
    sent = {"request_id": str(uuid4()), "amount_rp": "200rb"}
    assert "dua ratus ribu rupiah" in text(lastri.post(url, sent))
    page = text(lastri.post(url, {**sent, "checked": "1"}, follow=True))
    assert "Menunggu bendahara" in page
    assert "Rp0 dari Rp1.700.000" in page
    more = {"request_id": str(uuid4()), "amount_rp": "2jt", "checked": "1"}
    assert lastri.post(url, more).status_code == 422


def handed_over(lastri, world, made, **answers):
    """Press 'handed over', and answer what the page then asks."""
    press = {"request_id": str(uuid4()), "to": "DELIVERED"}
    asked = lastri.post(address(world, "move_order", made.pk), press)
    assert asked.url == address(world, "hand_over", made.pk)
    sent = {"request_id": str(uuid4()), **answers}
    return lastri.post(asked.url, sent, follow=True)


def test_handing_over_asks_whether_the_rest_is_paid_and_every_text_tells_one_remainder(
    lastri, world
):
    made = order(world)
    rest = "Rp1.200.000, setelah Rp500.000 dicatat bendahara"
    asked = text(lastri.get(address(world, "hand_over", made.pk)))
    assert f"Sisa bayar: {rest}" in asked
    assert handed_over(lastri, world, made).status_code == 422
    part = handed_over(lastri, world, made, paid="PART")
    assert "Tulis berapa yang dibayar" in text(part)
    page = text(handed_over(lastri, world, made, paid="NONE"))
    customer = reverse("workshop:status", args=[world.here.slug, made.pk, code_of(made)])
    for shown in (page, unquote(page), text(lastri.get(customer))):
        assert rest in shown
    assert address(world, "pay_order", made.pk) in page
    listed = text(lastri.get(address(world, "orders")))
    assert "belum lunas" in listed
    assert "Sisa: Rp1.200.000" in listed


def test_a_down_payment_that_is_agreed_and_not_given_is_told_as_such(lastri, world):
    lastri.post(address(world, "new_enquiry"), typed(price_rp="85rb", who="-", checked="1"))
    made = Order.objects.get()
    sent = {
        "request_id": str(uuid4()), "down_payment_rp": "500rb", "ready_on_which": "14",
        f"price_{made.lines.get().pk}": "85rb", "checked": "1",
    }  # fmt: skip
    unchecked = {name: value for name, value in sent.items() if name != "checked"}
    read_back = text(lastri.post(address(world, "place_order", made.pk), unchecked))
    assert "Belum, dibayar kemudian" in read_back
    page = unquote(text(lastri.post(address(world, "place_order", made.pk), sent, follow=True)))
    assert payments.of(made) == []
    assert "Kami mulai setelah uang muka Rp500.000 diterima" in page
    customer = reverse("workshop:status", args=[world.here.slug, made.pk, code_of(made)])
    assert "Rp500.000, belum dibayar" in text(lastri.get(customer))
    orders.take_back(
        step=stages.standing(made).last, by=world.by_adi, at=timezone.now()
    )  # fmt: skip
    again = {**sent, "request_id": str(uuid4()), "is_given": "on"}
    page = unquote(text(lastri.post(address(world, "place_order", made.pk), again, follow=True)))
    assert "sisa Rp1.200.000, setelah Rp500.000 dicatat bendahara" in page


def test_more_than_is_left_is_refused_before_it_is_read_back(lastri, world):
    made = order(world)
    url = address(world, "pay_order", made.pk)
    answer = lastri.post(url, {"request_id": str(uuid4()), "amount_rp": "2jt"})
    assert answer.status_code == 422
    assert "lebih dari sisanya" in text(answer)


def test_today_tells_who_asks_for_something(lastri, world):
    today = reverse("web:today", args=[world.here.slug])
    lastri.post(address(world, "new_enquiry"), typed(price_rp="", who="-", checked="1"))
    assert "menunggu jawaban" in text(lastri.get(today))
    made = Order.objects.get()
    orders.call_off(
        order=made, why="Tidak jadi", by=world.by_adi, at=timezone.now(),
        today=timezone.localdate(),
    )  # fmt: skip
    assert "menunggu jawaban" not in text(lastri.get(today))


def test_a_customer_reads_what_goes_back_and_why_money_was_not_taken(lastri, world):
    made = order(world)
    (down,) = payments.of(made)
    expected.withdraw(
        one=down.payment.expected, why="Baru dibayar 200 ribu", by=world.by_adi, at=timezone.now()
    )
    assert "Baru dibayar 200 ribu" in text(lastri.get(address(world, "order", made.pk)))


def test_what_is_all_reported_waits_for_the_treasurer_and_says_so(lastri, world):
    made = order(world)
    page = text(handed_over(lastri, world, made, paid="ALL"))
    assert "Sisa bayar" in page
    assert "Rp0, setelah Rp1.700.000 dicatat bendahara" in page
    pay = text(lastri.get(address(world, "pay_order", made.pk)))
    assert "Semua sudah dilaporkan" in pay
    assert 'name="amount_rp"' not in pay
    assert "belum lunas" not in text(lastri.get(address(world, "orders")))


def test_today_reminds_of_what_was_handed_over_a_week_ago_and_not_paid(lastri, world):
    today = reverse("web:today", args=[world.here.slug])
    made = order(world)
    handed_over(lastri, world, made, paid="PART", amount_rp="200rb")
    assert "belum lunas" not in text(lastri.get(today)), "one does not press on the first day"
    earlier = timezone.localdate() - timedelta(days=7)
    OrderStep.objects.filter(order=made).update(on=earlier)
    page = text(lastri.get(today))
    assert "1 pesanan sudah diserahkan, belum lunas: Rp1.000.000" in page
    assert "SDN 1 Sumber Rejo" in page


def test_another_day_is_promised(lastri, world):
    made = order(world)
    sent = {"request_id": str(uuid4()), "ready_on_which": "28"}
    lastri.post(address(world, "promise_order", made.pk), sent)
    made.refresh_from_db()
    assert made.ready_on == timezone.localdate() + timedelta(days=28)


def test_today_shows_what_is_due_or_late(lastri, world):
    order(world, days=30, name="Bu Jauh")
    order(world, days=2, name="Bu Dekat")
    page = text(lastri.get(reverse("web:today", args=[world.here.slug])))
    assert "Bu Dekat: 20 Seragam SD" in page
    assert "Bu Jauh" not in page


def test_the_group_and_record_lead_to_the_orders(lastri, world):
    group = reverse("hall:group", args=[world.here.slug, world.tailors.pk])
    assert address(world, "orders") in text(lastri.get(group))
    record = text(lastri.get(reverse("web:record", args=[world.here.slug])))
    assert reverse("workshop:begin_order", args=[world.here.slug]) in record


@pytest.mark.parametrize(
    ("office", "records"),
    [(Office.GROUP_MEMBER, False), (Office.TREASURER, False), (Office.GROUP_OFFICER, True)],
)
def test_who_reads_sees_no_customer_and_who_records_does(world, client, office, records):
    made = order(world)
    Order.objects.filter(pk=made.pk).update(note="Anaknya gemuk")
    user = stories.user("tari", "Tari")
    stories.appoint(user, office, group=world.tailors)
    client.force_login(user)
    for page in (address(world, "orders"), address(world, "order", made.pk)):
        shown = text(client.get(page))
        assert ("SDN 1 Sumber Rejo" in shown) == records
        assert "Seragam SD" in shown
    for secret in ("0812-3456", "gemuk"):
        assert (secret in text(client.get(address(world, "order", made.pk)))) == records
    assert client.get(address(world, "new_order")).status_code == (200 if records else 403)


def test_pages_ask_few_questions(lastri, world):
    for number in range(15):
        last = order(world, name=f"Bu {number}")
    orders.move(
        order=last, to=Stage.DELIVERED, by=world.by_adi, at=timezone.now(),
        today=timezone.localdate(),
    )  # fmt: skip
    for page in ("orders", "orders_over"):
        with few_queries():
            lastri.get(address(world, page))
    with few_queries():
        lastri.get(address(world, "order", last.pk))
    with few_queries():
        lastri.post(address(world, "new_order"), typed())
