"""Finding a person from two letters, a nickname, another spelling, the end of a phone number."""

from __future__ import annotations

import re

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When

from rembuk.lib import words
from rembuk.people import national_ids, residents, spelling
from rembuk.people.models import Household, Resident
from rembuk.villages.models import Village

LETTERS_MIN = 2
PHONE_DIGITS_MIN = 4
PHONE = re.compile(r"[\d\s().+-]+")


def search(village: Village, text: str) -> QuerySet[Resident]:
    """Return the residents a text may mean, the likeliest first, then by name.

    Every word must begin a word of the name or nickname, in any spelling; or all of them words
    of the household head's name; or the digits end a phone number. Fewer than two letters find
    nobody. A NIK is not looked for here, because this text may stand in an address:
    national_ids.find does that.
    """
    everybody = residents.known(village)
    if digits := phone_digits(text):
        return everybody.filter(phone__endswith=digits).order_by("name", "pk")
    words = spelling.asked_forms(text)
    if is_too_short(text):
        return everybody.none()
    own = Q()
    for forms in words:
        own &= _begins(forms)
    homes = Household.objects.of(village).filter(own)
    typed = spelling.folded(text)
    likely = Case(
        When(search_text__startswith=f" {typed}", then=Value(0)),
        When(search_text__contains=f" {typed}", then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
    found = everybody.filter(own | Q(household__in=homes.values("pk")))
    return found.order_by(likely, "name", "pk")


def is_too_short(text: str) -> bool:
    """Has the text fewer letters than find anybody? A number is never too short here."""
    words = spelling.asked_forms(text)
    letters = sum(len(max(word, key=len)) for word in words)
    return not phone_digits(text) and letters < LETTERS_MIN


def through_home(resident: Resident, text: str) -> str:
    """Return whose household made `search` find somebody; '' if it was the own name or number."""
    # First what asks no table: this is said of every row of a list, searched or not.
    if not text or phone_digits(text) or resident.household is None:
        return ""
    own = all(
        any(f" {form}" in resident.search_text for form in forms)
        for forms in spelling.asked_forms(text)
    )
    return "" if own else resident.household.head_name


def alike(village: Village, name: str) -> list[Resident]:
    """Return up to three people whose whole name sounds like this one: 'already here?'."""
    words = spelling.asked_forms(name)
    if not words:
        return []
    same = Q()
    for forms in words:
        same &= _begins(forms)
    return list(residents.known(village).filter(same).order_by("name", "pk")[:ALIKE_SHOWN])


ALIKE_SHOWN = 3


def told_apart(one: Resident) -> str:
    """Name a resident so that two of one name are told apart, and no more than that."""
    nickname = f" ({one.nickname})" if one.nickname and one.nickname != one.name else ""
    rt = words.neighbourhood(one.neighborhood_unit)
    return f"{one.name}{nickname} · {rt}" if rt else f"{one.name}{nickname}"


def phone_digits(text: str) -> str:
    """Return the digits a phone number must end with, or '' if this is no phone number."""
    if not PHONE.fullmatch(text.strip()) or is_national_id(text):
        return ""
    digits = re.sub(r"\D", "", text)
    return digits.removeprefix("0") if len(digits) >= PHONE_DIGITS_MIN else ""


def is_national_id(text: str) -> bool:
    """Is this a NIK, which must never stand in an address?"""
    return national_ids.is_number(national_ids.only_digits(text))


def _begins(forms: set[str]) -> Q:
    """Return the condition that a word of `search_text` begins with one of these."""
    begins = Q()
    for form in sorted(forms):
        begins |= Q(search_text__contains=f" {form}")
    return begins
