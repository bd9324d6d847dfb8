"""The same person twice: in one sheet, in two, in the village. And people who only look alike."""

from __future__ import annotations

import hashlib
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rembuk.lib.names import edit_distance, name_key
from rembuk.people.importing import Earlier, KnownResident, Report
from rembuk.people.importing.pairs import People, person_of
from rembuk.people.tests.made_workbooks import HEAD, codes, nik, person, read, xlsx

NIK = nik("1989-08-17", "P", 1)


def outcomes(report: Report) -> list[tuple[str, object]]:
    """Return outcome and, for a duplicate, of whom."""
    of = [r.duplicate_of.as_json() if r.duplicate_of else None for r in report.rows]
    return [(row.outcome, other) for row, other in zip(report.rows, of, strict=True)]


def row(row: int, sheet: str = "Data") -> dict[str, object]:
    return {"sheet": sheet, "row": row}


ACCEPTED = ("accepted", None)
REJECTED = ("rejected", None)


@pytest.mark.parametrize(
    ("second", "alike"),
    [
        ("siti aminah", True),
        ("SITI AMINAH, S.Pd", True),  # three letters more
        ("Siti Aminhx", True),
        ("Aminah", True),  # one set of words holds the other
        ("Aminah binti Siti Rahma", True),
        ("Sitti Aminatun", False),
        ("Gatot Kaca", False),
    ],
)
def test_one_number_belongs_to_one_person(second, alike):
    report = read([HEAD, person(1, "Siti Aminah"), person(2, second, nik=NIK, born="17-08-1989")])
    expected = ("duplicate", row(2)) if alike else REJECTED
    assert outcomes(report) == [ACCEPTED, expected]
    if not alike:
        assert codes(report)[1] == ["national_id_conflict"]


def test_the_first_row_wins_whatever_comes_between():
    rows = [HEAD, person(1), person(2, "Gatot Kaca", nik=NIK), person(3, "Siti Aminah", nik=NIK)]
    assert outcomes(read(rows)) == [ACCEPTED, REJECTED, ("duplicate", row(2))]


def test_a_rejected_row_is_never_the_first_of_a_pair():
    rows = [HEAD, person(1, sex="Prempuan"), person(2, nik=NIK), person(3, nik=NIK)]
    assert outcomes(read(rows)) == [REJECTED, ACCEPTED, ("duplicate", row(3))]


def test_a_row_is_tested_for_rejection_before_it_is_a_duplicate():
    rows = [HEAD, person(1), person(2, nik=NIK, sex="Prempuan")]
    assert outcomes(read(rows)) == [ACCEPTED, REJECTED]


def test_pairs_are_found_across_sheets_and_tables():
    data = xlsx(
        [HEAD, person(1), [], HEAD, person(2, nik=NIK)], more={"Lain": [HEAD, person(3, nik=NIK)]}
    )
    assert outcomes(read(data)) == [ACCEPTED, ("duplicate", row(2)), ("duplicate", row(2))]


def test_without_a_number_name_and_birth_date_decide():
    rows = [
        HEAD,
        person(1, nik=None),
        person(2, "SITI  AMINAH", nik=None),
        person(3, nik=None, born="18-08-1989"),
        person(4, "Siti Aminoh", nik=None),
    ]
    report = read(rows)
    assert outcomes(report) == [ACCEPTED, ("duplicate", row(2)), ACCEPTED, ACCEPTED]
    assert codes(report)[3] == ["national_id_missing", "possible_duplicate"]


@pytest.mark.parametrize("numbered_first", [True, False])
def test_a_number_on_one_side_only(numbered_first):
    with_number, without = person(1), person(2, nik=None)
    rows = [with_number, without] if numbered_first else [without, with_number]
    assert outcomes(read([HEAD, *rows])) == [ACCEPTED, ("duplicate", row(2))]


def test_two_numbers_are_two_people_however_alike():
    rows = [HEAD, person(1), person(2, "Siti Aminah")]
    assert outcomes(read(rows)) == [ACCEPTED, ACCEPTED]
    assert codes(read(rows)) == [[], []]


ADDRESS = ["Nama", "Dusun", "RT", "RW", "Kepala Keluarga"]


@pytest.mark.parametrize(
    ("second", "same"),
    [
        (["siti", "DUSUN I", 3, 1, "Budi"], True),
        (["Siti", "Dusun II", 3, 1, "Budi"], False),
        (["Siti", "Dusun I", 4, 1, "Budi"], False),
        (["Siti", "Dusun I", 3, 2, "Budi"], False),
        (["Siti", "Dusun I", 3, 1, "Joko"], False),
        (["Sitti", "Dusun I", 3, 1, "Budi"], False),
    ],
)
def test_without_number_and_birth_date_name_and_address_decide(second, same):
    report = read([ADDRESS, ["Siti", "Dusun I", 3, 1, "Budi"], second])
    assert outcomes(report) == [ACCEPTED, ("duplicate", row(2)) if same else ACCEPTED]


def test_a_bare_name_is_compared_with_bare_names_only():
    rows = [
        ["Nama", "NIK", "Alias"],
        ["Siti", NIK, "Iti"],
        ["Siti", None, "x"],
        ["Siti", None, "y"],
    ]
    assert outcomes(read(rows)) == [ACCEPTED, ACCEPTED, ("duplicate", row(3))]


def test_a_shorter_list_of_the_same_people_adds_nobody():
    known = KnownResident("R1", "Siti", birth_date=date(1989, 8, 17), hamlet="Dusun I",
                          neighborhood_unit="003", community_unit="001", household_head="Budi",
                          national_id_fingerprint=NIK)  # fmt: skip
    report = read([ADDRESS, ["Siti", "Dusun I", 3, 1, "Budi"]], known=[known])
    assert outcomes(report) == [("duplicate", {"resident_key": "R1"})]


# --- with the village ----------------------------------------------------------------------------


def sealed(number: str) -> str:
    return hashlib.sha256(number.encode()).hexdigest()


KNOWN = [
    KnownResident("R1", "Siti Aminah", "Iti", sealed(NIK), date(1989, 8, 17)),
    KnownResident("R2", "Wati Lestari", None, None, date(1970, 1, 2)),
]


@pytest.mark.parametrize(
    ("line", "outcome", "said"),
    [
        (person(1), ("duplicate", {"resident_key": "R1"}), []),
        (person(1, "Gatot Kaca"), REJECTED, ["national_id_conflict"]),
        (person(1, "Wati Lestari", nik=None, born="02-01-1970"),
         ("duplicate", {"resident_key": "R2"}), ["national_id_missing"]),
        (person(1, "Wati Lestary", nik=nik("1970-01-02", "P", 5), born="02-01-1970"), ACCEPTED,
         ["possible_duplicate"]),
        (person(1, "Rina Marlina", nik=nik("1970-01-02", "P", 5), born="02-01-1970"), ACCEPTED, []),
    ],
)  # fmt: skip
def test_numbers_of_the_village_are_compared_by_fingerprint(line, outcome, said):
    report = read([HEAD, line], known=KNOWN, fingerprint=sealed)
    assert outcomes(report) == [outcome]
    assert codes(report) == [said]


def test_the_same_file_again_adds_nothing():
    rows = [HEAD, person(1), person(2, "Wati"), person(3, nik=NIK), person(4, "Rina", nik=None)]
    first = read(rows)
    stored = [
        KnownResident(
            f"R{each.row}", each.values["name"] or "", None,
            sealed(each.values["national_id"]) if each.values["national_id"] else None,
            date.fromisoformat(each.values["birth_date"] or ""), each.values["hamlet"],
            each.values["neighborhood_unit"], each.values["community_unit"],
        )
        for each in first.with_outcome("accepted")
    ]  # fmt: skip
    again = read(rows, known=stored, fingerprint=sealed)
    assert {outcome for outcome, _of in outcomes(again)} == {"duplicate"}


def test_what_is_said_of_a_pair_names_the_place_and_nobody():
    report = read([HEAD, person(1), person(2, "Gatot Kaca", nik=NIK)])
    message = report.rows[1].issues[0].message
    assert "Data" in message
    assert "2" in message
    assert "Siti" not in message
    known = read([HEAD, person(1, "Gatot Kaca")], known=KNOWN, fingerprint=sealed)
    assert "Siti" not in known.rows[0].issues[0].message


# --- the index finds what comparing everybody with everybody would find --------------------------

names = st.text("abc ", min_size=1, max_size=7).filter(lambda text: any(ch != " " for ch in text))


@given(st.lists(names, max_size=8), names)
def test_nobody_nearly_alike_is_missed(earlier, name):
    people = People()
    for number, other in enumerate(earlier):
        who = Earlier("Data", number)
        people.add(person_of({"name": other, "birth_date": "1989-08-17"}, who=who, fingerprint=str))
    asked = person_of(
        {"name": name, "birth_date": "1989-08-17"}, who=Earlier("Data", 99), fingerprint=str
    )
    near = [o for o in earlier if 0 < edit_distance(name_key(o), name_key(name), most=2) <= 2]
    assert (people.nearly(asked) is not None) == bool(near)
