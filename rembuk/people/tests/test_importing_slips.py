"""Headers typed in a hurry are guessed and told; a guess is never another column's."""

from __future__ import annotations

import string
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rembuk.people.importing import headers
from rembuk.people.importing.header_words import OTHER_WORDS, PHRASES
from rembuk.people.tests.made_workbooks import fates, nik, read, values

HURRIED = {
    "name": "Nma|Nam|Namma|Namaa|Naam|Namma Lengkp|Nma Lengkap|Nama Lngkp",
    "national_id": "Niik|Nikk",
    "sex": "Jns Klmn|Jenis Klamin",
    "birth_date": "Tgl Lhr|Tnggal Lhir|Tgl Lahr",
    "birth_place": "Tmpt Lhr|Tempt Lahir",
    "hamlet": "Dsun|Dussun",
    "household_head": "Kpl Keluarga|Nama Kpala Klrga",
    "phone": "Nomr HP|Telpn",
    "country": "Negra tujuan|Ngara Tjuan|Negarra",
    "migration_status": "Stts|Sttus PMI",
    "departed_on": "Tgl Brangkt",
    "returned_on": "Tgl Plng|Thn Pulng",
}
# Columns of other registers, shortened and misspelt as well.
OTHERS = """Nana|Mama|Lama|Sama|Nada|Nami|Nim|NIM|NIS|NISN|NIP|NRP|NPWP|NIB|Numa|Anma|Ama|Rama|Nilai
|Mobil|Mbl|Motor|Almt|Alamt|Agm|Ayh|Pkrjn|Pekerjan|Pendidkan|Umr|Usa|Jln|Ds|Dsa|Kls|Klr|Keluar|Klg
|Kode Pos|Kota|Bln|Thn|Tmpt|Tgl|Tgl Masuk|Tgl Nikah|Tgl Wafat|Status Kwn|Status Kawn|Status Tanah
|Stat|Negeri|Tujuan Kredit|Ternak|Telur|HP Suami|No KKS|BPJS|KIP|PKH|DTKS|Hub Klg|Gol Darah|Nm Ayah
|Nama Ayh|Nama Ank|Nama Bpk|Nama Istri|Nama PT|Nama Usaha|Nama Dsa|Nama Kec|Pulau|Pulsa|Susun
|Berat Badan|Berat Lahir|Panjang Lahir|Lahan|Lingkar Kepala|Kepala|Kpl Desa|Jml Keluarga|Jns Usaha
|Jenis Bantuan|Klmpk|Wali|Cuti|Negara Asal|Kota Tujuan|Kelurahan|RTLH|RWP|Gaji|No Rumah|No Rek
|No Visa|Name of Agency|Address|Age|Date|Place|Family Card|Country of Origin|Destination City"""


def listed(table: dict[str, str]) -> list[tuple[str, str]]:
    return [(text, name) for name, texts in table.items() for text in texts.split("|")]


@pytest.mark.parametrize(("text", "name"), listed(HURRIED))
def test_a_header_typed_in_a_hurry_is_guessed(text, name):
    assert headers.field_of(text) == name


@pytest.mark.parametrize("text", [text.strip() for text in OTHERS.split("|")])
def test_a_header_of_another_register_is_not(text):
    assert headers.field_of(text) is None


def slips(text: str) -> Iterator[str]:
    """Yield the text with one letter left out, doubled, exchanged with the next, or wrong."""
    for at, letter in enumerate(text):
        before, after = text[:at], text[at + 1 :]
        yield before + after
        yield before + letter + letter + after
        yield before + after[:1] + letter + after[1:]
        yield from (before + other + after for other in string.ascii_lowercase)


@pytest.mark.parametrize("field", list(PHRASES))
def test_one_slip_never_makes_a_guess_of_another_field(field):
    wrong = {
        (phrase, slip, guess)
        for phrase in PHRASES[field].split("|")
        for slip in slips(phrase)
        if (guess := headers.field_of(slip)) not in {field, None} and not headers.is_sure(slip)
    }
    assert wrong == set()


@given(st.sampled_from(sorted(OTHER_WORDS)), st.integers(0, 12))
@settings(max_examples=200)
def test_a_word_of_another_column_that_lost_a_vowel_is_nobody_s_name(word, at):
    at %= len(word)
    hurried = word[:at] + word[at + 1 :] if word[at] in "aeiou" else word
    assert headers.field_of(hurried) not in {"name", "national_id"}


def test_a_guess_is_told_and_what_is_spelt_well_is_not():
    head = ["No", "Namma Lengkp", "NIK", "Tgl Lhr", "Negra tujuan", "Alamt"]
    rows = [head, [1, "Siti", nik("1989-08-17", "P", 1), "17-08-1989", "Taiwan", "Jalan Mawar"]]
    report = read(rows)
    assert report.tables[0].guessed() == {"B": "Namma Lengkp", "E": "Negra tujuan"}
    assert report.tables[0].unmapped_columns() == ["Alamt"]
    (told,) = report.as_json(village="9903012001")["tables"]
    assert told["guessed_columns"] == {"B": "Namma Lengkp", "E": "Negra tujuan"}
    assert values(report, "name", "country") == [("Siti", "TW")]


def test_the_first_header_may_be_misspelt_throughout():
    rows = [["DAFTAR"], ["Namma Lengkp", "Negra tujuan"], ["Siti", "Taiwan"]]
    assert fates(read(rows)) == {1: "title", 2: "header", 3: "accepted"}


# --- names with a running number, and RW before RT -----------------------------------------------


@pytest.mark.parametrize(
    "head", [["No", "Nama", "Alamat"], ["No", "Nama"], ["No.", "Nama Warga", "Umur", "Pendidikan"]]
)
def test_numbered_names_are_a_list_of_people(head):
    rows = [head, [1, "Siti", "Jalan Mawar"], [2, "Wati"], [3], ["Jumlah", 2], head, [3, "Rina"]]
    assert list(fates(read(rows)).values()) == [
        "header", "accepted", "accepted", "number_only", "subtotal", "header", "accepted"
    ]  # fmt: skip


@pytest.mark.parametrize(
    "head",
    [
        ["No", "Nama", "Jabatan"],
        ["No", "Nama", "Tanda Tangan"],
        ["No", "Nama", "Jumlah"],
        ["No", "Nama Barang", "Alamat"],
    ],
)
def test_other_numbered_lists_are_not(head):
    assert read([head, [1, "Siti", "Ketua"]]).file_error == "no_table"


def test_names_without_running_numbers_under_such_a_header_are_not():
    assert read([["No", "Nama", "Ket"], ["A", "Sawah", "luas"]]).file_error == "no_table"


def test_rw_before_rt_is_read_as_its_title_says():
    rows = [["Nama", "RW/RT"], ["Siti", "002/001"], ["Wati", "2"], ["Rina", "RW 2 / RT 1"]]
    report = read(rows)
    assert values(report, "neighborhood_unit", "community_unit") == [
        ("001", "002"), (None, None), ("001", "002")
    ]  # fmt: skip
    assert report.rows[1].issues[0].code == "address_unclear"
