"""A receipt: printed by the treasurer, carried home by Wati, confirmed by anybody who holds it."""

from __future__ import annotations

import io
import re
from datetime import date
from urllib.parse import unquote

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.urls import reverse
from pypdf import PdfReader

from rembuk.cash import receipts, shown
from rembuk.cash.receipts import Size
from rembuk.cash.tests.scenes import came, chair, opened, out, signed, today, treasurer, url
from rembuk.ledger import export, pending, reading, verify
from rembuk.ledger.tests.test_tampering import no_guards
from rembuk.lib import codes
from rembuk.villages.tests.counting import few_queries

POINTS_A_MM = 72 / 25.4
LONG = "Pembayaran seragam olahraga untuk anak kelas satu sampai enam, " * 4


@pytest.fixture(autouse=True)
def _nobody_has_tried():
    cache.clear()


def receipt_of(book, entry):
    return receipts.of_row(book, shown.row(reading.line_of(book, entry.sequence)))


def pdf_of(receipt, size=Size.A6):
    there = "https://desa.example/cash/receipt/"
    return receipts.printed(receipt, size=size, address=f"{there}1/K7/", check_address=there)


def said(pdf: bytes) -> str:
    return " ".join(PdfReader(io.BytesIO(pdf)).pages[0].extract_text().split())


def typed(receipt, **other):
    """What the holder of a receipt types."""
    line = receipt.row.line
    sent = {
        "receipt_no": str(receipt.number), "amount_rp": str(line.amount_rp), "code": receipt.code,
        "on_day": str(line.on.day), "on_month": str(line.on.month), "on_year": str(line.on.year),
    }  # fmt: skip
    return sent | other


def check_url(world):
    return reverse("cash:check_receipt", args=[world.here.slug])


def confirmed_url(world, receipt, **other):
    values = {"number": receipt.number, "code": receipt.code} | other
    return reverse("cash:confirmed", args=[world.here.slug, *values.values()])


def test_what_a_receipt_prints_proves_an_exported_book(world, purse, tmp_path, capsys):
    """Any program that reads the export finds the seal of the paper, and misses a changed one."""
    paper = said(pdf_of(receipt_of(purse, came(world, purse, 75_000))))
    seal = re.search(r"\b[0-9a-f]{16}\b", paper)[0]
    file = tmp_path / "book.jsonl"
    file.write_text("".join(export.export(purse, form="jsonl")), "utf-8")
    assert verify.main([str(file), "--head", seal]) == 0
    assert verify.main([str(file), "--head", seal.upper()]) == 0
    assert verify.main([str(file), "--head", seal[::-1]]) == 1


@pytest.mark.parametrize("sums", [[10**15], [10**15 - 1], [9 * 10**14, 9 * 10**14]])
def test_the_largest_sums_have_their_words_on_every_page(world, purse, signed_in, sums):
    for amount in sums:
        entry = came(world, purse, amount)
    client = signed_in(world.rina)
    number = entry.sequence
    pages = [url(world, "purse"), url(world, "line", number), url(world, "receipt", number)]
    pages += [url(world, "count"), confirmed_url(world, receipt_of(purse, entry))]
    assert [client.get(page).status_code for page in pages] == [200] * len(pages)
    assert pdf_of(receipt_of(purse, entry))


# --- printed -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("size", "wide_mm", "high_mm"), [("a6", 105, 148), ("roll", 58, None), ("a4", 210, 297)]
)
@pytest.mark.parametrize("memo", ["", LONG[:200]])
def test_every_paper_carries_all_of_it_on_one_sheet(world, purse, size, wide_mm, high_mm, memo):
    entry = came(world, purse, 1_250_000, party="Ibu Guru Wati " * 8, memo=memo)
    receipt = receipt_of(purse, entry)
    pdf = pdf_of(receipt, Size(size))
    assert len(pdf) <= 60_000
    pages = PdfReader(io.BytesIO(pdf)).pages
    assert len(pages) == 1
    box = pages[0].mediabox
    assert round(box.width / POINTS_A_MM) == wide_mm
    assert high_mm is None or round(box.height / POINTS_A_MM) == high_mm
    text = said(pdf)
    for part in (
        "Jahit Melati", "No. 1", "Ibu Guru Wati", "Rp1.250.000", "Penjualan", "Rina",
        "satu juta dua ratus lima puluh ribu rupiah", receipt.code, receipt.head, str(today().year),
    ):  # fmt: skip
        assert part in text, part


def test_the_same_receipt_is_the_same_file(world, purse):
    receipt = receipt_of(purse, came(world, purse, 50_000))
    assert pdf_of(receipt) == pdf_of(receipt)


def test_money_out_of_two_people_names_both(world, purse):
    from rembuk.cash import lines

    money = out(700_000)
    asked = lines.ask(book=purse, money=money, signed=signed(treasurer(world)), today=today())
    entry = pending.approve(
        asked, asked_hash=asked.asked_hash, by=chair(world), at=signed(chair(world)).at,
        today=today(),
    )  # fmt: skip
    text = said(pdf_of(receipt_of(purse, entry)))
    assert "Dibayarkan kepada Toko Maju" in text
    assert "Lastri Handayani" in text


def test_a_receipt_taken_back_says_so_with_the_other_line(world, purse):
    from rembuk.cash import lines

    entry = came(world, purse, 50_000)
    code = receipt_of(purse, entry).code
    lines.take_back(
        book=purse, number=entry.sequence, reason="Salah jumlah", signed=signed(chair(world)),
        today=today(),
    )  # fmt: skip
    receipt = receipt_of(purse, entry)
    assert receipt.code == code
    assert f"DIBATALKAN oleh catatan no. {entry.sequence + 1}" in said(pdf_of(receipt))


@pytest.mark.parametrize(("amount_rp", "stamp"), [(5_000_000, False), (5_000_001, True)])
def test_a_duty_stamp_is_asked_for_above_five_million(world, purse, amount_rp, stamp):
    receipt = receipt_of(purse, came(world, purse, amount_rp))
    assert ("Meterai" in said(pdf_of(receipt))) is stamp


# --- found, shared -------------------------------------------------------------------------------


def test_the_village_s_public_page_leads_to_where_a_receipt_is_checked(world, client):
    page = client.get(reverse("hall:village", args=[world.here.slug])).content.decode()
    assert f'href="{reverse("cash:check_receipt", args=[world.here.slug])}"' in page
    assert "Periksa kuitansi" in page


def test_saved_line_and_passbook_lead_to_the_receipt(world, purse, signed_in):
    number = came(world, purse, 50_000).sequence
    client = signed_in(world.rina)
    there = url(world, "receipt", number)
    for page in (url(world, "saved", number), url(world, "line", number), url(world, "purse")):
        assert there in client.get(page).content.decode()
    with few_queries(12):
        page = client.get(there).content.decode()
    receipt = receipt_of(purse, reading.entry_of(purse, number))
    shared = unquote(re.search(r'https://wa\.me/\?text=([^"]+)', page)[1])
    assert f"http://testserver{confirmed_url(world, receipt)}" in shared
    for size in Size:
        answer = client.get(url(world, "receipt_pdf", number, size.value))
        assert answer["Content-Type"] == "application/pdf"
        assert answer.content.startswith(b"%PDF")
    assert client.get(url(world, "receipt_pdf", number, "a3")).status_code == 404


def test_what_was_counted_on_the_first_day_has_no_receipt(world, purse, signed_in):
    assert signed_in(world.rina).get(url(world, "receipt", 1)).status_code == 404


# --- confirmed -----------------------------------------------------------------------------------


def test_whoever_holds_the_receipt_sees_that_it_is_real(world, purse, client):
    receipt = receipt_of(purse, came(world, purse, 1_250_000))
    answer = client.post(check_url(world), typed(receipt, code=receipt.code.lower()), follow=True)
    assert answer.redirect_chain == [(confirmed_url(world, receipt), 302)]
    page = answer.content.decode()
    for part in ("Rp1.250.000", "SD Sumber Rejo", "ada di buku kelompok", receipt.head):
        assert part in page
    with few_queries(12):
        client.get(confirmed_url(world, receipt))


def test_the_page_says_that_a_line_was_taken_back_later(world, purse, client):
    from rembuk.cash import lines

    entry = came(world, purse, 50_000)
    lines.take_back(
        book=purse, number=entry.sequence, reason="Salah jumlah", signed=signed(chair(world)),
        today=today(),
    )  # fmt: skip
    page = client.get(confirmed_url(world, receipt_of(purse, entry))).content.decode()
    assert "DIBATALKAN" in page
    assert "Salah jumlah" not in page


def one_letter_changed(text: str, letters: str):
    for at, old in enumerate(text):
        for new in letters:
            if new != old:
                yield text[:at] + new + text[at + 1 :]
        yield text[:at] + text[at + 1 :]


def test_no_single_letter_can_be_changed(world, purse, client, settings):
    """Every other digit of number, sum and day, and every other letter of the code."""
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "check_receipt": None}
    receipt = receipt_of(purse, came(world, purse, 1_250_000))
    line, code = receipt.row.line, receipt.code.replace("-", "")
    find, digits = receipts.find, "0123456789"
    changed = list(one_letter_changed(code, codes.ALPHABET))
    assert len(changed) >= 300
    assert not [one for one in changed if find(world.here, receipt_no=receipt.number, code=one)]
    for text in one_letter_changed(str(receipt.number), digits):
        assert not find(world.here, receipt_no=int(text or 0), code=receipt.code)
    for text in one_letter_changed(str(line.amount_rp), digits):
        assert not receipts.says(receipt, amount_rp=int(text), on=line.on)
    for text in one_letter_changed(line.on.strftime("%d%m%Y"), digits):
        if len(text) == 8 and text[4] != "0":
            try:
                day = date(int(text[4:]), int(text[2:4]), int(text[:2]))
            except ValueError:
                continue
            assert not receipts.says(receipt, amount_rp=line.amount_rp, on=day)


@pytest.mark.parametrize(
    "other",
    [
        {"receipt_no": "2"},
        {"amount_rp": "1.250.001"},
        {"on_year": "2019"},
        {"code": "KKKK-KKKK-KKKK"},
    ],
)
def test_what_differs_is_told_to_compare_and_learns_nothing(world, purse, client, other):
    receipt = receipt_of(purse, came(world, purse, 1_250_000))
    answer = client.post(check_url(world), typed(receipt, **other))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "tidak cocok" in page
    assert "SD Sumber Rejo" not in page
    assert receipt.head not in page


def test_a_number_that_no_purse_has_come_to_is_said_to_be_later(world, purse, client):
    """A paper newer than the books: they may be an older copy."""
    receipt = receipt_of(purse, came(world, purse, 75_000))
    later = typed(receipt, receipt_no=str(receipt.number + 1))
    for response in (
        client.post(check_url(world), later),
        client.get(confirmed_url(world, receipt, number=receipt.number + 1)),
    ):
        assert "salinan lama" in response.content.decode()
    wrong = client.post(check_url(world), typed(receipt, code="K7P29QXMB4TD"))
    assert "salinan lama" not in wrong.content.decode()


CHANGED_IN_THE_BOOK = {
    "sum": "UPDATE ledger_movement SET amount_rp = 1350000 WHERE entry_id = %s",
    "day": "UPDATE ledger_entry SET value_on = '2020-01-02' WHERE id = %s",
    "day beside the sum": "UPDATE ledger_movement SET value_on = '2020-01-02' WHERE entry_id = %s",
    "party": "UPDATE ledger_entry SET party = 'Toko Maju' WHERE id = %s",
    "memo": "UPDATE ledger_entry SET memo = 'Lunas' WHERE id = %s",
    "number": "UPDATE ledger_entry SET receipt_no = 7 WHERE id = %s",
}


@pytest.mark.tampers
@pytest.mark.parametrize("what", CHANGED_IN_THE_BOOK)
def test_a_line_changed_past_the_guards_is_not_confirmed(world, purse, client, what):
    entry = came(world, purse, 1_250_000)
    paper = receipt_of(purse, entry)
    number = 7 if what == "number" else paper.number
    with no_guards(), connection.cursor() as cursor:
        cursor.execute(CHANGED_IN_THE_BOOK[what], [entry.pk])
    as_on_paper = client.post(check_url(world), typed(paper, receipt_no=str(number)))
    scanned = client.get(confirmed_url(world, paper, number=number))
    for answer in (as_on_paper, scanned):
        page = answer.content.decode()
        assert (answer.status_code, "Kertas dan buku berbeda" in page) == (409, True)
        assert "kantor desa" in page
        assert "Toko Maju" not in page
        assert "1.350.000" not in page
    if what == "number":
        assert client.get(confirmed_url(world, paper)).status_code == 404


def test_erased_words_do_not_make_a_receipt_false(world, purse, client):
    entry = came(world, purse, 1_250_000)
    paper = receipt_of(purse, entry)
    with no_guards(), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE ledger_entry SET party = '', memo = '', salt = '' WHERE id = %s", [entry.pk]
        )
    assert client.get(confirmed_url(world, paper)).status_code == 200


def test_another_village_and_another_purse_do_not_confirm_it(world, purse, client):
    receipt = receipt_of(purse, came(world, purse, 50_000))
    elsewhere = reverse("cash:confirmed", args=[world.there.slug, receipt.number, receipt.code])
    assert client.get(elsewhere).status_code == 404
    assert client.get(confirmed_url(world, receipt, number=10**30)).status_code == 404


def test_two_purses_of_a_village_have_the_same_numbers_and_other_codes(world, purse, client):
    from rembuk.villages.models import Group

    first = receipt_of(purse, came(world, purse, 50_000))
    world.tailors = Group.objects.create(village=world.here, kind="BUSINESS", name="Kambing")
    goats = opened(world)
    second = receipt_of(goats, came(world, goats, 50_000))
    assert first.number == second.number
    assert first.code != second.code
    assert "Kambing" in client.get(confirmed_url(world, second)).content.decode()


def test_after_ten_wrong_tries_a_number_waits_and_its_holder_does_not(world, purse, client):
    one, other = (receipt_of(purse, came(world, purse, 50_000)) for _each in range(2))
    wrong = "KKKK-KKKK-KKKK"
    for _try in range(10):
        client.post(check_url(world), typed(one, code=wrong))
    answer = client.post(check_url(world), typed(one, code=wrong))
    assert answer.status_code == 429
    assert "terlalu sering dicoba" in answer.content.decode()
    assert client.get(confirmed_url(world, one)).status_code == 200
    assert client.get(confirmed_url(world, other)).status_code == 200


# The language of who prints, what was chosen on the page -> what the paper says.
PAPERS = [
    ("id", "", "Sudah terima dari", "Received from"),
    ("en", "", "Sudah terima dari", "Received from"),
    ("en", "en", "Received from", "Sudah terima dari"),
    ("id", "en", "Received from", "Sudah terima dari"),
    ("en", "fr", "Sudah terima dari", "Received from"),
]


@pytest.mark.parametrize(("speaks", "chosen", "says", "not_says"), PAPERS)
def test_a_receipt_speaks_the_language_of_the_villages_papers(
    world, purse, signed_in, speaks, chosen, says, not_says
):
    """The page around it speaks that of who prints; what is on the paper, and its PDF, do not."""
    entry = came(world, purse, 75_000)
    client = signed_in(world.rina)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = speaks
    for name, *more in (("receipt",), ("receipt_pdf", "a6")):
        address = url(world, name, entry.sequence, *more) + (f"?paper={chosen}" if chosen else "")
        response = client.get(address)
        told = said(response.content) if more else response.content.decode()
        assert says in told
        assert not_says not in told
        in_words = "seventy-five thousand" if says == "Received from" else "tujuh puluh lima ribu"
        assert in_words in told
        assert ("Penjualan" in told) == (says != "Received from")  # what it was for
    page = client.get(url(world, "receipt", entry.sequence)).content.decode()
    assert ("Bahasa kertas" if speaks == "id" else "Language of the paper") in page
    assert 'href="?paper=en"' in page
