"""How dates, times, numbers, names and numbers of people are written for readers.

Pure formatting: nothing here asks for today, a request or a row. `language` is "id" or "en".
"""

from __future__ import annotations

from datetime import date, datetime
from fractions import Fraction
from zoneinfo import ZoneInfo

import phonenumbers

from rembuk.lib.rounding import as_text

MONTHS = {
    "id": "Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember",
    "en": "January February March April May June July August September October November December",
}
SHORT_MONTHS = {
    "id": "Jan Feb Mar Apr Mei Jun Jul Agu Sep Okt Nov Des",
    "en": "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec",
}
WEEKDAYS = {
    "id": "Senin Selasa Rabu Kamis Jumat Sabtu Minggu",
    "en": "Monday Tuesday Wednesday Thursday Friday Saturday Sunday",
}
# The three Indonesian zones; villages keep one of these.
ZONE_WORDS = {
    "Asia/Jakarta": "WIB",
    "Asia/Pontianak": "WIB",
    "Asia/Makassar": "WITA",
    "Asia/Jayapura": "WIT",
}
HIDDEN = "•"
NATIONAL_ID_DIGITS = 16
NATIONAL_ID_SHOWN = 4


def month_name(month: int, *, language: str) -> str:
    """Return the full name of month 1 to 12."""
    return _table(MONTHS, language)[month - 1]


def long_day(day: date, *, language: str) -> str:
    """Return a day with its weekday: Sabtu, 14 Desember 2019."""
    weekday = _table(WEEKDAYS, language)[day.weekday()]
    return f"{weekday}, {plain_day(day, language=language)}"


def plain_day(day: date, *, language: str) -> str:
    """Return a day in full: 14 Desember 2019."""
    return f"{day.day} {month_name(day.month, language=language)} {day.year}"


def short_day(day: date, *, language: str) -> str:
    """Return a day for narrow places: 14 Des 2019."""
    return f"{day.day} {_table(SHORT_MONTHS, language)[day.month - 1]} {day.year}"


def month_of_year(day: date, *, language: str) -> str:
    """Return the month of a day: Maret 2019."""
    return f"{month_name(day.month, language=language)} {day.year}"


def clock_time(moment: datetime, *, zone: str, language: str) -> str:
    """Return a moment on the clock of `zone`, with the zone's name: 14.30 WIB.

    A zone outside Indonesia shows the name its own country uses (HKT), or its distance to UTC.
    """
    local = moment.astimezone(ZoneInfo(zone))
    separator = "." if language == "id" else ":"
    name = ZONE_WORDS.get(zone) or _zone_name(local)
    return f"{local:%H}{separator}{local:%M} {name}"


def _zone_name(local: datetime) -> str:
    name = local.tzname() or ""
    return name if name.isalpha() else f"UTC{local:%z}"


def phone_number(stored: str) -> str:
    """Return a stored phone number as people here say it: 0812-3456-7890, or +852 5123 4567.

    `stored` is in +62... form; what cannot be read as a number comes back as it is.
    """
    try:
        number = phonenumbers.parse(stored, "ID")
    except phonenumbers.NumberParseException:
        return stored
    if number.country_code != phonenumbers.country_code_for_region("ID"):
        return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
    digits = f"0{number.national_number}"
    if not digits.startswith("08"):  # a landline keeps the area code apart: (0725) 123456
        return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.NATIONAL)
    return "-".join(filter(None, (digits[:4], digits[4:8], digits[8:])))


def masked_national_id(digits: str) -> str:
    """Return a NIK with only its first and last four digits: 9907••••••••0003.

    Anything that is not sixteen digits is hidden whole, because what it shows is unknown.
    """
    if len(digits) != NATIONAL_ID_DIGITS or not digits.isdigit():
        return HIDDEN * len(digits)
    hidden = HIDDEN * (NATIONAL_ID_DIGITS - 2 * NATIONAL_ID_SHOWN)
    return digits[:NATIONAL_ID_SHOWN] + hidden + digits[-NATIONAL_ID_SHOWN:]


def neighbourhood(rt: str, rw: str = "") -> str:
    """Return RT and RW with three digits each: RT 003/RW 001. A missing one is left out."""
    parts = [
        f"{word} {number.strip():0>3}"
        for word, number in (("RT", rt), ("RW", rw))
        if number.strip()
    ]
    return "/".join(parts)


def initials(name: str) -> str:
    """Return one or two letters for a name: SM for Sumiati Mulyani, S for Sumiati."""
    letters = [word[0] for word in name.split() if word[0].isalpha()]
    return "".join(letters[:1] + letters[-1:] if len(letters) > 1 else letters).upper()


def grouped(number: int, *, language: str) -> str:
    """Return a whole number in groups of three: 1.250.000, in English 1,250,000."""
    text = f"{abs(number):,}"
    sign = "−" if number < 0 else ""
    return sign + (text.replace(",", ".") if language == "id" else text)


def rupiah(amount_rp: int, *, language: str) -> str:
    """Return a sum with its currency: Rp1.250.000, below zero −Rp50.000, in English Rp1,250,000."""
    sign = "−" if amount_rp < 0 else ""
    return f"{sign}Rp{grouped(abs(amount_rp), language=language)}"


def decimal(exact: Fraction, *, language: str, places: int = 2) -> str:
    """Return a number with at most so many places, rounded half up: 1.250,75."""
    whole, _point, rest = as_text(exact, places).partition(".")
    told = grouped(int(whole), language=language)
    return f"{told}{',' if language == 'id' else '.'}{rest}" if rest else told


def _table(tables: dict[str, str], language: str) -> list[str]:
    return tables.get(language, tables["id"]).split(" ")
