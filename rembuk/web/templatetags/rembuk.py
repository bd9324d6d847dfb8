"""Filters and tags of every page: what lib/words.py writes, in the page's language."""

from __future__ import annotations

import re
from datetime import date, datetime
from functools import cache
from pathlib import Path
from uuid import uuid4

import segno
from django import forms, template
from django.forms.boundfield import BoundField
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from rembuk.lib import terbilang, words
from rembuk.web import parts, stylesheet, undo

register = template.Library()
SPRITE = Path(__file__).parent.parent / "static" / "web" / "icons.svg"


def _language() -> str:
    return get_language() or "id"


@cache
def icon_names() -> frozenset[str]:
    """Return the names of all icons in the sprite."""
    return frozenset(re.findall(r'<symbol id="([a-z]+)"', SPRITE.read_text(encoding="utf-8")))


@register.simple_tag
def icon(name: str) -> str:
    """Draw an icon. It is decoration: the word beside it says the same."""
    assert name in icon_names(), f"no icon {name!r} in {SPRITE.name}"
    return format_html(
        '<svg class="icon" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        static("web/icons.svg"),
        name,
    )


@register.simple_tag
def request_key() -> str:
    """Write the key of one button's form: pressed twice, it is done once (web.forms.press)."""
    return format_html('<input type="hidden" name="request_id" value="{}">', uuid4())


@register.simple_tag
def stylesheet_url() -> str:
    """Return the address of the stylesheet."""
    return stylesheet.address()


@register.simple_tag
def qr(text: str, label: str = "") -> SafeString:
    """Draw a QR code; `label` says to a screen reader what it leads to."""
    code = segno.make(text, error="m", micro=False)
    drawing = code.svg_inline(border=2, svgclass="qr", lineclass=None, omitsize=True)
    named = format_html('<svg role="img" aria-label="{}"', label or _("QR code"))
    return mark_safe(drawing.replace("<svg", named, 1))  # noqa: S308 - made by segno, label escaped


# A moment between midnight and seven is still yesterday in UTC: what may be a moment is first
# put on the clock of the village whose page it is.
@register.filter(expects_localtime=True)
def long_day(day: date) -> str:
    """Sabtu, 14 Desember 2019."""
    return words.long_day(day, language=_language())


@register.filter(expects_localtime=True)
def plain_day(day: date) -> str:
    """14 Desember 2019."""
    return words.plain_day(day, language=_language())


@register.filter(expects_localtime=True)
def short_day(day: date) -> str:
    """14 Des 2019."""
    return words.short_day(day, language=_language())


@register.filter(expects_localtime=True)
def partial_date(day: date | None, precision: str = "day") -> str:
    """Write a day as exactly as it is known: day, month, year, or known_by ('before ...')."""
    if day is None:
        return _("date not known")
    match str(precision).lower():
        case "year":
            return str(day.year)
        case "month":
            return words.month_of_year(day, language=_language())
        case "known_by":
            return _("before %(day)s") % {"day": plain_day(day)}
        case _day:
            return plain_day(day)


@register.filter
def clock(moment: datetime, zone: str = "Asia/Jakarta") -> str:
    """14.30 WIB, on the clock of `zone`."""
    return words.clock_time(moment, zone=str(zone), language=_language())


@register.filter
def phone(stored: str) -> str:
    """0812-3456-7890, or +852 5123 4567."""
    return words.phone_number(stored or "")


@register.filter
def whatsapp(stored: str) -> str:
    """Return the address that opens WhatsApp for a stored number."""
    return "https://wa.me/" + re.sub(r"\D", "", stored or "")


@register.filter
def masked_nik(digits: str) -> str:
    """Show a NIK without its middle: 9907••••••••0003."""
    return words.masked_national_id(digits or "")


@register.filter
def rt_rw(rt: str, rw: str = "") -> str:
    """RT 003/RW 001."""
    return words.neighbourhood(str(rt or ""), str(rw or "")).replace(" ", "\xa0")


@register.filter
def initials(name: str) -> str:
    """SA for Siti Aminah."""
    return words.initials(name or "")


@register.filter
def grouped(number: int) -> str:
    """1.250.000, in English 1,250,000."""
    return words.grouped(int(number), language=_language())


@register.filter
def rupiah(amount_rp: int) -> str:
    """Rp1.250.000, below zero −Rp50.000; in English Rp1,250,000."""
    return words.rupiah(int(amount_rp), language=_language())


@register.filter
def in_words(amount_rp: int) -> str:
    """Satu juta dua ratus lima puluh ribu rupiah."""
    return terbilang.amount_in_words(int(amount_rp), language=_language())


@register.filter
def percent_of(part: int, whole: int) -> int:
    """Return part of whole in percent."""
    return parts.percent_of(part, whole)


@register.filter
def undo_address(extra_tags: str) -> str:
    """Return where the 'Undo' of a message posts to."""
    return undo.undo_url(extra_tags or "")


@register.filter
def control_kind(field: BoundField) -> str:
    """Say how a field is laid out: tick, choices or plain."""
    match field.field.widget:
        case forms.CheckboxInput():
            return "tick"
        case forms.RadioSelect() | forms.CheckboxSelectMultiple():
            return "choices"
        case _plain:
            return "plain"


@register.filter
def focus_id(field: BoundField) -> str:
    """Return the id an error leads to: the field itself, or the first of its parts."""
    if control_kind(field) == "choices":
        return f"{field.auto_id}_0"
    return str(field.field.widget.id_for_label(field.auto_id))
