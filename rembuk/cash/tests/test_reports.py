"""Reports of a purse: what they say, where each number leads, and the same as a file."""

from __future__ import annotations

import csv
import io
import re
from datetime import date, datetime, time, timedelta
from html import unescape
from urllib.parse import urlencode

import openpyxl
import pytest
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from rembuk.cash import lines, purse, reports
from rembuk.cash.reports import What
from rembuk.cash.tests import scenes
from rembuk.cash.tests.scenes import begins, came, chair, today, treasurer, url, went
from rembuk.cash.views import statements
from rembuk.ledger import posting, second_codes
from rembuk.ledger.chain import Move
from rembuk.ledger.posting import Plan
from rembuk.lib.words import plain_day
from rembuk.villages.models import Group
from rembuk.villages.permissions import SCOPE_OF, Office, Scope
from rembuk.villages.tests import stories
from rembuk.villages.tests.counting import few_queries


@pytest.fixture
def told(world, purse):
    """The first day, two sales, cloth, and a sale that was taken back."""
    came(world, purse, 200_000, on=begins() + timedelta(days=1))
    went(world, purse, 50_000)
    wrong = came(world, purse, 7_000, party="=1+1")
    signed = scenes.signed(treasurer(world))
    posting.reverse(wrong, reason="Salah", signed=signed, today=today())
    return purse


def address(world, what, name="report", *more, **asked):
    days = {"from": begins(), "until": today()} | asked
    return url(world, name, str(what), *more) + f"?{urlencode(days)}"


def text_of(response) -> str:
    """Return what a reader sees, without tags and doubled spaces."""
    page = response.content.decode().split("<main")[1].split("</main>")[0]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page)).split())


# Each report of the whole purse -> what it must say.
SAID = [
    (
        What.SUMMARY,
        [
            "Saldo awal Rp0",
            "Saldo akhir Rp1.150.000",
            "Penjualan atau pesanan Baris 1",
            "Uang masuk Rp1.200.000",
            "Uang keluar Rp50.000",
        ],
    ),
    (What.CASH_BOOK, ["Uang keluar Rp57.000", "Isi kas pada hari pertama", "Rp1.150.000"]),
    (What.CARD, ["1101 Kas", "Rp1.150.000"]),
    (
        What.TRIAL_BALANCE,
        ["4201 Penjualan", "Rp200.000", "Seluruhnya Debit Rp1.200.000 Kredit Rp1.200.000"],
    ),
    (What.JOURNAL, ["5104 Bahan dan pakan", "Toko Maju", "Catatan no. 4 dibatalkan"]),
]


@pytest.mark.parametrize(("what", "said"), SAID, ids=[str(what) for what, _said in SAID])
def test_each_report_says_what_is_in_the_purse(world, told, signed_in, what, said):
    client = signed_in(world.rina)
    with few_queries():
        page = client.get(address(world, what))
    text = text_of(page)
    for words in said:
        assert words in text


def test_the_page_of_reports_leads_to_each(world, told, signed_in):
    client = signed_in(world.rina)
    assert url(world, "reports") in client.get(url(world, "purse")).content.decode()
    page = client.get(url(world, "reports")).content.decode()
    for what in What:
        assert url(world, "report", what) in page
    assert client.get(url(world, "report", "minutes")).status_code == 404
    assert client.get(url(world, "report_file", "journal", "docx")).status_code == 404
    assert client.get(url(world, "report", "card") + "?account=9999").status_code == 404


def test_without_a_choice_it_is_this_month_and_begins_where_the_last_one_ended(
    world, told, signed_in
):
    client = signed_in(world.rina)
    page = client.get(url(world, "report", "cash-book"))
    first = today().replace(day=1)
    assert page.context["report"].period.first == first
    before = next(tab for tab in page.context["months"])
    earlier = client.get(before.url).context["report"]
    assert earlier.period.last == first - timedelta(days=1)
    closing, opening = earlier.figures[-1], page.context["report"].figures[0]
    assert closing.amount_rp == opening.amount_rp


def test_days_are_chosen_in_words_and_stand_in_the_address(world, told, signed_in):
    client = signed_in(world.rina)

    def parts(name, day):
        return {f"{name}_day": day.day, f"{name}_month": day.month, f"{name}_year": day.year}

    sent = {"choose": "1", **parts("since", begins()), **parts("until", today())}
    response = client.get(url(world, "report", "card"), sent | {"account": "4201"})
    assert response.status_code == 302
    assert response["Location"] == url(world, "report", "card") + "?" + urlencode(
        {"from": begins(), "until": today(), "account": "4201"}
    )
    assert "4201 Penjualan" in text_of(client.get(response["Location"]))
    late = client.get(url(world, "report", "card"), sent | parts("since", date(2100, 1, 1)))
    assert late.status_code == 422
    assert "Pilih hari pertama itu atau sesudahnya." in late.content.decode()
    for odd in ("?from=x", "?from=2026-13-01&page=-1", "?page=99999", "?known=0001-01-01"):
        assert client.get(url(world, "report", "cash-book") + odd).status_code == 200


@pytest.mark.parametrize("what", list(What))
@pytest.mark.parametrize(
    "asked",
    [
        {"from": "0001-01-01"}, {"until": "0001-01-01"}, {"from": "9999-12-31"},
        {"until": "9999-12-31"}, {"from": "9999-12-31", "until": "0001-01-01"},
    ],
)  # fmt: skip
def test_days_beyond_all_books_end_where_the_book_does(world, told, signed_in, what, asked):
    client, at = signed_in(world.rina), url(world, "report", str(what)) + f"?{urlencode(asked)}"
    assert client.get(at).status_code == 200
    file = url(world, "report_file", str(what), "csv") + f"?{urlencode(asked)}"
    assert client.get(file).status_code == 200


def test_as_recorded_then_leaves_out_what_came_later(world, signed_in):
    """A sale of the 3rd day that was brought in today was not known on that day."""
    day = begins() + timedelta(days=3)
    then = timezone.make_aware(datetime.combine(day, time(9)))
    beginning = purse.Beginning(begins(), 1_000_000, scenes.LIMIT_RP)
    signed = scenes.signed(chair(world), at=then - timedelta(days=3))
    book = purse.open_purse(group=world.tailors, beginning=beginning, signed=signed, today=today())
    signed = scenes.signed(treasurer(world), at=then)
    lines.record(book=book, money=scenes.out(20_000, on=day), signed=signed, today=today())
    came(world, book, 90_000, on=day)
    client = signed_in(world.rina)
    now = client.get(address(world, "cash-book")).context["report"]
    past = client.get(address(world, "cash-book", known=day))
    assert now.figures[-1].amount_rp == 1_070_000
    assert past.context["report"].figures[-1].amount_rp == 980_000
    assert "Menurut catatan sampai" in text_of(past)
    assert all("known=" in tab.url for tab in past.context["months"])


@pytest.mark.parametrize("what", list(What))
def test_every_number_opens_what_it_is_made_of(world, told, signed_in, what):
    """T12: each row and each sum leads to a page whose lines add up to it."""
    client = signed_in(world.rina)
    page = client.get(address(world, what))
    report = page.context["report"]
    for row, cells in zip(report.rows, page.context["rows"], strict=True):
        opened = client.get(next(cell.url for cell in cells if cell.is_name), follow=True)
        assert opened.status_code == 200
        made_of = opened.context.get("report")
        if made_of:
            sums = [value for value in row.values[-2:] if value]
            found = [f.amount_rp for f in made_of.figures] + list(made_of.total)
            assert all(
                abs(one) in map(abs, filter(lambda v: isinstance(v, int), found)) for one in sums
            )
        else:
            assert any(str(abs(v))[:2] in text_of(opened) for v in row.values if isinstance(v, int))
    for figure, link in page.context["figures"]:
        if link:
            made_of = client.get(link).context["report"]
            assert made_of.figures[-1].amount_rp == figure.amount_rp
            assert made_of.figures[0].amount_rp == 0


def test_an_entry_beside_the_cash_box_has_a_page_of_its_own(world, told, signed_in):
    plan = Plan(kind="ACCRUED", on=today(), moves=[Move("5201", "2107", 45_000)])
    entry = posting.post(told, plan, signed=scenes.signed(treasurer(world)), today=today())
    client = signed_in(world.rina)
    with few_queries():
        page = client.get(url(world, "entry", entry.sequence))
    assert "Dari Beban masih harus dibayar ke Upah" in text_of(page)
    line = client.get(url(world, "entry", 1))
    assert line["Location"] == url(world, "line", 1)
    assert client.get(url(world, "entry", 99)).status_code == 404


def test_the_lines_of_a_busy_month_stand_on_several_pages(world, signed_in, monkeypatch):
    monkeypatch.setattr(statements, "A_PAGE", 4)
    book = scenes.opened(world)
    for _each in range(9):
        came(world, book, 1_000)
    client = signed_in(world.rina)
    pages = [client.get(address(world, "cash-book", page=n)).context["report"] for n in (1, 2, 3)]
    assert [len(one.rows) for one in pages] == [4, 4, 2]
    balances = [row.values[-1] for one in pages for row in one.rows]
    assert balances == [1_000_000 + 1_000 * n for n in range(10)]


def file_of(client, world, what, kind) -> bytes:
    response = client.get(address(world, what, "report_file", kind))
    assert response.status_code == 200
    assert f'filename="{what}-' in response["Content-Disposition"]
    return response.content


@pytest.mark.parametrize("what", list(What))
def test_a_file_holds_the_same_rows_as_the_page(world, told, signed_in, what):
    client = signed_in(world.rina)
    report = client.get(address(world, what)).context["report"]
    rows = list(csv.reader(io.StringIO(file_of(client, world, what, "csv").decode("utf-8-sig"))))
    assert rows[0] == report.heads()
    assert len(rows[0]) == len(reports.EXPORT_COLUMNS[what.name.lower()])
    assert len(rows) == len(report.rows) + 1
    sheet = openpyxl.load_workbook(io.BytesIO(file_of(client, world, what, "xlsx"))).active
    assert [
        [cell or "" for cell in row] for row in sheet.iter_rows(min_row=2, values_only=True)
    ] == [[reports.bare(value) for value in row.values] for row in report.rows]
    paper = PdfReader(io.BytesIO(file_of(client, world, what, "pdf"))).pages[0].extract_text()
    assert world.tailors.name in paper
    assert "Dicetak oleh Rina Lestari" in paper


def test_a_file_for_a_spreadsheet_holds_no_command(world, told, signed_in):
    """A name that begins like a formula comes after what the line was for; alone it is a text."""
    plan = Plan(
        kind="X", on=today(), moves=[Move("5201", "2107", 5)],
        words=posting.Words(party="=cmd|' /C calc'!A0"),
    )  # fmt: skip
    posting.post(told, plan, signed=scenes.signed(treasurer(world)), today=today())
    text = file_of(signed_in(world.rina), world, "journal", "csv").decode("utf-8-sig")
    assert "'=cmd" in text


def test_a_file_that_would_be_too_long_says_so(world, told, signed_in, monkeypatch):
    content, make, _most = statements.FILES["pdf"]
    monkeypatch.setitem(statements.FILES, "pdf", (content, make, 2))
    client = signed_in(world.rina)
    response = client.get(address(world, "cash-book", "report_file", "pdf"), follow=True)
    assert "Satu berkas memuat paling banyak 2 baris" in response.content.decode()


def links_of(page) -> list[str]:
    return [unescape(link) for link in re.findall(r'href="(/[^"#]*)"', page.content.decode())]


def taps_to(client, start, goal, *, most) -> int | None:
    """Follow links from a page until one says the goal; return after how many taps."""
    reached, seen = [start], {start}
    for taps in range(most + 1):
        found = []
        for link in reached:
            page = client.get(link, follow=True)
            if page.status_code == 200 and "text/html" in page["Content-Type"]:
                if goal in page.content.decode():
                    return taps
                found += [one for one in links_of(page) if "/cash/" in one and one not in seen]
        seen.update(found)
        reached = list(dict.fromkeys(found))
    return None


MEMBERS = [office for office in Office if SCOPE_OF[office] == Scope.GROUP]


@pytest.mark.parametrize("office", MEMBERS)
def test_every_officer_of_a_group_reads_its_passbook_in_three_taps(world, told, signed_in, office):
    """P14: from Hari ini to each line of the group's cash, whatever the office in the group."""
    who = stories.user("wati", "Wati") if office != Office.GROUP_CHAIR else chair(world).user
    if office != Office.GROUP_CHAIR:
        stories.appoint(who, office, group=world.tailors)
    client = signed_in(who)
    start = reverse("web:today", args=[world.here.slug])
    assert taps_to(client, start, "Toko Maju", most=3) == 1
    assert taps_to(client, start, "Neraca saldo", most=3) == 2


def test_a_member_of_two_groups_says_for_which_one_she_acts(world, told, signed_in):
    """Choosing the office is one tap, the group's cash another."""
    goats = Group.objects.create(village=world.here, kind="BUSINESS", name="Kambing")
    wati = stories.user("wati", "Wati")
    for group in (goats, world.tailors):
        stories.appoint(wati, Office.GROUP_OFFICER, group=group)
    client = signed_in(wati)
    start = reverse("web:today", args=[world.here.slug])
    term = wati.office_terms.get(group=world.tailors)
    choose = reverse("web:act_as", args=[term.pk])
    assert choose in client.get(start).content.decode()
    client.post(choose)
    assert taps_to(client, start, "Toko Maju", most=2) == 1


def test_the_village_head_reads_any_group_in_two_taps(world, told, signed_in):
    client = signed_in(world.budi)
    start = reverse("web:today", args=[world.here.slug])
    assert taps_to(client, start, "Toko Maju", most=3) == 2


def test_a_trial_balance_is_headed_with_the_day_it_is_of(world, purse, signed_in):
    client, there = signed_in(world.rina), url(world, "report", "trial-balance")
    shown = plain_day(today(), language="id")
    assert f"Per akhir hari {shown}" in client.get(there).content.decode()
    day = scenes.begins() + timedelta(days=1)
    page = client.get(f"{there}?until={day}&from={scenes.begins()}").content.decode()
    assert f"Per akhir hari {plain_day(day, language='id')}" in page


@pytest.fixture
def of_units(world, purse):
    """A shop and goats in one book, and what the cooperative office calls its accounts."""
    for move in (Move("1101", "4201", 50_000, "toko"), Move("1101", "4201", 700_000, "ternak")):
        plan = Plan(kind="X", on=today(), moves=[move])
        posting.post(purse, plan, signed=scenes.signed(treasurer(world)), today=today())
    second_codes.give(
        purse, {"1101": "101", "4201": "401"}, source="Dinas Koperasi 2026",
        by=treasurer(world), at=timezone.now(),
    )  # fmt: skip
    return purse


def test_a_trial_balance_of_one_unit_is_chosen_and_leads_to_its_lines(world, of_units, signed_in):
    client = signed_in(world.rina)
    with few_queries():
        whole = client.get(address(world, What.TRIAL_BALANCE))
    assert [tab.label for tab in whole.context["units"]] == [
        "Semua unit", "ternak", "toko", "Tanpa unit"
    ]  # fmt: skip
    assert "Rp1.750.000" in text_of(whole)
    shop = client.get(whole.context["units"][2].url)
    assert shop.context["units"][2].current
    assert "Neraca saldo, unit toko" in text_of(shop)
    assert "Seluruhnya Debit Rp50.000 Kredit Rp50.000" in text_of(shop)
    card = client.get(next(cell.url for cell in shop.context["rows"][0] if cell.is_name))
    assert "1101 Kas, unit toko" in text_of(card)
    assert card.context["report"].figures[-1].amount_rp == 50_000
    none = client.get(whole.context["units"][3].url)
    assert "Neraca saldo, tanpa unit" in text_of(none)
    assert "Seluruhnya Debit Rp1.000.000 Kredit Rp1.000.000" in text_of(none)
    for kind, file in shop.context["files"]:
        assert b"700000" not in client.get(file).content, kind
    days = {"choose": "1", "unit": "toko"}
    for name in ("since", "until"):
        at = today()
        days |= {f"{name}_day": at.day, f"{name}_month": at.month, f"{name}_year": at.year}
    assert "unit=toko" in client.get(url(world, "report", "trial-balance"), days)["Location"]
    for odd in ("a b", "x" * 13, "SP"):
        assert client.get(address(world, What.TRIAL_BALANCE, unit=odd)).status_code == 200


def test_a_book_without_units_offers_none(world, told, signed_in):
    page = signed_in(world.rina).get(address(world, What.TRIAL_BALANCE))
    assert page.context["units"] == []
    assert "Kode kedua" not in text_of(page)


def test_second_codes_stand_in_the_trial_balance_with_whose_they_are(world, of_units, signed_in):
    client = signed_in(world.rina)
    text = text_of(client.get(address(world, What.TRIAL_BALANCE)))
    assert "1101 Kas Kode kedua 101" in text
    assert text.count("Dinas Koperasi 2026") == 1
    rows = csv.DictReader(
        io.StringIO(file_of(client, world, "trial-balance", "csv").decode("utf-8-sig"))
    )
    told = {row["Akun"]: (row["Kode kedua"], row["Asal kode kedua"]) for row in rows}
    assert told["4201 Penjualan"] == ("401", "Dinas Koperasi 2026")
    assert told["3109 Modal kelompok"] == ("", "")
    paper = PdfReader(io.BytesIO(file_of(client, world, "trial-balance", "pdf")))
    text = paper.pages[0].extract_text()
    assert "Kode kedua: Dinas Koperasi 2026" in text
    assert "401" in text
