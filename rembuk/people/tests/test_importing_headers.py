"""What columns are called, with the slips of people who type in a hurry."""

from __future__ import annotations

import pytest

from rembuk.people.importing import headers
from rembuk.people.tests.made_workbooks import HEAD, nik, person, read

SEEN = {
    "name": "Nama|Nama Lengkap|Nama PMI|Nama Warga|Nama TKI|Nama Anggota Keluarga|NAMA_LENGKAP"
    "|NamaLengkap|N A M A|Nama Lengkap\n(sesuai KTP)|Nama  lengkap :",
    "nickname": "Nama Panggilan|Panggilan|Alias",
    "national_id": "NIK|No. KTP|No KTP|Nomor KTP|Nomor Induk Kependudukan|No. NIK|N I K"
    "|NIK / No. KTP|NIK (16 digit)",
    "sex": "L/P|JK|Jenis Kelamin|Sex|Kelamin|Lk/Pr|Jenis Kelamin (L/P)|L\nP",
    "birth_date": "Tgl Lahir|Tanggal Lahir|Tgl. Lhr|tgllahir|Tanggal Lahir (dd/mm/yyyy)",
    "birth_place": "Tempat Lahir|Tmp Lahir",
    "birth": "Tempat/Tgl Lahir|TTL|Tempat, Tanggal Lahir|Tempat & Tgl. Lahir",
    "hamlet": "Dusun|Dsn|Lingkungan|Nama Dusun",
    "neighborhood_unit": "RT|R.T.",
    "community_unit": "RW",
    "units": "RT/RW|RT / RW|RT. RW",
    "units_turned": "RW/RT|RW / RT|RW-RT",
    "household_number": "No. KK|Nomor KK|No. Kartu Keluarga",
    "household_head": "Kepala Keluarga|Nama KK|Nama Kepala Keluarga",
    "phone": "No. HP|HP|Telp|No. WA|Nomor Telepon|HP / WA|No.Telp/HP",
    "country": "Negara|Negara Tujuan|Negara Penempatan|Tujuan",
    "migration_status": "Status|Status PMI|Ket. Status",
    "departed_on": "Tgl Berangkat|Tahun Berangkat|Berangkat|Tgl. Keberangkatan",
    "returned_on": "Tgl Pulang|Tahun Pulang|Pulang",
    "number": "No|No.|Nomor|No Urut",
}
SLIPS = {
    "name": "Nma Lengkap|Nama Lengkp|Nama Lenkgap|Nama Wraga|Nama Anggota Kelurga",
    "national_id": "Nomor Induk Kependuduka|Nomor Induk Kpendudukn",
    "sex": "Jenis Kelmin|Kelamn|Jnis Kelamin",
    "birth_date": "Tangal Lahir|Tanggl Lahr|Tanggal Lhair",
    "hamlet": "Dusn|Lingkungn",
    "household_head": "Kepla Keluarga|Kepala Kluarga",
    "phone": "Telpon|Nomor Telpn|Nomer HP",
    "country": "Negra Tujuan|Negara Tujaun|Negara Penempatn",
    "migration_status": "Stats PMI|Satus",
    "departed_on": "Tanggl Brangkat|Berangkt",
    "returned_on": "Pulng|Tahun Plang",
}
NOT_OURS = """Nama Ayah|Nama Ibu|Nama Suami/Istri|Nama Majikan|Nama Perusahaan|Nama Bank|Nama Desa
|Nama Barang|Nama Kelompok|Nama Orang Tua|DAFTAR NAMA PMI|Kota Tujuan|Tujuan Kunjungan|Negara Asal
|Kewarganegaraan|Tempat Tinggal|Tempat Kerja|Tempat|Tanggal|Tanggal Masuk|Tahun Lahir|Status Kawin
|Status Perkawinan|Status Rumah|No. Rekening|No. Paspor|Nomor KIP|NIP|NPWP|KK|Jumlah KK|Hubungan
|Perangkat|Rencana Pulang|Keterangan|Alamat|Pendidikan|Pekerjaan|Umur|Jumlah|Ketua RT|Kel|LK
|No HP Keluarga|Siti Aminah|Malaysia|Dusun II|1989"""


def cases(table):
    return [(text, name) for name, texts in table.items() for text in texts.split("|")]


@pytest.mark.parametrize(("text", "name"), cases(SEEN))
def test_headers_seen_in_villages(text, name):
    assert headers.field_of(text) == name


@pytest.mark.parametrize(("text", "name"), cases(SLIPS))
def test_one_or_two_wrong_letters_are_forgiven(text, name):
    assert headers.field_of(text) == name


@pytest.mark.parametrize("text", [t.strip() for t in NOT_OURS.split("|")])
def test_other_columns_are_not_mistaken_for_ours(text):
    assert headers.field_of(text) is None


def test_of_two_columns_for_one_field_the_fuller_title_wins_and_the_other_is_listed():
    rows = [
        ["Tujuan", "Nama", "NIK", "Negara Tujuan", "No. HP", "HP", "Status Kawin"],
        ["bekerja", "Siti", nik("1989-08-17", "P", 1), "Taiwan", "081234567890", "x", "kawin"],
    ]
    table = read(rows).tables[0]
    assert table.columns() == {
        "name": "B", "national_id": "C", "phone": "E", "country": "D"
    }  # fmt: skip
    assert table.unmapped_columns() == ["Tujuan", "HP", "Status Kawin"]


def test_one_column_may_hold_two_fields():
    table = read([["Nama", "TTL", "RT/RW"], ["Siti", "Metro, 17-08-1989", "1/2"]]).tables[0]
    assert table.columns() == {
        "name": "A", "birth_date": "B", "birth_place": "B",
        "neighborhood_unit": "C", "community_unit": "C",
    }  # fmt: skip


def test_a_date_column_of_its_own_comes_before_the_combined_one():
    report = read([["Nama", "TTL", "Tgl Lahir"], ["Siti", "Metro, 1989", "17-08-1989"]])
    assert report.rows[0].values["birth_date"] == "1989-08-17"
    assert report.tables[0].unmapped_columns() == ["TTL"]


@pytest.mark.parametrize("head", [["Nama", "Alamat"], ["NIK", "Dusun"], ["Nama"], ["No", "Nama"]])
def test_a_header_names_a_person_and_one_more_known_column(head):
    assert read([head, ["x", "y"]]).file_error == "no_table"


# --- what a person has chosen --------------------------------------------------------------------


def test_a_persons_choice_of_columns_comes_before_our_guess():
    rows = [["Nama", "NIK", "Tempat Kerja", "Dusun"], ["Siti", None, "Taiwan", "Arisan 2"]]
    chosen = {("Data", 1): {"C": "country", "D": None}}
    report = read(rows, mapping=chosen)
    assert report.rows[0].values["country"] == "TW"
    assert report.rows[0].values["hamlet"] is None
    assert report.tables[0].unmapped_columns() == ["Dusun"]


def test_a_choice_is_remembered_for_every_table_with_the_same_headers():
    rows = [["Nama", "NIK", "Tempat Kerja"], ["Siti", None, "Taiwan"]]
    signature = headers.signature(rows[0])
    longer = [["Desa Sukamaju"], [], [" NAMA ", "N.I.K.", "tempat kerja"], ["Siti", None, "Taiwan"]]
    report = read(longer, mapping={signature: {"C": "country"}})
    assert report.rows[0].values["country"] == "TW"
    assert read(rows, mapping={"another": {"C": "country"}}).rows[0].values["country"] is None


def test_a_person_may_name_a_header_that_we_do_not_know():
    rows = [["Wong", "Asal"], ["Siti", "Dusun I"]]
    assert read(rows).file_error == "no_table"
    report = read(rows, mapping={("Data", 1): {"A": "name", "B": "hamlet"}})
    assert report.rows[0].values["name"] == "Siti"


def test_a_table_may_be_left_out():
    data = [HEAD, person(1), [], ["Nama", "NIK"], ["Wati", None]]
    report = read(data, mapping={("Data", 4): {"A": None}})
    assert [(row.row, row.outcome) for row in report.rows] == [(2, "accepted")]
    assert ("other_table", 5) in {(i.reason, i.row) for i in report.ignored}
