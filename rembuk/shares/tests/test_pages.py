"""Dividing as people see it: the chair, the treasurer, a member, and those outside the group."""

from __future__ import annotations

from datetime import date
from urllib.parse import unquote
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from rembuk.cash import lines
from rembuk.cash.lines import Money
from rembuk.cash.purposes import Way
from rembuk.enterprise.models import Membership
from rembuk.forum import resolutions
from rembuk.ledger.posting import Signed
from rembuk.lib import words
from rembuk.messaging import privacy
from rembuk.shares import dividing, rules, telling
from rembuk.shares.models import Agreeing, Contribution, Rule, Sharing, ShownTo, Step
from rembuk.shares.rules import Terms
from rembuk.shares.tests.conftest import NOW, TODAY
from rembuk.shares.tests.test_dividing import agreed, agreed_rule, divided, proposed
from rembuk.villages.tests.counting import few_queries

HIDDEN = ("33.334", "33.333")


def address(tailors, name, *more):
    return reverse(f"shares:{name}", args=[tailors.world.here.slug, tailors.group.pk, *more])


def text(response):
    return response.content.decode()


def key(**typed):
    return {"request_id": uuid4(), **typed}


def days(since, until):
    return {
        f"{name}_{part}": getattr(day, part)
        for name, day in (("since", since), ("until", until))
        for part in ("day", "month", "year")
    }


def sold(tailors, purse, amount_rp=900_000):
    signed = Signed(by=tailors.treasurer, at=NOW, request_id=uuid4())
    told = Money(Way.IN, "Sekolah", "sale", amount_rp, date(2026, 2, 1))
    lines.record(book=purse, money=told, signed=signed, today=TODAY)


def test_the_chair_divides_the_treasurer_agrees_and_pays_and_a_member_sees_it(
    tailors, decision, purse, browser_of
):
    agreed_rule(tailors, decision)
    sold(tailors, purse)
    chair, keeper, wati = (browser_of(name) for name in ("lastri", "rina", "wati"))
    first = text(chair.get(address(tailors, "divide")))
    assert "menyisakan Rp900.000" in first
    typed = key(source="CASH", title="Seragam", **days(date(2026, 1, 1), TODAY))
    page = text(chair.post(address(tailors, "divide"), typed, follow=True))
    assert "Ajukan Rp900.000" in page
    one = Sharing.objects.get()
    assert wati.get(address(tailors, "sharing", one.pk)).status_code == 404
    chair.post(address(tailors, "propose", one.pk), key())
    today = reverse("web:today", args=[tailors.world.here.slug])
    assert "Rp900.000 menunggu dibagi" in text(keeper.get(today))
    assert "Sudah disetujui" in text(
        keeper.post(address(tailors, "agree", one.pk), key(), follow=True)
    )
    paid = keeper.post(address(tailors, "pay_all", one.pk), key(), follow=True)
    assert "3 pembayaran sudah tercatat." in text(paid)
    assert "Semua sudah dibayar" in text(paid)
    mine = text(wati.get(address(tailors, "shares")))
    assert "Rp300.000" in mine
    assert "tiga ratus ribu rupiah" in text(
        wati.get(address(tailors, "member", one.pk, tailors.ids["Wati"]))
    )


def test_what_is_typed_wrongly_stays_and_says_what_to_do(tailors, decision, browser_of):
    agreed_rule(tailors, decision)
    typed = key(source="TYPED", amount_rp="", title="Seragam", **days(TODAY, TODAY))
    answer = browser_of("lastri").post(address(tailors, "divide"), typed)
    assert answer.status_code == 422
    assert 'value="Seragam"' in text(answer)
    assert "Tulis jumlah dalam rupiah bulat" in text(answer)


def test_the_chair_writes_a_rule_down_and_every_member_reads_it(tailors, decision, browser_of):
    chair = browser_of("lastri")
    typed = key(
        resolution_id=decision.pk, cash_part="10", by_equal="70", by_duty="29", unit_rp=500,
        leftover="CASH", belonging="DAYS", agreeing="MEETING", shown_to="GROUP", since_day=1,
        since_month=2, since_year=2026,
    )  # fmt: skip
    answer = chair.post(address(tailors, "new_rule"), typed)
    assert answer.status_code == 422
    assert "100 persen" in text(answer)
    assert 'value="29"' in text(answer)
    chair.post(address(tailors, "new_rule"), {**typed, "by_duty": "30"})
    rule = Rule.objects.get()
    assert (rule.cash_part, rule.by_equal, rule.by_duty, rule.unit_rp) == (1000, 7000, 3000, 500)
    read = text(browser_of("wati").get(address(tailors, "rules")))
    assert "Pertama, 10 persen" in read
    assert "Hasil dibagi bersama" in read
    chair.post(address(tailors, "drop_rule", rule.pk), key(why="Salah tulis"))
    assert "Salah tulis" in text(chair.get(address(tailors, "rules")))


def test_the_members_agree_in_a_meeting(tailors, decision, later, browser_of):
    agreed_rule(tailors, decision, agreeing=Agreeing.MEETING)
    one = proposed(tailors)
    keeper = browser_of("rina")
    assert address(tailors, "agree", one.pk) not in text(
        keeper.get(address(tailors, "sharing", one.pk))
    )
    typed = key(resolution_id=later.pk)
    browser_of("lastri").post(address(tailors, "agree_by_meeting", one.pk), typed)
    assert one.steps.get(kind=Step.Kind.AGREED).resolution == later
    resolutions.take_back(resolution=later, why="Batal", by=tailors.chair, at=NOW)
    again = browser_of("lastri").post(address(tailors, "agree_by_meeting", one.pk), typed)
    assert again.status_code == 302  # done already, whatever became of the later since
    anew = browser_of("lastri").post(
        address(tailors, "agree_by_meeting", one.pk), {**typed, **key()}
    )
    assert anew.status_code == 422


def test_the_treasurer_does_not_agree_and_says_why(tailors, decision, browser_of):
    agreed_rule(tailors, decision)
    one = proposed(tailors)
    browser_of("rina").post(address(tailors, "send_back", one.pk), key(why="Bon kain belum masuk"))
    page = text(browser_of("wati").get(address(tailors, "sharing", one.pk)))
    assert "Bon kain belum masuk" in page


def test_a_number_is_corrected_on_its_page(tailors, decision, browser_of):
    agreed_rule(tailors, decision, by_equal=0, by_pieces=10_000)
    one = divided(tailors)
    chair = browser_of("lastri")
    assert "Belum ada hasil kerja" in text(chair.get(address(tailors, "sharing", one.pk)))
    url = address(tailors, "correct", one.pk, tailors.ids["Siti"], "PIECES")
    assert "Ajukan" in text(chair.post(url, key(hundredths="12,5", why="Dari buku"), follow=True))
    assert chair.get(url.replace("PIECES", "DUTY")).status_code == 404
    page = text(chair.get(address(tailors, "sharing", one.pk)))
    assert "Dari buku" in page
    assert words.plain_day(timezone.localdate(), language="id") in page
    assert page.partition("<tfoot>")[2].count("data-label=") == 3


@pytest.mark.parametrize("username", ["adi", "budi"])
def test_outside_the_group_nobody_sees_a_persons_sum(tailors, decision, browser_of, username):
    agreed_rule(tailors, decision)
    one = agreed(tailors)
    client, wati = browser_of(username), tailors.ids["Wati"]
    page = text(client.get(address(tailors, "sharing", one.pk)))
    assert "100.000" in page
    assert not [part for part in HIDDEN if part in page]
    for name, *more in (
        ("member", one.pk, wati), ("slip", one.pk, wati), ("statement", one.pk), ("income", wati),
    ):  # fmt: skip
        assert client.get(address(tailors, name, *more)).status_code == 404, name
    shown = text(client.get(address(tailors, "what_if")))
    assert "Wati" not in shown


def test_each_her_own_where_the_rule_says_so(tailors, decision, browser_of):
    agreed_rule(tailors, decision, shown_to=ShownTo.OWN)
    one = agreed(tailors)
    wati = browser_of("wati")
    page = text(wati.get(address(tailors, "sharing", one.pk)))
    assert "Wati" in page
    assert "Siti" not in page
    assert wati.get(address(tailors, "member", one.pk, tailors.ids["Wati"])).status_code == 200
    assert wati.get(address(tailors, "member", one.pk, tailors.ids["Siti"])).status_code == 404
    assert wati.get(address(tailors, "statement", one.pk)).status_code == 404
    assert "Siti" not in text(wati.get(address(tailors, "what_if")))
    assert "Siti" in text(browser_of("rina").get(address(tailors, "sharing", one.pk)))


def test_income_over_the_years_is_hers_the_chairs_and_the_treasurers(tailors, decision, browser_of):
    agreed_rule(tailors, decision)
    agreed(tailors)
    own, others = (address(tailors, "income", tailors.ids[name]) for name in ("Wati", "Siti"))
    wati = browser_of("wati")
    page = text(wati.get(own))
    assert "Rp33.333" in page
    assert "Menunggu bendahara" in page, "nobody paid it yet"
    assert wati.get(others).status_code == 404
    assert browser_of("lastri").get(others).status_code == 200
    assert browser_of("rina").get(others).status_code == 200
    assert browser_of("budi").get(others).status_code == 404


def test_other_rules_side_by_side_change_nothing(tailors, decision, browser_of):
    agreed_rule(tailors, decision, by_equal=5000, by_pieces=5000)
    one = divided(tailors)
    membership = Membership.objects.get(pk=tailors.ids["Siti"])
    dividing.correct(
        sharing=one, membership=membership, kind="PIECES", hundredths=100, why="x",
        by=tailors.chair, at=NOW,
    )  # fmt: skip
    before = Sharing.objects.count(), one.weights.count(), Rule.objects.count()
    chair = browser_of("lastri")
    page = text(
        chair.get(address(tailors, "what_if"), {"of": one.pk, "equal": 30, "other": "PIECES"})
    )
    assert "30 persen sama rata, 70 persen menurut hasil kerja" in page
    assert "Rp33.334 (−Rp33.333)" in page  # equally: Siti has a third instead of two thirds
    assert "Belum ada catatan giliran" in page
    assert (Sharing.objects.count(), one.weights.count(), Rule.objects.count()) == before
    for wrong in ({"equal": "banyak"}, {"equal": "-1"}, {"of": "x"}, {"other": "EQUAL"}):
        assert chair.get(address(tailors, "what_if"), wrong).status_code == 200


def test_the_papers_are_printed(tailors, decision, browser_of):
    agreed_rule(tailors, decision)
    one, wati = agreed(tailors), browser_of("wati")
    for name, *more in (("statement",), ("slip", tailors.ids["Wati"])):
        made = wati.get(address(tailors, name, one.pk, *more))
        assert made["Content-Type"] == "application/pdf"
        assert made.content.startswith(b"%PDF")
        assert len(made.content) < 60_000


def test_the_first_words_of_the_message_hold_no_sum(tailors, decision):
    agreed_rule(tailors, decision)
    one = agreed(tailors)
    one.group.name = one.title = "B"
    membership = Membership(name="A")
    told = telling.text_of(
        membership, sharing=one, share_rp=33_334, link="https://contoh.id", sender="Lastri",
        on=TODAY,
    )  # fmt: skip
    assert told.startswith("Kabar baik, A.")
    assert not any(sign in told[: privacy.SHOWN] for sign in ("Rp", "33", "tiga"))
    assert "Rp33.334 (tiga puluh tiga ribu tiga ratus tiga puluh empat rupiah)" in told
    assert not privacy.shown_too_early(told)


def test_the_chair_tells_a_member_by_one_tap_and_only_who_agreed_to_messages(
    tailors, decision, browser_of
):
    agreed_rule(tailors, decision)
    one, chair = agreed(tailors), browser_of("lastri")
    siti = text(chair.get(address(tailors, "member", one.pk, tailors.ids["Siti"])))
    assert "https://wa.me/?text=Kabar%20baik" in siti
    assert "Bagian Anda Rp33.334" in unquote(siti)
    wati = text(chair.get(address(tailors, "member", one.pk, tailors.ids["Wati"])))
    assert "berikan slipnya" in wati


def test_one_page_holds_the_messages_for_all_once_it_is_agreed(tailors, decision, browser_of):
    agreed_rule(tailors, decision)
    draft, one, chair = proposed(tailors), agreed(tailors), browser_of("lastri")
    url = address(tailors, "tell_all", one.pk)
    assert url in text(chair.get(address(tailors, "sharing", one.pk)))
    with few_queries():
        page = text(chair.get(url))
    assert page.count("https://wa.me/?text=Kabar%20baik") == 2  # Siti and Sri
    assert "berikan slipnya" in page  # Wati did not agree to messages
    assert address(tailors, "slip", one.pk, tailors.ids["Wati"]) in page
    assert chair.get(address(tailors, "tell_all", draft.pk)).status_code == 404
    assert browser_of("wati").get(url).status_code == 404


def test_capital_is_put_in_and_given_back(tailors, decision, browser_of):
    chair = browser_of("lastri")
    typed = key(
        membership_id=tailors.ids["Siti"], amount_rp="500rb", source="Kuitansi 3", on_day=2,
        on_month=2, on_year=2026,
    )  # fmt: skip
    page = text(chair.post(address(tailors, "put_in"), typed, follow=True))
    assert "Rp500.000" in page
    row = Contribution.objects.get()
    back = key(why="Keluar", on_day=1, on_month=3, on_year=2026)
    assert "Keluar" in text(chair.post(address(tailors, "give_back", row.pk), back, follow=True))


def test_pages_ask_few_questions_however_many_there_are(tailors, decision, browser_of):
    rules.record(
        group=tailors.group, terms=Terms(), since=decision.agreed_on, resolution=decision,
        by=tailors.chair, at=NOW,
    )  # fmt: skip
    for number in range(30):
        Membership.objects.create(
            village=tailors.world.here, group=tailors.group, name=f"Penjahit {number}",
            joined_on=decision.agreed_on,
        )  # fmt: skip
    one, *_others = [agreed(tailors) for _each in range(3)]
    wati = browser_of("wati")
    for name, *more in (
        ("shares",), ("rules",), ("sharing", one.pk), ("member", one.pk, tailors.ids["Wati"]),
        ("income", tailors.ids["Wati"]), ("what_if",), ("concerns",), ("capital",),
    ):  # fmt: skip
        url = address(tailors, name, *more)
        with few_queries():
            wati.get(url)


@pytest.mark.parametrize("terms", [{}, {"by_equal": 5000, "by_pieces": 5000}])
def test_the_chair_asks_few_questions_under_any_rule(tailors, decision, browser_of, terms):
    agreed_rule(tailors, decision, **terms)
    one, chair = divided(tailors), browser_of("lastri")
    with few_queries():
        chair.get(address(tailors, "what_if"), {"of": one.pk, "equal": 30})
