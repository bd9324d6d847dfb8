"""What a cell says, what it cannot say, and what is told about it."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from rembuk.people.tests.made_workbooks import HEAD, codes, nik, person, read, values, xlsx

NIK = nik("1989-08-17", "P", 1)
FIELD_OF = {
    "Nama": "name", "Panggilan": "nickname", "NIK": "national_id", "L/P": "sex",
    "Tgl Lahir": "birth_date", "Tempat Lahir": "birth_place", "Dusun": "hamlet",
    "RT": "neighborhood_unit", "No. KK": "household_number", "Kepala Keluarga": "household_head",
    "HP": "phone", "Negara": "country", "Status": "migration_status", "Berangkat": "departed_on",
}  # fmt: skip


def cell(title: str, value: object, **changes: object) -> tuple[str | None, list[str]]:
    """Return what is read from one cell beside a name, and the codes."""
    head, row = ["Nama", "Alias"], ["Siti Aminah", "Iti"]
    if title == "Nama":
        head, row = ["Alias", "Dusun"], ["Iti", "Dusun I"]
    report = read([[*head, title], [*row, value]], **changes)
    found = report.rows[0]
    return found.values[FIELD_OF[title]], [issue.code for issue in found.issues]


@pytest.mark.parametrize(
    ("found", "name", "said"),
    [
        ("  Siti   Aminah ", "Siti Aminah", []),
        ("Siti\u00a0Aminah\n", "Siti Aminah", []),
        ("'Siti", "Siti", []),
        ("SITI aminah, S.Pd", "SITI aminah, S.Pd", []),
        ("Siti\u200bAminah", "SitiAminah", ["invisible_characters"]),
        ("\u202eSiti", "Siti", ["invisible_characters"]),
        ("Siti 🌸 Aminah", "Siti Aminah", ["invisible_characters"]),
        ("Siti ❤️", "Siti", ["invisible_characters"]),
        ("O", "O", []),
        ("سيتي", "سيتي", []),
        ("-", None, ["name_missing"]),
        ("tidak ada", None, ["name_missing"]),
        (12345, None, ["name_missing"]),
        ("🌸", None, ["invisible_characters", "name_missing"]),
        ("=cmd|' /C calc'!A0", None, ["suspicious_cell"]),
        ("@SUM(A1)", None, ["suspicious_cell"]),
        ("|calc", None, ["suspicious_cell"]),
        ("+Siti", None, ["suspicious_cell"]),
        ("- Siti", None, ["suspicious_cell"]),
        ("'=1+1", None, ["suspicious_cell"]),
        ("\u200b=1+1", None, ["invisible_characters", "suspicious_cell"]),
    ],
)
def test_names(found, name, said):
    text = "Panggilan;Dusun;Nama\nIti;Dusun I;" + '"' + str(found).replace('"', '""') + '"\n'
    row = read(text.encode(), file_name="x.csv").rows[0]
    assert (row.values["name"], [issue.code for issue in row.issues]) == (name, said)


@pytest.mark.parametrize("title", ["Panggilan", "Dusun", "Tempat Lahir", "Kepala Keluarga"])
def test_no_text_begins_like_a_command(title):
    report = read(f"Nama;NIK;{title}\nSiti;{NIK};=1+1\nWati;;tidak ada\n".encode())
    assert codes(report)[0] == ["suspicious_cell"]
    assert report.rows[1].values[FIELD_OF[title]] is None


def test_a_text_too_long_to_be_a_name_waits():
    assert codes(read([["Nama", "NIK"], ["a" * 100, NIK]])) == [[]]
    assert codes(read([["Nama", "NIK"], ["a" * 101, NIK]])) == [["suspicious_cell"]]


@pytest.mark.parametrize(
    ("found", "number", "said"),
    [
        (NIK, NIK, []),
        (f" '{NIK[:6]} {NIK[6:12]}.{NIK[12:]} ", NIK, []),
        (f"{NIK[:6]}-{NIK[6:12]}–{NIK[12:]}", NIK, []),
        ("9.90301E+15", None, ["national_id_scientific"]),
        ("9,90301e+15", None, ["national_id_scientific"]),
        ("1.80702E+15", None, ["national_id_scientific"]),
        (int(NIK), None, ["national_id_precision"]),
        (1807025708890001, "1807025708890001", []),
        (1807025708890000, None, ["national_id_precision"]),
        (1.5, None, ["national_id_precision"]),
        (1e300, None, ["national_id_precision"]),
        (180702570889001, None, ["national_id_length"]),
        (NIK[:15], None, ["national_id_length"]),
        (NIK + "1", None, ["national_id_length"]),
        ("99030157O8890001", None, ["national_id_length"]),
        ("٩٩٠٣٠١٥٧٠٨٨٩٠٠٠١", None, ["national_id_length"]),
        (datetime(1989, 8, 17), None, ["national_id_length"]),
        ("9903013002900001", None, ["national_id_date"]),
        ("9903018001900001", None, ["national_id_date"]),
        ("9903015708890000", None, ["national_id_date"]),
        ("-", None, ["national_id_missing"]),
        ("N/A", None, ["national_id_missing"]),
        (None, None, ["national_id_missing"]),
    ],
)
def test_national_numbers(found, number, said):
    assert cell("NIK", found) == (number, said)


@pytest.mark.parametrize(
    ("found", "day", "said"),
    [
        ("17/08/1989", "1989-08-17", []),
        ("17-8-89", "1989-08-17", []),
        ("17.08.1989", "1989-08-17", []),
        ("1989-08-17", "1989-08-17", []),
        ("17 Agustus 1989", "1989-08-17", []),
        ("17-Agt-1989", "1989-08-17", []),
        ("3 Nop 74", "1974-11-03", []),
        ("5 May 1990", "1990-05-05", []),
        (32737, "1989-08-17", []),
        ("32737", "1989-08-17", []),
        (date(1989, 8, 17), "1989-08-17", []),
        (datetime(1989, 8, 17, 13, 45), "1989-08-17", []),
        ("01/02/24", "2024-02-01", []),
        ("01/02/26", "1926-02-01", []),
        ("08/17/1989", None, ["birth_date_invalid"]),
        ("30/02/1990", None, ["birth_date_invalid"]),
        ("1989", None, ["birth_date_invalid"]),
        (1989, None, ["birth_date_invalid"]),
        (32737.5, None, ["birth_date_invalid"]),
        ("Agustus 1989", None, ["birth_date_invalid"]),
        ("lupa", None, ["birth_date_invalid"]),
        ("17/08/2025", None, ["birth_date_invalid"]),
        (date(2025, 7, 1), None, ["birth_date_invalid"]),
        (date(1899, 12, 31), None, ["birth_date_invalid"]),
        ("30-06-2025", "2025-06-30", []),
        ("-", None, ["birth_date_missing"]),
    ],
)
def test_birth_dates(found, day, said):
    assert cell("Tgl Lahir", found) == (day, said)


@pytest.mark.parametrize(
    ("found", "place", "day", "said"),
    [
        ("Way Jepara, 17-08-1989", "Way Jepara", "1989-08-17", []),
        ("Sukadana,30-04-1983", "Sukadana", "1983-04-30", []),
        ("Metro , Lampung, 5 Mei 1970", "Metro , Lampung", "1970-05-05", []),
        ("17-08-1989", None, "1989-08-17", []),
        (", 17-08-1989", None, "1989-08-17", []),
        ("Metro", "Metro", None, ["birth_date_missing"]),
        ("Metro, -", "Metro", None, ["birth_date_missing"]),
        ("Metro, 1989", "Metro", None, ["birth_date_invalid"]),
        ("Metro, Lampung", "Metro", None, ["birth_date_invalid"]),
        ("Metro 17-08-1989", None, None, ["birth_date_invalid"]),
        ("=Metro, 17-08-1989", None, "1989-08-17", ["suspicious_cell"]),
        (None, None, None, ["birth_date_missing"]),
    ],
)
def test_place_and_date_in_one_cell(found, place, day, said):
    text = f'Nama;Alias;TTL\nSiti;Iti;"{found or ""}"\n'
    row = read(text.encode()).rows[0]
    assert (row.values["birth_place"], row.values["birth_date"]) == (place, day)
    assert [issue.code for issue in row.issues] == said


@pytest.mark.parametrize(
    ("found", "sex", "said", "suggest"),
    [
        ("L", "L", [], None),
        ("laki - laki", "L", [], None),
        ("Lk.", "L", [], None),
        ("perempuan", "P", [], None),
        ("Prempuan", None, ["sex_unknown"], "P"),
        ("Laki2", None, ["sex_unknown"], "L"),
        ("?", None, ["sex_unknown"], None),
        (1, None, ["sex_unknown"], None),
        ("-", None, ["sex_missing"], None),
    ],
)
def test_sexes(found, sex, said, suggest):
    row = read([["Nama", "L/P"], ["Siti", found]]).rows[0]
    assert (row.values["sex"], [issue.code for issue in row.issues]) == (sex, said)
    assert [issue.suggest for issue in row.issues] == [suggest] * len(said)


@pytest.mark.parametrize(
    ("found", "country", "said", "suggest"),
    [
        ("Hongkong", "HK", [], None),
        ("S'pore", "SG", [], None),
        ("Taiwan (ROC)", "TW", [], None),
        ("KSA", "SA", [], None),
        ("Korsel", "KR", [], None),
        ("Dubai", "AE", [], None),
        ("makau", "MO", [], None),
        ("Malasia", None, ["country_unknown"], "MY"),
        ("Timur Tengah", None, ["country_unknown"], None),
        ("-", None, [], None),
    ],
)
def test_countries(found, country, said, suggest):
    row = read([["Nama", "Negara"], ["Siti", found]]).rows[0]
    assert (row.values["country"], [issue.code for issue in row.issues]) == (country, said)
    assert [issue.suggest for issue in row.issues] == [suggest] * len(said)


@pytest.mark.parametrize(
    ("found", "status", "said"),
    [
        ("Calon PMI", "prospective_migrant", []),
        ("CPMI", "prospective_migrant", []),
        ("TKW", "migrant_worker", ["country_missing"]),
        ("Masih bekerja", "migrant_worker", ["country_missing"]),
        ("CUTI", "migrant_on_leave", ["country_missing"]),
        ("eks-TKI", "returned_migrant", []),
        ("sudah pulang", "returned_migrant", []),
        ("Bukan PMI", None, []),
        ("warga", None, []),
        ("tidak ada", None, []),
        ("ikut anak", None, ["status_unknown"]),
        ("purnaa", None, ["status_unknown"]),
    ],
)
def test_statuses(found, status, said):
    assert cell("Status", found) == (status, said)


@pytest.mark.parametrize(
    ("found", "unit", "said"),
    [
        (3, "003", []), ("03", "003", []), ("003", "003", []), ("RT 3", "003", []),
        ("RT.003", "003", []), (3.0, "003", []), ("12", "012", []), ("000", "000", []),
        ("-", None, []), ("tiga", None, ["address_unclear"]), ("3A", None, ["address_unclear"]),
        ("RW 3", None, ["address_unclear"]), ("1234", None, ["address_unclear"]),
        (3.5, None, ["address_unclear"]),
        (date(2024, 2, 3), None, ["address_unclear"]),
    ],
)  # fmt: skip
def test_units(found, unit, said):
    assert cell("RT", found) == (unit, said)


@pytest.mark.parametrize(
    ("found", "units", "said"),
    [
        ("003/002", ("003", "002"), []), ("3 / 3", ("003", "003"), []),
        ("RT 003 RW 002", ("003", "002"), []), ("RT.3/RW.2", ("003", "002"), []),
        ("3-2", ("003", "002"), []), ("003 002", ("003", "002"), []),
        ("003/-", ("003", None), []), ("-/2", (None, "002"), []), ("-", (None, None), []),
        ("RW 2/RT 3", (None, None), ["address_unclear"]),
        ("003", (None, None), ["address_unclear"]), (3, (None, None), ["address_unclear"]),
        ("1/2/3", (None, None), ["address_unclear"]),
        (date(2024, 2, 3), (None, None), ["address_unclear"]),
    ],
)  # fmt: skip
def test_both_units_in_one_cell(found, units, said):
    row = read([["Nama", "RT/RW"], ["Siti", found]]).rows[0]
    assert (row.values["neighborhood_unit"], row.values["community_unit"]) == units
    assert [issue.code for issue in row.issues] == said


@pytest.mark.parametrize(
    ("found", "day", "said"),
    [
        ("17-08-2018", "2018-08-17", []), ("Juni 2018", "2018-06", []), ("06/2018", "2018-06", []),
        ("2018", "2018", []), (2018, "2018", []), (43252, "2018-06-01", []),
        (date(2018, 6, 1), "2018-06-01", []), ("1969", None, ["date_unclear"]),
        ("2100", None, ["date_unclear"]),
        ("sekitar 2018", None, ["date_unclear"]),
        ("lupa", None, ["date_unclear"]), ("13/2018", None, ["date_unclear"]),
        ("belum ada", None, []),
    ],
)  # fmt: skip
def test_when_people_left(found, day, said):
    assert cell("Berangkat", found) == (day, said)


@pytest.mark.parametrize(
    ("found", "phone", "said"),
    [
        ("0812-3456-7890", "+6281234567890", []), (81234567890, "+6281234567890", []),
        ("081234567890 / 085712345678", "+6281234567890", ["phone_multiple"]),
        ("belum punya", None, ["phone_invalid"]), ("-", None, []),
        ("6.28123E+12", None, ["phone_invalid"]),
    ],
)  # fmt: skip
def test_phones(found, phone, said):
    assert cell("HP", found) == (phone, said)


@pytest.mark.parametrize(
    ("found", "number", "said"),
    [
        ("9903010101010001", "9903010101010001", []),
        ("9903 0101 0101 0001", "9903010101010001", []),
        (9903010101010001, None, ["household_number_invalid"]),
        (1807010101010001, "1807010101010001", []),
        ("123", None, ["household_number_invalid"]),
        ("9.9E+15", None, ["household_number_invalid"]),
        ("-", None, []),
    ],
)
def test_family_card_numbers(found, number, said):
    assert cell("No. KK", found) == (number, said)


# --- the row as a whole --------------------------------------------------------------------------


def test_a_number_that_disagrees_with_its_columns_is_flagged_and_the_column_kept():
    row = person(1, sex="L", born="18-08-1989")
    report = read([HEAD, row])
    assert codes(report) == [["national_id_birth_mismatch", "national_id_sex_mismatch"]]
    assert values(report, "sex", "birth_date") == [("L", "1989-08-18")]


def test_a_number_does_not_hold_the_century():
    born = person(1, nik=nik("2020-08-17", "P", 1), born="17-08-1920")
    assert codes(read([HEAD, born])) == [[]]


def test_what_the_table_has_no_column_for_is_not_missed():
    assert codes(read([["Nama", "Alias"], ["Siti", "Iti"]])) == [[]]


def test_all_that_is_wrong_with_a_row_is_said_at_once():
    row = person(1, None, nik="123", sex="X", born="lupa", status="entah", country="Antah")  # type: ignore[arg-type]  # no name on purpose
    assert codes(read([HEAD, row])) == [
        ["national_id_length", "sex_unknown", "birth_date_invalid", "country_unknown",
         "status_unknown", "name_missing"]
    ]  # fmt: skip


def test_the_text_is_shown_as_it_was_found():
    report = read([["Nama", "NIK", "L/P"], ["Siti", 1807025708890000, "x" * 500]])
    said = report.rows[0].issues
    assert said[0].raw == "1807025708890000"
    assert said[1].as_json()["raw"] == "x" * 200


def test_number_cells_are_read_with_all_their_digits():
    assert cell("HP", 6281234567890.0) == ("+6281234567890", [])
    assert read(xlsx([["Nama", "Dusun"], ["Siti", 2]])).rows[0].values["hamlet"] == "2"


@pytest.mark.parametrize("found", ["RW 02/RT 03", "RT 01/RT 02", "RW 1/RW 2"])
def test_a_label_that_contradicts_its_place_is_not_guessed_away(found):
    row = read([["Nama", "RT/RW"], ["Siti", found]]).rows[0]
    assert (row.values["neighborhood_unit"], row.values["community_unit"]) == (None, None)
    assert [issue.code for issue in row.issues] == ["address_unclear"]


def test_a_column_of_rt_holds_no_rw():
    row = read([["Nama", "RT", "RW"], ["Siti", "RW 3", "RW 2"]]).rows[0]
    assert (row.values["neighborhood_unit"], row.values["community_unit"]) == (None, "002")
    assert [issue.code for issue in row.issues] == ["address_unclear"]
