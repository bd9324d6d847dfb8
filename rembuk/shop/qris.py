"""A group's own QRIS: read, checked, and written again with the amount of one bill.

Source: EMV QR Code Specification for Payment Systems, Merchant-Presented Mode 1.1: fields of two
digits, two digits of length, and a value; the last one is a checksum (CRC-16/CCITT-FALSE) over all
before it. For Indonesia: the National Standard QR Code (PADG Bank Indonesia 21/18/PADG/2019).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from rembuk.cash.sums import said
from rembuk.lib.errors import Refused

# As many letters as the specification allows. It counts a field's length in letters, and works the
# checksum out over their bytes.
TEXT_MAX = 512
BEGIN = "000201"
VERSION, METHOD, CATEGORY, CURRENCY, AMOUNT, COUNTRY, NAME, CITY, CHECK = (
    "00", "01", "52", "53", "54", "58", "59", "60", "63",
)  # fmt: skip
STATIC, DYNAMIC, RUPIAH, INDONESIA = "11", "12", "360", "ID"
ACCOUNTS = range(26, 52)
HEAD = re.compile(r"(\d{2})(\d{2})", re.ASCII)
CRC_START, CRC_STEP, CRC_BITS = 0xFFFF, 0x1021, 0xFFFF


@dataclass(frozen=True)
class Field:
    """One field: its number and its value."""

    tag: str
    value: str

    def __str__(self) -> str:
        return f"{self.tag}{len(self.value):02d}{self.value}"


@dataclass(frozen=True)
class Qris:
    """A static QRIS that has been checked, without its checksum."""

    fields: tuple[Field, ...]

    def value(self, tag: str) -> str:
        """Return what a field holds, or nothing."""
        return next((one.value for one in self.fields if one.tag == tag), "")

    @property
    def merchant_name(self) -> str:
        """Who is paid, as the payer's phone will show it."""
        return self.value(NAME)

    @property
    def city(self) -> str:
        """Where the merchant is."""
        return self.value(CITY)

    @property
    def merchant_id(self) -> str:
        """The national merchant id (NMID), or nothing."""
        national = self.value("51")
        return next((one.value for one in _fields(national) if one.tag == "02"), "")

    def text(self) -> str:
        """Return the QRIS as it was read."""
        return sealed(self.fields)

    def with_amount(self, amount_rp: int, *, most_rp: int) -> str:
        """Return the text of a QRIS that asks for so many whole rupiah.

        Errors: Refused below Rp1 and above what one payment may be (limits.py).
        """
        if amount_rp < 1:
            raise Refused(_("Write how much is to be paid, above Rp0."))
        if amount_rp > most_rp:
            raise Refused(
                _("One QRIS payment is at most %(sum)s. Ask for it in several parts.")
                % {"sum": said(most_rp)}
            )
        method, amount = Field(METHOD, DYNAMIC), Field(AMOUNT, str(amount_rp))
        rest = (one for one in self.fields[1:] if one.tag != METHOD)
        asked: list[Field] = [self.fields[0], method]
        for one in rest:
            asked.append(one)
            if one.tag == CURRENCY:
                asked.append(amount)
        return sealed(asked)


def checksum(text: str) -> str:
    """Return CRC-16/CCITT-FALSE of a text, four hexadecimal digits: "123456789" gives 29B1."""
    crc = CRC_START
    for byte in text.encode():
        crc ^= byte << 8
        for _bit in range(8):
            crc = (crc << 1 ^ CRC_STEP if crc & 0x8000 else crc << 1) & CRC_BITS
    return f"{crc:04X}"


def sealed(fields: tuple[Field, ...] | list[Field]) -> str:
    """Write fields one after another, with the checksum at the end."""
    text = "".join(map(str, fields)) + f"{CHECK}04"
    return text + checksum(text)


def read(typed: str) -> Qris:
    """Read the text of a static QRIS as it was pasted.

    Errors: Refused for a text that is none, is cut off or altered, holds a field twice, lacks what
    a QRIS needs, belongs to another country, or was made for one payment.
    """
    text = "".join(typed.strip().splitlines())
    if not text.startswith(BEGIN):
        raise Refused(
            _("This is not the text of a QRIS: it begins with 000201. Copy all of it once more.")
        )
    fields = list(_fields(text)) if len(text) <= TEXT_MAX else []
    if not fields or "".join(map(str, fields)) != text or fields[-1].tag != CHECK:
        raise Refused(_("The text of the QRIS is cut off. Copy it once more, to its last letter."))
    _check_sum(text)
    tags = [one.tag for one in fields]
    if twice := next((tag for tag in tags if tags.count(tag) > 1), ""):
        told = _(
            "This QRIS holds the field %(tag)s twice. Ask your payment provider for a new one."
        )
        raise Refused(told % {"tag": twice})
    found = Qris(tuple(fields[:-1]))
    _check_needed(found)
    _check_static(found)
    return found


def _fields(text: str) -> Iterator[Field]:
    """Read fields until the text ends, or does not go on as fields do."""
    at = 0
    while head := HEAD.match(text, at):
        end = head.end() + int(head[2])
        if end > len(text):
            return
        yield Field(head[1], text[head.end() : end])
        at = end


def _check_sum(text: str) -> None:
    if text[-4:].upper() != checksum(text[:-4]):
        raise Refused(
            _(
                "A letter of this QRIS is wrong: its checksum does not fit."
                " Scan the QRIS once more and paste what comes out."
            )
        )


def _check_needed(found: Qris) -> None:
    accounts = (found.value(str(tag)) for tag in ACCOUNTS)
    there = {
        _("the account that is paid"): any(
            inner.tag == "00" and inner.value.startswith("ID.")
            for account in accounts
            for inner in _fields(account)
        ),
        _("the kind of business"): re.fullmatch(r"\d{4}", found.value(CATEGORY), re.ASCII),
        _("the name of the merchant"): found.merchant_name.strip(),
        _("the city of the merchant"): found.city.strip(),
    }
    missing = [what for what, is_there in there.items() if not is_there]
    if missing:
        told = _("This QRIS does not say: %(missing)s. Ask your payment provider for a new one.")
        raise Refused(told % {"missing": ", ".join(missing)})
    if (found.value(CURRENCY), found.value(COUNTRY)) != (RUPIAH, INDONESIA):
        raise Refused(
            _("This QR is not for rupiah in Indonesia. Use the QRIS that your provider gave you.")
        )


def _check_static(found: Qris) -> None:
    if found.value(METHOD) not in {"", STATIC} or found.value(AMOUNT):
        raise Refused(
            _(
                "This QRIS was made for one payment. Use the one that hangs on the wall:"
                " it has no amount."
            )
        )
