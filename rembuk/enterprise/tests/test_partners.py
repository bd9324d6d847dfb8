"""Partners: a wish, a talk, a try, an agreement, or a no that says why."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from rembuk.enterprise import letters, partners, products
from rembuk.enterprise.models import Agreement, Offer, OfferLine, Partner, PartnerStep
from rembuk.enterprise.partners import Facts, Line, Step
from rembuk.lib import words
from rembuk.lib.errors import Refused
from rembuk.villages.models import AuditEntry
from rembuk.villages.permissions import Office
from rembuk.villages.tests import stories
from rembuk.villages.tests.counting import few_queries

TODAY, NOW = date(2026, 3, 2), datetime(2026, 3, 2, 3, 0, tzinfo=UTC)


def told(world):
    return {"by": world.by_adi, "at": NOW, "today": TODAY}


def school(world, name="SDN 1 Sumber Rejo", **facts):
    facts = {"sort": "SCHOOL", "contact": "Bu Kepala", "phone": "+628990000077", **facts}
    return partners.add(group=world.tailors, facts=Facts(name, **facts), **told(world))


def stepped(world, partner, stage, on=TODAY, **more):
    return partners.step(partner=partner, step=Step(stage, on, **more), **told(world))


def offered(world, partner):
    line = [Line("Seragam SD", 85_000)]
    return partners.offer(
        partner=partner, lines=line, valid_until=TODAY, made_by="Lastri", **told(world)
    )


def agreed(world, partner, **more):
    days = {"since": date(2026, 2, 1), **more}
    return partners.agree(partner=partner, agreed="Titip 20 keset", **days, **told(world))


def address(world, name, *more):
    return reverse(f"enterprise:{name}", args=[world.here.slug, world.tailors.pk, *more])


def send(client, world, page, *more, **typed):
    form = {"request_id": uuid4(), "on_which": "today", **typed}
    return client.post(address(world, page, *more), form, follow=True)


def test_the_last_word_says_how_far_it_is(world):
    one = school(world)
    assert partners.stage_of(partners.of(world.tailors)[0]) == "PROSPECT"
    stepped(world, one, "TALK", next_on=date(2026, 3, 9))
    stepped(world, one, "PROSPECT", on=date(2026, 2, 1))
    (found,) = partners.of(world.tailors)
    assert (found.stage, found.next_on) == ("TALK", date(2026, 3, 9))
    assert partners.to_ask(world.here, world.tailors.pk, on=date(2026, 3, 8)) == []
    assert partners.to_ask(world.here, world.tailors.pk, on=date(2026, 3, 9)) == [one]
    stepped(world, one, "REFUSED", note="Sudah punya penjahit")
    assert partners.to_ask(world.here, world.tailors.pk, on=date(2026, 4, 9)) == []


def test_what_needs_work_stands_first(world):
    for name, stage in (("A", "RUNNING"), ("B", "PROSPECT"), ("C", "TRIAL")):
        stepped(world, school(world, name), stage)
    assert [one.name for one in partners.of(world.tailors)] == ["C", "B", "A"]


REFUSED = [
    (lambda w, one: school(w, " "), "nama mitra"),
    (lambda w, one: school(w, "sdn 1 SUMBER rejo"), "sudah ada"),
    (lambda w, one: stepped(w, one, "REFUSED"), "mengapa ditolak"),
    (lambda w, one: stepped(w, one, "TALK", on=date(2026, 3, 3)), "hari ini atau"),
    (lambda w, one: stepped(w, one, "TALK", next_on=date(2026, 3, 1)), "lebih akhir"),
    (lambda w, one: agreed(w, one, until=date(2026, 1, 1)), "mendahului"),
    (lambda w, one: agreed(w, one, since=date(2026, 3, 3)), "hari ini atau"),
]


@pytest.mark.parametrize(("act", "says"), REFUSED)
def test_what_makes_no_sense_is_refused(world, act, says):
    one = school(world)
    with pytest.raises(Refused, match=says):
        act(world, one)


NO_OFFERS = [
    ({"lines": []}, "harga satuannya"),
    ({"lines": [Line("Seragam", 0)]}, "harga satuannya"),
    ({"valid_until": date(2026, 3, 1)}, "batas berlaku"),
    ({"made_by": " "}, "siapa yang menawarkan"),
]


@pytest.mark.parametrize(("wrong", "says"), NO_OFFERS)
def test_an_offer_that_says_too_little_is_refused(world, wrong, says):
    offer = {"lines": [Line("Keset", 15_000)], "valid_until": TODAY, "made_by": "Lastri", **wrong}
    with pytest.raises(Refused, match=says):
        partners.offer(partner=school(world), **offer, **told(world))


def test_an_agreement_ends_once_and_says_why(world):
    agreement = agreed(world, school(world))
    ended = {"agreement": agreement, "on": TODAY, **told(world)}
    for wrong in ({"why": " "}, {"why": "x", "on": date(2026, 1, 1)}):
        with pytest.raises(Refused):
            partners.end_agreement(**ended | wrong)
    partners.end_agreement(why="Toko tutup", **ended)
    with pytest.raises(Refused, match="sudah berakhir"):
        partners.end_agreement(why="Toko tutup", **ended)


BROKEN = [
    (Partner, "name = ''", "enterprise_partner_has_a_name"),
    (Partner, "sort = 'FRIEND'", "enterprise_partner_sort_known"),
    (Agreement, "agreed = ''", "enterprise_agreement_says_something"),
    (Agreement, "until = '2020-01-01'", "enterprise_agreement_ends_after_it_began"),
    (Agreement, "ended_on = '2026-03-01'", "enterprise_agreement_ends_with_a_reason"),
    (PartnerStep, "note = 'x'", "enterprise_partnerstep_append_only"),
    (Offer, "made_by = 'x'", "enterprise_offer_append_only"),
    (OfferLine, "price_rp = 1", "enterprise_offerline_append_only"),
]


@pytest.mark.parametrize(("model", "change", "rule"), BROKEN)
def test_the_database_refuses_what_cannot_be(world, model, change, rule):
    one = school(world)
    stepped(world, one, "TALK")
    agreed(world, one)
    offered(world, one)
    with (
        pytest.raises(IntegrityError, match=rule),
        transaction.atomic(), connection.cursor() as cursor,
    ):  # fmt: skip
        cursor.execute(f"UPDATE {model._meta.db_table} SET {change}")


NEVER_WRITTEN = [
    (PartnerStep, {"stage": "REFUSED"}, "refused_with_a_reason"),
    (PartnerStep, {"stage": "MARRIED"}, "stage_known"),
    (PartnerStep, {"stage": "TALK", "next_on": date(2026, 3, 1)}, "asks_again_later"),
]


@pytest.mark.parametrize(("model", "row", "rule"), NEVER_WRITTEN)
def test_the_database_takes_no_such_step(world, model, row, rule):
    row = {"village": world.here, "partner": school(world), "on": TODAY, **row}
    with pytest.raises(IntegrityError, match=rule), transaction.atomic():
        model.objects.create(**row)


def test_an_offer_to_a_school_goes_to_parents_and_obliges_nobody(world):
    offer = offered(world, school(world))
    assert letters.offer_letter(offer, at=NOW).startswith(b"%PDF-1.7")
    assert letters.offer_letter(offer, at=NOW) == letters.offer_letter(offer, at=NOW)
    assert "Permendikbudristek 50/2022" in letters.school_words()


def test_whom_to_ask_there_is_not_in_the_trail(world):
    one = school(world)
    facts = Facts("SDN 1", "SCHOOL", contact="Pak Lurah", phone="+628990000078")
    partners.change(partner=one, facts=facts, by=world.by_adi, at=NOW)
    trail = str(list(AuditEntry.objects.filter(verb__startswith="enterprise.partner").values()))
    assert "Pak Lurah" not in trail
    assert "0078" not in trail


def test_the_chair_talks_with_a_school_until_it_works(lastri, world):
    assert "Belum ada mitra" in lastri.get(address(world, "partners")).content.decode()
    send(lastri, world, "add_partner", name="SDN 2", sort="SCHOOL", phone="")
    one = Partner.objects.get()
    today = timezone.localdate()
    day = {"next_on_day": today.day, "next_on_month": today.month, "next_on_year": today.year}
    send(lastri, world, "partner_step", one.pk, stage="TALK", note="Minta contoh", **day)
    home = lastri.get(reverse("web:today", args=[world.here.slug])).content.decode()
    assert "Tanyakan lagi kepada SDN 2" in home
    products.add(
        group=world.tailors, facts=products.Facts("Seragam SD", price_rp=85_000),
        by=world.by_adi, at=NOW,
    )  # fmt: skip
    page = lastri.get(address(world, "write_offer", one.pk)).content.decode()
    assert "tidak mewajibkan siapa pun" in page
    assert 'value="85.000"' in page
    until = {f"valid_until_{name}": value for name, value in
             (("day", 1), ("month", 1), ("year", today.year + 1))}  # fmt: skip
    lines = {"what_1": "Seragam SD", "price_1": "85.000", "made_by": "Lastri"}
    page = send(lastri, world, "write_offer", one.pk, **lines, **until).content.decode()
    paper = address(world, "offer_paper", one.pk, Offer.objects.get().pk)
    assert paper in page
    assert lastri.get(paper).content.startswith(b"%PDF")
    assert OfferLine.objects.get().product is not None


def test_an_online_selling_place_is_wanted_opened_sells_and_is_closed(lastri, world):
    send(lastri, world, "add_partner", name="Shopee", sort="ONLINE", phone="")
    one = Partner.objects.get()
    assert "Diharapkan" in lastri.get(address(world, "partners")).content.decode()
    page = lastri.get(address(world, "partner", one.pk)).content.decode()
    assert "Tulis penawaran" not in page
    send(lastri, world, "partner_step", one.pk, stage="TRIAL", note="Toko Jahit Melati")
    send(lastri, world, "partner_step", one.pk, stage="RUNNING")
    page = lastri.get(address(world, "partners")).content.decode()
    assert "Berjualan" in page
    assert words.plain_day(timezone.localdate(), language="id") in page
    assert AuditEntry.objects.filter(verb="enterprise.partner_placed").count() == 2


@pytest.mark.parametrize("stage", ["TALK", "REFUSED"])
def test_nobody_talks_with_an_online_place(world, stage):
    one = school(world, "Shopee", sort="ONLINE")
    with pytest.raises(Refused, match="diharapkan, dibuka, berjualan, atau ditutup"):
        stepped(world, one, stage, note="Tidak bisa")
    assert not PartnerStep.objects.exists()


def test_a_line_without_its_price_is_asked_for(lastri, world):
    one = school(world)
    answer = send(lastri, world, "write_offer", one.pk, what_1="Keset", made_by="Lastri")
    assert answer.status_code == 422
    assert "Tulis harga satuannya" in answer.content.decode()


def test_members_do_not_read_whom_to_ask_there(world, client):
    one = school(world)
    for name, office in (("tari", Office.GROUP_MEMBER), ("ani", Office.GROUP_OFFICER)):
        user = stories.user(name, name.title())
        stories.appoint(user, office, group=world.tailors)
        client.force_login(user)
        page = client.get(address(world, "partner", one.pk)).content.decode()
        assert ("Bu Kepala" in page) == (office == Office.GROUP_OFFICER)


def test_pages_ask_few_questions(lastri, world):
    for number in range(20):
        one = school(world, f"SDN {number}")
        stepped(world, one, "TALK", on=TODAY - timedelta(days=number))
    with few_queries():
        lastri.get(address(world, "partners"))
    with few_queries():
        lastri.get(address(world, "partner", one.pk))
