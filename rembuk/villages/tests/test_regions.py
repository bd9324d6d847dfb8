"""The region tree: loaded twice without harm, found by name, grown where it is missing."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction

from rembuk.villages import regions
from rembuk.villages.models import Region, Village

LINES = {
    "provinces.csv": "99,Provinsi Contoh\n",
    "regencies.csv": "9901,Kabupaten Tepi\n",
    "districts.csv": "990101,Tepi Kali\n990102,Tepi Hutan\n",
    "villages.csv": "9901012001,Sumber Rejo\n9901022001,Sumber Agung\n",
}


@pytest.fixture
def folder(tmp_path):
    for name, lines in LINES.items():
        (tmp_path / name).write_text(f"code,name\n{lines}")
    return tmp_path


@pytest.mark.django_db
def test_loading_twice_adds_nothing_the_second_time(folder):
    assert regions.load(folder) == regions.Loaded(added=6, renamed=0)
    assert regions.load(folder) == regions.Loaded(added=0, renamed=0)
    assert regions.path_of(Region.objects.get(pk="9901012001")) == (
        "Tepi Kali, Kabupaten Tepi, Provinsi Contoh"
    )


@pytest.mark.django_db
def test_a_region_that_changed_its_name_is_renamed_and_one_found_by_hand_stays(folder):
    regions.grown("9901032001", names={"9901032001": "Desa Baru"})
    (folder / "districts.csv").write_text("code,name\n990101,Tepi Sungai\n990102,Tepi Hutan\n")
    loaded = regions.load(folder)
    assert loaded.renamed == 2, "the province and regency made by hand now have their real names"
    assert Region.objects.get(pk="990101").name == "Tepi Sungai"
    assert Region.objects.get(pk="9901032001").name == "Desa Baru"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("file", "line"),
    [
        ("districts.csv", "990201,Nirgends"),
        ("districts.csv", "99010,Kurang"),
        ("villages.csv", "9901012009,"),
    ],
)
def test_a_line_without_a_place_stops_the_loading_and_nothing_stays(folder, file, line):
    (folder / file).write_text(f"code,name\n{line}\n")
    with pytest.raises(ValueError, match=line.partition(",")[0]):
        regions.load(folder)
    assert not Region.objects.exists()


@pytest.mark.django_db
def test_the_shipped_files_make_a_whole_tree():
    call_command("load_regions", stdout=StringIO())
    counted = {level: Region.objects.filter(level=level).count() for level in regions.Level}
    assert list(counted.values())[:3] == [38, 514, 7285]
    jepara = Region.objects.get(pk="1807072007")
    assert (jepara.name, jepara.dotted_code) == ("Jepara", "18.07.07.2007")
    assert regions.path_of(jepara) == "Way Jepara, Kabupaten Lampung Timur, Lampung"
    assert regions.lies_in(jepara.code) == regions.path_of(jepara)
    assert regions.lies_in("18") == ""


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("sumber", ["Sumber Agung", "Sumber Rejo"]),
        ("rejo sumber", ["Sumber Rejo"]),
        ("99.01.02", ["Sumber Agung", "Tepi Hutan"]),
        ("tepi", ["Tepi Hutan", "Tepi Kali", "Kabupaten Tepi"]),
        ("", []),
        ("%", []),
    ],
)
def test_regions_are_found_by_words_or_code(folder, text, found):
    regions.load(folder)
    assert [region.name for region in regions.search(text)] == found


@pytest.mark.django_db
def test_missing_regions_are_grown_with_a_name_that_says_so():
    village = regions.grown("9908072001", names={"9908072001": "Contoh Jaya"})
    assert regions.path_of(village) == "Kecamatan 99.08.07, Kabupaten 99.08, Provinsi 99"
    assert regions.grown("9908072001") == village


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("18.07.07.2007", "1807072007"),
        (" 18 07 ", "1807"),
        ("18-07", None),
        ("180", None),
        ("", None),
        ("١٨", None),
    ],
)
def test_codes_are_read_as_people_write_them(typed, code):
    assert regions.read_code(typed) == code


@pytest.mark.parametrize(
    ("code", "zone"),
    [("1807072007", "WIB"), ("5103012001", "WITA"), ("6402012001", "WITA"), ("6101012001", "WIB"),
     ("8101012001", "WIT"), ("9601012001", "WIT"), ("9901012001", "WIB")],
)  # fmt: skip
def test_the_province_tells_the_clock(code, zone):
    assert regions.zone_for(code) == Village.TimeZone[zone]


@pytest.mark.django_db
def test_only_a_province_lies_in_nothing():
    name = "villages_region_only_provinces_have_no_parent"
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Region.objects.create(code="9909", level="REGENCY", name="Yatim")
