"""How goats are told on a page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from math import ceil
from typing import Any

from django import template
from django.forms.utils import flatatt
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from rembuk.herd import kin
from rembuk.herd.due import Marks
from rembuk.herd.fitness import Flaw, words_of
from rembuk.herd.kin import Branch, Planned
from rembuk.herd.models import Event, Kind, Sex
from rembuk.herd.numbers import Number
from rembuk.herd.pen import MONTHS, Head
from rembuk.herd.projecting import Span
from rembuk.herd.ripe import Candidate
from rembuk.herd.weights import Weight
from rembuk.lib import words
from rembuk.villages.models import Group
from rembuk.web.templatetags.rembuk import clock, rupiah

register = template.Library()
BY_HERSELF = frozenset({Kind.BORN, Kind.SOLD, Kind.CHECKED})  # corrected on another page


@register.filter
def age(months: int) -> str:
    """3 tahun 2 bulan."""
    years, rest = divmod(months, MONTHS)
    told_years = ngettext("%(n)s year", "%(n)s years", years) % {"n": years}
    told_months = ngettext("%(n)s month", "%(n)s months", rest) % {"n": rest}
    if not years:
        return told_months
    return f"{told_years} {told_months}" if rest else told_years


@register.filter
def sex_word(code: str) -> str:
    """Betina."""
    return str(Sex(code).label)


@register.filter
def short_partial(day: date, precision: str) -> str:
    """14 Des 2019, or less where less is known."""
    match precision:
        case "YEAR":
            return str(day.year)
        case "MONTH":
            return words.month_of_year(day, language=get_language() or "id")
        case "KNOWN_BY":
            return _("before %(day)s") % {"day": words.short_day(day, language=_language())}
        case _day:
            return words.short_day(day, language=_language())


@register.filter
def measured(row: Event) -> str:
    """23,5 kg, 68 cm."""
    parts = []
    if row.kg is not None:
        parts.append(_("%(kg)s kg") % {"kg": _number(row.kg)})
    if row.girth_cm is not None:
        parts.append(_("girth %(cm)s cm") % {"cm": _number(row.girth_cm)})
    return ", ".join(parts)


@register.filter
def told_of(row: Event, may_record: bool = False) -> str:
    """Say what an event was about, besides its note."""
    told = [
        _("a doe kidded") if row.kind == Kind.KIDDED else "",
        measured(row),
        str(row.get_cause_display()),
        str(row.get_defect_display()),
        row.medicine,
    ]
    if row.withdrawal_days:
        told.append(_("meat withheld for %(n)s days") % {"n": row.withdrawal_days})
    if other := row.sire or row.nurse:
        told.append(_("with %(buck)s") % {"buck": other})
    if row.kind == Kind.KEPT:
        told.append(row.keeper.name if row.keeper else _("The group, in its own pen"))
    if alive := getattr(row, "alive", 0):
        told.append(_("%(n)s alive") % {"n": alive})
    if row.stillborn:
        told.append(_("%(n)s born dead") % {"n": row.stillborn})
    if row.party and (may_record or row.kind != Kind.SOLD):
        told.append(row.party)  # who bought is a person's affair: for those who sell
    if row.price_rp:
        told.append(rupiah(row.price_rp))
    return ", ".join(one for one in told if one)


@register.filter
def looked_by(row: Event, zone: str) -> str:
    """Sudah ditengok hari ini: Karto, 17.30 WIB."""
    told = {"who": row.recorded_by or "Rembuk", "at": clock(row.recorded_at, zone)}
    return _("Looked at today: %(who)s, %(at)s") % told


@register.simple_tag
def looked_at(kidded: Event, *, looked: Mapping[int, Event], zone: str) -> str:
    """Say who looked today at a doe that kidded; nothing where nobody did yet."""
    row = looked.get(kidded.animal_id)
    return looked_by(row, zone) if row else ""


@register.filter
def is_corrected_here(row: Event) -> bool:
    """Has an event a page of its own to be corrected on?"""
    return row.kind not in BY_HERSELF


@register.filter
def part(value: float | Decimal) -> str:
    """0,125: how near of kin."""
    return _number(f"{value:.4f}".rstrip("0").rstrip(".") or "0")


@register.filter
def figure(value: Decimal) -> str:
    """1,01125: a number without what says nothing."""
    return _number(f"{value.normalize():f}")


@register.filter
def answer(one: Number) -> str:
    """1,01125; or yes or no, where it is a question."""
    if not one.measure.is_asked:
        return figure(one.value)
    return _("Yes") if one.value else _("No")


@register.filter
def defects(flaws: Sequence[Flaw]) -> str:
    """Cacat: Pincang (kaki kiri depan), Kudis."""
    return _defects([one.words for one in flaws])


def _defects(seen: Sequence[str]) -> str:
    told = {"what": ", ".join(seen)}
    return ngettext("Defect: %(what)s", "Defects: %(what)s", len(seen)) % told if seen else ""


def head_of(head: Head, seen: Mapping[int, Sequence[Event]]) -> str:
    """KMB-1 · Pejantan · Cacat: Pincang; where one is chosen that goes to a buyer."""
    flaws = _defects([words_of(row) for row in seen.get(head.animal.pk, ())])
    told = [str(head.animal), str(head.age_class.label), flaws]
    return " · ".join(one for one in told if one)


@register.filter
def span(value: Span) -> str:
    """1,4 sampai 1,8."""
    told = {"low": _number(f"{value.low:.1f}"), "high": _number(f"{value.high:.1f}")}
    return _("%(low)s to %(high)s") % told


@register.filter
def percent_span(value: Span) -> str:
    """9% sampai 50%."""
    told = {"low": round(value.low * 100), "high": round(value.high * 100)}
    return _("%(low)s%% to %(high)s%%") % told


@register.filter
def month_word(day: date) -> str:
    """Mei 2027."""
    return words.month_of_year(day, language=_language())


@register.filter
def verdict(one: Planned) -> str:
    """Say of a planned mating whether to do it."""
    told = {"buck": one.buck, "kin": part(one.inbreeding)}
    match one.verdict:
        case kin.FORBIDDEN:
            return _("%(buck)s: do not mate, near kin (%(kin)s)") % told
        case kin.WARNED:
            return _("%(buck)s: better another one, kin (%(kin)s)") % told
        case _free:
            return _("%(buck)s: may be mated (%(kin)s)") % told


@register.simple_tag
def mark_of(animal_id: int, marks: Marks) -> str:
    """Say beside a goat in a list what it needs: in words, not in colours."""
    told = []
    if animal_id in marks.ill:
        told.append(_("Ill"))
    if flaws := marks.flaws.get(animal_id):
        told.append(defects(flaws))
    if due := marks.due.get(animal_id):
        day = words.short_day(due.on, language=_language())
        told.append(_("In kid, about %(day)s") % {"day": day})
    if until := marks.withheld.get(animal_id):
        day = words.short_day(until, language=_language())
        told.append(_("Meat withheld until %(day)s") % {"day": day})
    return format_html('<p class="small task-due">{}</p>', " · ".join(told)) if told else ""


@register.simple_tag
def herd_tree(branches: Sequence[Branch], group: Group) -> str:
    """Write each goat under its mother, in one go: a template for each is slow for hundreds."""
    place = [group.village.slug, group.pk]
    return _branches(branches, _("not in the pen"), place, {"class": "herd-tree"})


def _branches(
    branches: Sequence[Branch], gone: str, place: list[Any], look: Mapping[str, str]
) -> str:
    rows = [
        (
            reverse("herd:animal", args=[*place, one.animal.pk]),
            one.animal
            if one.is_here
            else format_html('<s>{}</s><span class="only-read"> ({})</span>', one.animal, gone),
            one.animal.get_sex_display(),
            _branches(one.kids, gone, place, {}) if one.kids else "",
        )
        for one in branches
    ]
    told = format_html_join(
        "", '<li><a href="{}">{}</a> <span class="small soft">{}</span>{}</li>', rows
    )
    return format_html('<ul{} role="list">{}</ul>', flatatt(dict(look)), told)


@register.filter
def known_rupiah(amount_rp: int | None) -> str:
    """Rp25.000; or that nobody wrote it down."""
    return _("no evidence yet") if amount_rp is None else rupiah(amount_rp)


@register.filter
def signed_rupiah(amount_rp: int) -> str:
    """Rp25.000; −Rp25.000 where it cost more than it brought."""
    return f"−{rupiah(-amount_rp)}" if amount_rp < 0 else rupiah(amount_rp)


@register.filter
def kilograms(weight: Weight) -> str:
    """30,5 kg; estimated: about 31 kg, may be 3 kg off. More than whole ones nobody can say."""
    if not weight.is_estimate:
        return _("%(kg)s kg") % {"kg": _number(weight.kg)}
    told = {"kg": round(weight.kg)}
    if not weight.off_kg:
        return _("about %(kg)s kg") % told
    return _("about %(kg)s kg, may be %(off)s kg off") % {**told, "off": figure(weight.off_kg)}


@register.filter
def whole_kg(kg: Fraction) -> str:
    """32 kg, rounded up: a little too much is eaten, too little is not."""
    return _("%(kg)s kg") % {"kg": words.grouped(ceil(kg), language=_language())}


@register.filter
def tenth_kg(kg: Fraction) -> str:
    """4,2 kg."""
    return _("%(kg)s kg") % {"kg": _number(f"{float(kg):.1f}")}


@register.filter
def is_old(weight: Weight, today: date) -> bool:
    """Is a weight from so long ago that the goat is to be weighed again?"""
    return weight.is_old(today)


@register.filter
def health(one: Candidate, on: date) -> str:
    """Say what was recorded of a goat's health that matters on a day."""
    told = [_("ill this week")] if one.is_ill else []
    if one.withheld_until:
        day = words.short_day(one.withheld_until, language=_language())
        told.append(_("meat withheld until %(day)s") % {"day": day})
    if one.withheld_until and one.withheld_until >= on:
        told.append(_("not over on the feast"))
    if one.flaws:
        told.append(defects(one.flaws))
    if one.is_unfit:
        told.append(_("not offered for qurban"))
    return ", ".join(told)


def _number(value: object) -> str:
    text = str(value).removesuffix(".0")
    return text.replace(".", ",") if _language() == "id" else text


def _language() -> str:
    return get_language() or "id"
