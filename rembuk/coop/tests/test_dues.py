"""Pokok once and equal, wajib each month: what is due, what came in, in one round."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from rembuk.cash import purse
from rembuk.coop import dues, members, paying
from rembuk.coop.dues import Due, Terms
from rembuk.coop.models import DuesRule
from rembuk.ledger import reading
from rembuk.ledger.posting import Signed
from rembuk.lib.errors import Refused
from rembuk.villages.permissions import Office
from rembuk.villages.tests import stories
from rembuk.villages.tests.counting import few_queries
from rembuk.villages.tests.stories import NOW, TODAY

BEGINS = date(2026, 1, 1)


def agreed(coop, since=BEGINS, pokok_rp=50_000, wajib_rp=10_000):
    terms = Terms(since, pokok_rp, wajib_rp, source="AD pasal 12")
    return dues.agree(group=coop.group, terms=terms, by=coop.by_chair, at=NOW)


def signed(coop):
    return Signed(by=coop.by_treasurer, at=NOW, request_id=uuid4())


@pytest.fixture
def book(coop):
    made = purse.open_purse(
        group=coop.group, beginning=purse.Beginning(BEGINS, 0, 1_000_000),
        signed=Signed(by=coop.by_chair, at=NOW, request_id=uuid4()), today=TODAY,
    )  # fmt: skip
    agreed(coop)
    return made


def brought(coop, book, *payments, on=TODAY):
    return paying.record(book=book, payments=payments, on=on, signed=signed(coop), today=TODAY)


def stands(book, member, on=TODAY):
    found = dues.of_member(book, member, on=on)
    return found.pokok_due_rp, found.wajib_due_rp, found.months_due


# Since when she is a member, asked on -> pokok, wajib, months still to come.
OWED = [
    (date(2026, 1, 5), date(2026, 1, 5), (50_000, 10_000, 1)),
    (date(2026, 1, 31), date(2026, 2, 1), (50_000, 20_000, 2)),
    (date(2026, 1, 5), date(2026, 11, 20), (50_000, 110_000, 11)),
    (date(2026, 11, 20), date(2026, 11, 20), (50_000, 10_000, 1)),
]


@pytest.mark.parametrize(("since", "on", "owed"), OWED)
def test_each_month_she_is_a_member_counts_once(coop, book, since, on, owed):
    assert stands(book, coop.member("Siti Aminah", on=since), on=on) == owed


def test_a_newer_rule_counts_from_its_month_and_pokok_stays_equal_for_all(coop, book):
    siti = coop.member("Siti Aminah")
    brought(coop, book, paying.Payment(siti, Due.POKOK, 50_000))
    agreed(coop, since=date(2026, 6, 15), pokok_rp=75_000, wajib_rp=20_000)
    assert stands(book, siti, on=date(2026, 6, 1)) == (25_000, 5 * 10_000 + 20_000, 6)
    brought(coop, book, paying.Payment(siti, Due.WAJIB, 55_000))
    assert stands(book, siti, on=date(2026, 7, 1)) == (25_000, 5_000 + 2 * 20_000 - 10_000, 2)
    with pytest.raises(Refused, match="lebih baru"):
        agreed(coop, since=date(2026, 6, 1))


def test_what_is_brought_is_what_her_accounts_hold(coop, book):
    siti = coop.member("Siti Aminah")
    entries = brought(coop, book, *paying.as_due(dues.of_member(book, siti, on=TODAY)))
    assert [entry.kind for entry in entries] == ["CASH_IN", "CASH_IN"]
    assert reading.held_now(book, ["1101", "3101-000013", "3102-000013"]) == {
        "1101": 160_000, "3101-000013": 50_000, "3102-000013": 110_000,
    }  # fmt: skip
    assert stands(book, siti) == (0, 0, 0)
    brought(coop, book, paying.Payment(siti, Due.WAJIB, 20_000))
    assert stands(book, siti, on=date(2027, 1, 5)) == (0, 0, 0)
    dues.require_full_member(book, siti, on=TODAY)


def test_a_sum_goes_to_pokok_first(coop, book):
    siti = coop.member("Siti Aminah")
    parts = paying.split(dues.of_member(book, siti, on=TODAY), 65_000)
    assert [(one.due, one.amount_rp) for one in parts] == [
        (Due.POKOK, 50_000), (Due.WAJIB, 15_000)
    ]  # fmt: skip


def test_pokok_is_the_same_for_all(coop, book):
    siti = coop.member("Siti Aminah")
    with pytest.raises(Refused, match="sama untuk semua"):
        brought(coop, book, paying.Payment(siti, Due.POKOK, 50_001))
    with pytest.raises(Refused, match="simpanan pokok"):
        dues.require_full_member(book, siti, on=TODAY)


def test_who_is_no_member_brings_nothing(coop, book):
    wati = coop.applicant("Wati Ningsih")
    with pytest.raises(Refused, match="bukan anggota"):
        brought(coop, book, paying.Payment(wati, Due.WAJIB, 10_000))
    assert stands(book, wati) == (0, 0, 0)


def test_a_round_is_written_whole_or_not_at_all(coop, book):
    siti, wati = coop.member("Siti Aminah"), coop.applicant("Wati Ningsih")
    with pytest.raises(Refused):
        brought(
            coop, book, paying.Payment(siti, Due.WAJIB, 10_000),
            paying.Payment(wati, Due.WAJIB, 10_000),
        )  # fmt: skip
    assert reading.held_now(book, ["1101", "3102-000013"]) == {"1101": 0}


REFUSED = [
    ({"pokok_rp": 0}, "Tulis"),
    ({"wajib_rp": -1}, "Tulis"),
    ({"since": date(2025, 12, 1)}, "lebih baru"),
]


@pytest.mark.parametrize(("told", "says"), REFUSED)
def test_a_rule_that_cannot_be_is_refused(coop, book, told, says):
    with pytest.raises(Refused, match=says):
        agreed(coop, **{"since": date(2026, 9, 1), **told})
    terms = Terms(date(2026, 9, 1), 1, 1)
    with pytest.raises(Refused, match="pasal"):
        dues.agree(group=coop.group, terms=terms, by=coop.by_chair, at=NOW)


BROKEN = [
    ("pokok_rp", 0, "pokok_is_a_sum"),
    ("wajib_rp", -1, "wajib_is_a_sum"),
    ("source", "", "stands_somewhere"),
    ("since", date(2026, 9, 2), "begins_with_a_month"),
]


@pytest.mark.parametrize(("field", "value", "constraint"), BROKEN)
def test_the_database_refuses_what_cannot_be(coop, book, field, value, constraint):
    told = {
        "village": coop.group.village, "group": coop.group, "since": date(2026, 9, 1),
        "pokok_rp": 1, "wajib_rp": 1, "source": "AD", "at": NOW,
    }  # fmt: skip
    with (
        pytest.raises(IntegrityError, match=f"coop_duesrule_{constraint}"),
        transaction.atomic(), connection.cursor(),
    ):  # fmt: skip
        DuesRule(**{**told, field: value}).save(force_insert=True)


# --- pages --------------------------------------------------------------------------------------


def address(coop, name, *more):
    return reverse(f"coop:{name}", args=[coop.group.village.slug, coop.group.pk, *more])


def text(response):
    return response.content.decode()


def test_a_round_is_pressed_and_saved_and_sent_twice_written_once(coop, book, opened):
    siti, wati = coop.member("Siti Aminah"), coop.member("Wati Ningsih")
    treasurer, url = opened(coop.treasurer), address(coop, "round")
    page = text(treasurer.get(url))
    assert 'value="50000-110000"' in page
    assert "Catat: belum ada izin" in page
    form = {"request_id": uuid4(), "on_which": "today"}
    assert treasurer.post(url, form).status_code == 422
    both = {**form, f"agrees_{siti.pk}": "50000-110000", f"other_{siti.pk}": "5rb"}
    assert "Pilih salah satu" in text(treasurer.post(url, both))
    right = {**form, f"agrees_{siti.pk}": "50000-110000", f"other_{wati.pk}": "60rb"}
    read_back = text(treasurer.post(url, right))
    assert "dua ratus dua puluh ribu rupiah" in read_back.lower()
    for told in ("2 anggota membayar", "Siti Aminah", "Rp160.000", "Wati Ningsih", "Rp60.000"):
        assert told in read_back
    assert reading.held_now(book, ["1101"]) == {"1101": 0}, "nothing is written before it is read"
    for _each in range(2):
        page = text(treasurer.post(url, {**right, "checked": "1"}, follow=True))
    assert "Tidak ada yang dicatat dua kali" in page
    assert reading.held_now(book, ["1101"]) == {"1101": 220_000}
    assert stands(book, siti) == (0, 0, 0)


def test_a_round_of_twenty_asks_few_questions(coop, book, opened):
    people = [coop.member(f"Anggota {n:02d}") for n in range(20)]
    treasurer, url = opened(coop.treasurer), address(coop, "round")
    form = {"request_id": uuid4(), "on_which": "today"}
    form |= {f"agrees_{one.pk}": "50000-110000" for one in people[:19]}
    with few_queries():
        treasurer.get(url)
    with few_queries():
        page = text(treasurer.post(url, form))
    assert "19 anggota membayar" in page
    assert "1 anggota lain tidak membayar kali ini" in page
    changed = text(treasurer.post(url, {**form, "checked": "1", "change": "1"}))
    assert changed.count('value="50000-110000" checked') == 19


def test_much_money_is_typed_once_more(coop, book, opened):
    agreed(coop, since=date(2026, 2, 1), pokok_rp=2_000_000)
    siti = coop.member("Siti Aminah")
    treasurer, url = opened(coop.treasurer), address(coop, "round")
    form = {"request_id": uuid4(), "on_which": "today", f"agrees_{siti.pk}": "2000000-0"}
    assert "Sudah benar?" in text(treasurer.post(url, form))
    wrong = treasurer.post(url, {**form, "checked": "1", "again_rp": "1jt"})
    assert wrong.status_code == 422
    treasurer.post(url, {**form, "checked": "1", "again_rp": "2jt"})
    assert reading.held_now(book, ["1101"]) == {"1101": 2_000_000}


def test_one_deposit_is_read_back_and_gives_its_receipt(coop, book, opened):
    siti = coop.member("Siti Aminah")
    treasurer, url = opened(coop.treasurer), address(coop, "deposit", siti.pk)
    assert 'value="160.000"' in text(treasurer.get(url))
    form = {"request_id": uuid4(), "on_which": "today", "amount_rp": "160.000"}
    assert "seratus enam puluh ribu rupiah" in text(treasurer.post(url, form)).lower()
    page = text(treasurer.post(url, {**form, "checked": "1"}, follow=True))
    assert "Siti Aminah" in page
    assert "Kuitansi" in page


def test_sums_of_others_are_for_who_keeps_or_oversees_them(coop, book, opened):
    siti = coop.member("Siti Aminah")
    brought(coop, book, paying.Payment(siti, Due.POKOK, 50_000))
    treasurer = opened(coop.treasurer)
    with few_queries():
        page = text(treasurer.get(address(coop, "dues")))
    assert "Siti Aminah" in page
    outside = text(opened(coop.world.adi).get(address(coop, "dues")))
    assert "Siti Aminah" not in outside
    assert "Rp50.000" in outside


@pytest.mark.parametrize("page", ["purse", "lines", "reports", "days"])
def test_the_cash_of_a_cooperative_is_open_to_who_keeps_or_oversees_it(coop, book, opened, page):
    """Each line of it is some member's own savings: also not for the facilitator or a member."""
    siti = coop.member("Siti Aminah")
    brought(coop, book, paying.Payment(siti, Due.POKOK, 50_000))
    member = stories.user("anggota.koperasi", "Anggota")
    stories.appoint(member, Office.GROUP_MEMBER, group=coop.group)
    url = reverse(f"cash:{page}", args=[coop.group.village.slug, coop.group.pk])
    for user, status in ((coop.treasurer, 200), (coop.supervisor, 200), (member, 403),
                         (coop.world.adi, 403)):  # fmt: skip
        answer = opened(user).get(url)
        assert answer.status_code == status, user.name
        assert ("Siti Aminah" in text(answer)) <= (status == 200)
        home = reverse("hall:group", args=[coop.group.village.slug, coop.group.pk])
        assert (url in text(opened(user).get(home))) <= (status == 200)


def test_what_two_phones_tick_is_taken_in_once(coop, book):
    siti = coop.member("Siti Aminah")
    due = stands(book, siti)[1]
    ticked = paying.Payment(siti, Due.WAJIB, due, is_due=True)
    brought(coop, book, ticked)
    with pytest.raises(Refused, match="sudah dicatat"):
        brought(coop, book, ticked)
    assert stands(book, siti)[1] == 0
    brought(coop, book, paying.Payment(siti, Due.WAJIB, 10_000))  # ahead, on purpose


def test_the_rule_is_recorded_with_where_it_stands(coop, opened):
    chair, url = opened(coop.chair), address(coop, "agree_dues")
    form = {"request_id": uuid4(), "pokok_rp": "50rb", "wajib_rp": "10rb", "month": 1}
    form |= {"year": 2026, "source": ""}
    assert "pasal" in text(chair.post(url, form))
    page = text(chair.post(url, {**form, "source": "AD pasal 12"}, follow=True))
    assert "AD pasal 12" in page
    assert "Kas koperasi belum dibuka" in page
    assert members.now(coop.group, on=TODAY) == []


def test_the_treasurer_goes_from_record_to_the_round(coop, book, opened):
    slug = coop.group.village.slug
    treasurer = opened(coop.treasurer)
    assert reverse("coop:begin_round", args=[slug]) in text(
        treasurer.get(reverse("web:record", args=[slug]))
    )
    there = treasurer.get(reverse("coop:begin_round", args=[slug]))
    assert there.url == address(coop, "round")
    rina = opened(coop.world.rina)
    assert rina.get(reverse("coop:begin_round", args=[slug])).status_code == 404
