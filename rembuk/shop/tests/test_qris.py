"""A QRIS as it hangs on the wall, and the same with an amount. The merchants are invented."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rembuk.lib.errors import Refused
from rembuk.shop import qris
from rembuk.shop.limits import KNOWN
from rembuk.shop.qris import Field

MOST_RP = KNOWN[-1].most_rp

ACCOUNT = "0012ID.CO.CONTOH01189360099900000000010215ID99000000000010303UMI"
NATIONAL = "0014ID.CO.QRIS.WWW0215ID99000000000010303UMI"
# Written by hand, field by field; the checksum was computed with Python's binascii.crc_hqx.
WALL = (
    "000201"
    "010211"
    f"26{len(ACCOUNT)}{ACCOUNT}"
    f"51{len(NATIONAL)}{NATIONAL}"
    "52045131"
    "5303360"
    "5802ID"
    "5912JAHIT MELATI"
    "6009SUKAMAJUA"
    "610534199"
    "6304"
)


def crc(text):
    """The same checksum from Python's own library, which shares no line with ours."""
    from binascii import crc_hqx

    return f"{crc_hqx(text.encode(), 0xFFFF):04X}"


GOOD = WALL + crc(WALL)


def resealed(text):
    """A text changed somewhere, with a checksum that fits."""
    return text[:-4] + crc(text[:-4])


def changed(old, new):
    assert GOOD.count(old) == 1
    return resealed(GOOD.replace(old, new))


def test_the_published_check_value_of_the_checksum():
    assert qris.checksum("123456789") == "29B1"
    assert qris.checksum("") == "FFFF"


def test_who_is_paid_is_read_from_it():
    found = qris.read(GOOD)
    assert (found.merchant_name, found.city) == ("JAHIT MELATI", "SUKAMAJUA")
    assert found.merchant_id == "ID9900000000001"
    assert found.text() == GOOD


def test_a_bill_is_the_same_with_an_amount_and_a_new_checksum():
    bill = qris.read(GOOD).with_amount(85_000, most_rp=MOST_RP)
    assert bill.startswith("00020101021226")
    assert "5303360540585000" + "5802ID" in bill
    assert bill[-4:] == crc(bill[:-4])
    assert bill.replace("540585000", "").replace("010212", "010211")[:-4] == GOOD[:-4]


@pytest.mark.parametrize(
    "around", [" {} ", "\n{}\n", "{}\r\n"], ids=["spaces", "lines", "a message"]
)
def test_what_surrounds_the_text_does_not_matter(around):
    assert qris.read(around.format(GOOD)).text() == GOOD


def test_a_text_broken_over_lines_is_whole_again():
    assert qris.read(GOOD[:40] + "\n" + GOOD[40:]).text() == GOOD


def test_a_code_without_word_on_its_kind_is_static():
    bill = qris.read(changed("010211", "")).with_amount(1, most_rp=MOST_RP)
    assert bill.startswith("000201010212")


REFUSED = [
    ("", "bukan teks QRIS"),
    ("https://contoh.example/bayar", "bukan teks QRIS"),
    ("MELATI", "bukan teks QRIS"),
    (GOOD[1:], "bukan teks QRIS"),
    (GOOD[:-1], "terpotong"),
    (GOOD[:60], "terpotong"),
    (GOOD[:6], "terpotong"),
    (GOOD[:-8], "terpotong"),
    (GOOD + "00", "terpotong"),
    (GOOD + "0" * 1000, "terpotong"),
    (GOOD.replace("MELATI", "MELATA"), "angka periksanya tidak cocok"),
    (GOOD[:-4] + "0000", "angka periksanya tidak cocok"),
    (changed("5802ID", "5802ID5802ID"), "bagian 58 dua kali"),
    (changed("5912JAHIT MELATI", ""), "nama penjual"),
    (changed("6009SUKAMAJUA", "6003   "), "kota penjual"),
    (changed("52045131", ""), "jenis usaha"),
    (changed("52045131", "5204AB31"), "jenis usaha"),
    (changed(f"26{len(ACCOUNT)}{ACCOUNT}51{len(NATIONAL)}{NATIONAL}", ""), "rekening yang dibayar"),
    (changed("5303360", "5303702"), "bukan untuk rupiah"),
    (changed("5802ID", "5802SG"), "bukan untuk rupiah"),
    (changed("010211", "010212"), "dibuat untuk satu pembayaran"),
    (changed("5303360", "530336054045000"), "dibuat untuk satu pembayaran"),
]


@pytest.mark.parametrize(("typed", "told"), REFUSED, ids=[told for _, told in REFUSED])
def test_what_is_no_qris_of_a_wall_is_told_in_a_sentence(typed, told):
    with pytest.raises(Refused, match=told):
        qris.read(typed)


def test_a_text_is_as_long_as_the_specification_lets_it_be():
    parts = "".join(f"{tag}99" + "X" * 99 for tag in (80, 81, 82))
    rest = 512 - len(GOOD) - len(parts) - 4
    longest = resealed(GOOD[:-8] + parts + f"83{rest:02d}" + "X" * rest + GOOD[-8:])
    assert len(longest) == 512
    assert qris.read(longest).text() == longest
    with pytest.raises(Refused, match="terpotong"):
        qris.read(resealed(GOOD[:-8] + parts + f"83{rest + 1:02d}" + "X" * (rest + 1) + GOOD[-8:]))


def test_a_name_with_letters_of_two_bytes_is_one_letter_long_each():
    name = "WARUNG CAFÉ"
    text = resealed(GOOD.replace("5912JAHIT MELATI", f"59{len(name):02d}{name}"))
    assert qris.read(text).merchant_name == name
    assert qris.read(text).text() == text


@pytest.mark.parametrize("amount_rp", [0, -1, 10_000_001])
def test_an_amount_is_between_a_rupiah_and_what_one_payment_may_be(amount_rp):
    with pytest.raises(Refused):
        qris.read(GOOD).with_amount(amount_rp, most_rp=MOST_RP)


def test_the_most_may_be_asked():
    assert "5408100000005802ID" in qris.read(GOOD).with_amount(10_000_000, most_rp=MOST_RP)


LETTERS = st.text(st.characters(min_codepoint=32, max_codepoint=126), min_size=1, max_size=25)
NAMES = LETTERS.filter(str.strip)


@given(name=NAMES, city=NAMES, more=LETTERS, amount_rp=st.integers(1, MOST_RP))
def test_whatever_it_says_is_read_back_and_only_the_amount_is_new(name, city, more, amount_rp):
    fields = [
        Field("00", "01"), Field("01", "11"), Field("26", "0009ID.CONTOH"), Field("52", "5131"),
        Field("53", "360"), Field("58", "ID"), Field("59", name), Field("60", city),
        Field("62", more),
    ]  # fmt: skip
    text = qris.sealed(fields)
    found = qris.read(text)
    assert list(found.fields) == fields
    assert text[-4:] == crc(text[:-4])
    bill = found.with_amount(amount_rp, most_rp=MOST_RP)
    assert bill[-4:] == crc(bill[:-4])
    told = Field("54", str(amount_rp))
    assert str(told) in bill


@given(st.integers(0, len(GOOD) - 1), st.sampled_from("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ "))
def test_one_letter_changed_is_noticed(place, letter):
    altered = GOOD[:place] + letter + GOOD[place + 1 :]
    if altered != GOOD:
        with pytest.raises(Refused):
            qris.read(altered)
