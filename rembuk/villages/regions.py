"""The region tree: province > regency > district > village, by Indonesian code (Kemendagri).

A code is digits only, 2, 4, 6 or 10 of them, and begins with the code of what it lies in. The
names come from data/regions (see NOTICE.md there); province 99 does not exist, so that examples
can be told apart from real places.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction
from django.db.models import Case, IntegerField, Q, QuerySet, Value, When

from rembuk.villages.models import Region, Village

Level = Region.Level
DIGITS: dict[Level, int] = {
    Level.PROVINCE: 2,
    Level.REGENCY: 4,
    Level.DISTRICT: 6,
    Level.VILLAGE: 10,
}
LEVEL_OF = {digits: level for level, digits in DIGITS.items()}
FOLDER = Path(__file__).parent / "data" / "regions"
FILES: dict[Level, str] = {
    Level.PROVINCE: "provinces.csv",
    Level.REGENCY: "regencies.csv",
    Level.DISTRICT: "districts.csv",
    Level.VILLAGE: "villages.csv",
}
# What a region is called until its name is known. It is data of Indonesia, so not translated.
UNNAMED: dict[Level, str] = {
    Level.PROVINCE: "Provinsi",
    Level.REGENCY: "Kabupaten",
    Level.DISTRICT: "Kecamatan",
    Level.VILLAGE: "Desa",
}
BATCH = 2000
FOUND_MAX = 20

# Keputusan Presiden 41/1987: what is not listed keeps western time.
CENTRAL = frozenset({"51", "52", "53", "63", "64", "65", "71", "72", "73", "74", "75", "76"})
EASTERN = frozenset({"81", "82", "91", "92", "93", "94", "95", "96"})


@dataclass(frozen=True)
class Loaded:
    """What a loading did: regions that are new, and regions that now have another name."""

    added: int
    renamed: int


@transaction.atomic
def load(folder: Path = FOLDER) -> Loaded:
    """Bring the tree up to date with the files; what is not in them stays as it is.

    Errors: ValueError naming the code, when a line has no place in the tree.
    """
    known = {region.code: region for region in Region.objects.all()}
    names = {code: region.name for code, region in known.items()}
    renamed = 0
    for level in Level:
        fresh: list[Region] = []
        changed: list[Region] = []
        for code, name in _lines(folder / FILES[level], level):
            if code not in names:
                parent = _parent_code(code)
                if parent and parent not in names:
                    raise ValueError(f"{FILES[level]}: {code} lies in {parent}, which is unknown")
                fresh.append(Region(code=code, level=level, name=name, parent_id=parent))
            elif names[code] != name:
                known[code].name = name
                changed.append(known[code])
            names[code] = name
        Region.objects.bulk_create(fresh, batch_size=BATCH)
        Region.objects.bulk_update(changed, ["name"], batch_size=BATCH)
        renamed += len(changed)
    return Loaded(added=len(names) - len(known), renamed=renamed)


def _lines(file: Path, level: Level) -> Iterator[tuple[str, str]]:
    with file.open(encoding="utf-8", newline="") as lines:
        for line in csv.DictReader(lines):
            code, name = line["code"].strip(), line["name"].strip()
            if len(code) != DIGITS[level] or not code.isdecimal() or not name:
                raise ValueError(f"{file.name}: {code!r}, {name!r} is not a line of this file")
            yield code, name


def read_code(text: str) -> str | None:
    """Read a code as people write it, 18.07.07.2007 or 1807072007; None if it is none."""
    code = re.sub(r"[.\s]", "", text)
    return code if re.fullmatch(r"[0-9]+", code) and len(code) in LEVEL_OF else None


def dotted(text: str) -> str:
    """Write a code as offices do, 18.07.07.2007; nothing for what is no code."""
    code = read_code(text)
    return Region(code=code).dotted_code if code else ""


def search(text: str, *, levels: Collection[Level] = tuple(Level)) -> QuerySet[Region]:
    """Find regions by the words of their name, or by the beginning of their code.

    Returns at most FOUND_MAX with the regions above them, names that begin with the text first.
    """
    words = text.split()
    if not words:
        return Region.objects.none()
    digits = re.sub(r"[.\s]", "", text)
    if re.fullmatch(r"[0-9]+", digits):
        wanted = Q(code__startswith=digits)
    else:
        wanted = Q(*(Q(name__icontains=word) for word in words))
    later = Case(
        When(name__istartswith=text.strip(), then=Value(0)),
        default=Value(1),
        output_field=IntegerField(),
    )
    found = Region.objects.filter(wanted, level__in=levels).select_related("parent__parent__parent")
    return found.order_by(later, "name", "code")[:FOUND_MAX]


def lies_in(code: str) -> str:
    """Say where the region of a code lies: 'Way Jepara, Kabupaten Lampung Timur, Lampung'."""
    above = [code[:digits] for digits in LEVEL_OF if digits < len(code)]
    return ", ".join(
        Region.objects.filter(pk__in=above).order_by("-code").values_list("name", flat=True)
    )


def path_of(region: Region) -> str:
    """Say the same of a region that was loaded with those above it (select_related)."""
    names, above = [], region.parent
    while above is not None:
        names.append(above.name)
        above = above.parent
    return ", ".join(names)


def zone_for(code: str) -> Village.TimeZone:
    """The clock of the province a code begins with (Keputusan Presiden 41/1987)."""
    if code[:2] in CENTRAL:
        return Village.TimeZone.WITA
    return Village.TimeZone.WIT if code[:2] in EASTERN else Village.TimeZone.WIB


def grown(code: str, *, names: Mapping[str, str] | None = None) -> Region:
    """Return the region of a code, made with all that is missing above it.

    `names` are by code, for what is made; without one a region is called 'Kabupaten 99.01'.
    """
    assert len(code) in LEVEL_OF, code
    called = names or {}
    region: Region | None = None
    for level, digits in DIGITS.items():
        if digits > len(code):
            break
        part = code[:digits]
        unnamed = f"{UNNAMED[level]} {Region(code=part).dotted_code}"
        region, _made = Region.objects.get_or_create(
            code=part,
            defaults={"level": level, "name": called.get(part, unnamed), "parent": region},
        )
    assert region is not None
    return region


def _parent_code(code: str) -> str | None:
    shorter = [digits for digits in LEVEL_OF if digits < len(code)]
    return code[: max(shorter)] if shorter else None
