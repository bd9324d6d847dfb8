"""The pages of district and ministry officers: counts, where they come from, and no person."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from rembuk.lib import tables
from rembuk.reporting import columns, exports, indicators, rollup, wording
from rembuk.reporting.indicators import QUIET_DAYS, Indicator
from rembuk.reporting.masking import Row
from rembuk.reporting.rollup import Answers
from rembuk.villages import regions
from rembuk.villages.access import SignedInRequest, requires_above
from rembuk.villages.models import Region, Village
from rembuk.villages.permissions import Permission
from rembuk.web.context import NavItem
from rembuk.web.parts import Cell, cards, percent_of

VILLAGES_PER_PAGE = 25
PLACES = (
    (None, "reporting:overview", "warning"),
    (Permission.SEE_REGION, "reporting:villages", "place"),
    (Permission.SEE_NATION, "reporting:comparison", "report"),
    (Permission.SEE_REGION, "reporting:indicators", "help"),
    (Permission.SEE_REGION, "reporting:download", "download"),
)


@requires_above(Permission.SEE_REGION)
@require_safe
def overview(request: SignedInRequest) -> HttpResponse:
    """What needs the officer: villages that have gone quiet, villages without a facilitator.

    The ministry does not act on single villages; its first page is the comparison.
    """
    if _office(request).may(Permission.SEE_NATION):
        return redirect("reporting:comparison")
    quiet, held = _indicator("quiet_days"), _indicator("facilitators")
    answers = _ask(request, [quiet, held])
    days = {village: _number(answers, quiet, village) for village in answers.villages}
    silent = sorted(
        ((n, village) for village, n in days.items() if n > QUIET_DAYS),
        key=lambda item: (-item[0], item[1].name, item[1].pk),
    )
    alone = [v for v in answers.villages if _number(answers, held, v) == 0]
    page = Paginator(silent, VILLAGES_PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "silent": len(silent),
        "limit": QUIET_DAYS,
        "alone": alone[:VILLAGES_PER_PAGE],
        "alone_count": len(alone),
        "active": len(answers.villages) - len(silent),
        "count": len(answers.villages),
        "source_url": reverse("reporting:indicator", args=[quiet.key]),
    }
    return _show(request, "reporting/overview.html", context)


@requires_above(Permission.SEE_REGION)
@require_safe
def villages_page(request: SignedInRequest) -> HttpResponse:
    """Every village with its numbers, as a table."""
    villages = list(rollup.villages_under(_office(request)))
    page = Paginator(villages, VILLAGES_PER_PAGE).get_page(request.GET.get("page"))
    asked = indicators.all_indicators()
    answers = rollup.ask(page.object_list, asked, on=request.today)
    head = [Cell(_("Village")), *(Cell(str(i.parts[i.main]), amount=True) for i in asked)]
    rows = [
        [
            Cell(village.name, url=_profile_url(village)),
            *(_main_cell(answers, indicator, village) for indicator in asked),
        ]
        for village in answers.villages
    ]
    rows = cards(head, rows)
    context = {"page": page, "head": head, "rows": rows, "count": page.paginator.count}
    return _show(request, "reporting/villages.html", context)


@requires_above(Permission.SEE_REGION)
@require_safe
def profile(request: SignedInRequest, code: str) -> HttpResponse:
    """One village on one page: its numbers, each with where it comes from."""
    found = rollup.villages_under(_office(request)).filter(region=code).first()
    if found is None:
        raise Http404
    asked = indicators.all_indicators()
    answers = rollup.ask([found], asked, on=request.today)
    context = {
        "shown": found,
        "lies_in": regions.path_of(found.region),
        "numbers": [_number_card(answers, indicator, found) for indicator in asked],
    }
    return _show(request, "reporting/profile.html", context)


@requires_above(Permission.SEE_REGION)
@require_safe
def indicators_page(request: SignedInRequest) -> HttpResponse:
    """All indicators, each leading to what it means."""
    return _show(request, "reporting/indicators.html", {"indicators": indicators.all_indicators()})


@requires_above(Permission.SEE_REGION)
@require_safe
def indicator_page(request: SignedInRequest, key: str) -> HttpResponse:
    """Where a number comes from: what is counted, of what, and the rows behind it."""
    asked = indicators.named(key)
    if asked is None:
        raise Http404
    villages = list(rollup.villages_under(_office(request)))
    page = Paginator(villages, VILLAGES_PER_PAGE).get_page(request.GET.get("page"))
    answers = rollup.ask(page.object_list, [asked], on=request.today)
    together = [Cell(_("Together"), amount=True)] if asked.is_share else []
    head = [
        Cell(_("Village")),
        *(Cell(str(p), amount=True) for p in asked.parts.values()),
        *together,
    ]
    told = [(village, answers.row(asked, village)) for village in answers.villages]
    context = {
        "indicator": asked,
        "head": head,
        "rows": cards(head, [_cells(asked, *one) for one in told if not wording.is_dark(one[1])]),
        "dark": [wording.told_dark(village.name, row) for village, row in told
                 if wording.is_dark(row)],
        "page": page,
    }  # fmt: skip
    return _show(request, "reporting/indicator.html", context)


@requires_above(Permission.SEE_NATION)
@require_safe
def comparison(request: SignedInRequest) -> HttpResponse:
    """One indicator by regency, the highest first."""
    choices = indicators.all_indicators()
    asked = indicators.named(request.GET.get("indicator", "")) or choices[0]
    answers = _ask(request, [asked])
    lines = []
    for regency, villages in rollup.by_regency(answers).items():
        rows = [answers.row(asked, village) for village in villages]
        lines.append(_compared(asked, regency, rollup.together(asked, part=asked.main, rows=rows)))
    lines.sort(key=lambda line: (-line["height"], line["name"]))
    most = max((line["height"] for line in lines), default=0)
    for line in lines:
        line["width"] = percent_of(line["height"], most)
    context = {
        "choices": choices,
        "asked": asked,
        "lines": lines,
        "finding": _finding(asked, lines),
    }
    return _show(request, "reporting/comparison.html", context)


@requires_above(Permission.SEE_REGION)
@require_safe
def download(request: SignedInRequest) -> HttpResponse:
    """What can be taken along, and what is in it."""
    named = exports.EXPORT_COLUMNS["indicators"]
    context = {"columns": [(code, columns.MEANINGS[code]) for code in named]}
    return _show(request, "reporting/download.html", context)


@requires_above(Permission.SEE_REGION)
@require_safe
def download_csv(request: SignedInRequest) -> HttpResponse:
    """All numbers of the region as CSV."""
    text = tables.as_csv(_table(request))
    return _file(text.encode(), name="indikator.csv", kind="text/csv; charset=utf-8")


@requires_above(Permission.SEE_REGION)
@require_safe
def download_xlsx(request: SignedInRequest) -> HttpResponse:
    """All numbers of the region as a workbook."""
    data = tables.as_xlsx(_table(request), sheet="indikator")
    return _file(data, name="indikator.xlsx", kind=tables.XLSX)


def _office(request: SignedInRequest) -> Any:
    assert request.acting is not None, "the door proved an office"
    return request.acting


def _ask(request: SignedInRequest, asked: list[Indicator]) -> Answers:
    return rollup.ask(rollup.villages_under(_office(request)), asked, on=request.today)


def _table(request: SignedInRequest) -> Any:
    asked = indicators.all_indicators()
    return exports.table(_ask(request, asked), asked, on=request.today)


def _indicator(key: str) -> Indicator:
    found = indicators.named(key)
    assert found is not None
    return found


def _number(answers: Answers, indicator: Indicator, village: Village) -> int:
    """The main part of something that is not about people, which is never masked."""
    shown = answers.row(indicator, village).parts[indicator.main]
    return shown if isinstance(shown, int) else 0


def _main_cell(answers: Answers, indicator: Indicator, village: Village) -> Cell:
    return Cell(wording.told(answers.row(indicator, village).parts[indicator.main]), amount=True)


def _cells(indicator: Indicator, village: Village, row: Row) -> list[Cell]:
    shown = [Cell(wording.told(row.parts[part]), amount=True) for part in indicator.parts]
    if indicator.is_share:
        shown.append(Cell(wording.told(row.total), amount=True))
    return [Cell(village.name, url=_profile_url(village)), *shown]


def _number_card(answers: Answers, indicator: Indicator, village: Village) -> dict[str, Any]:
    row = answers.row(indicator, village)
    return {
        "label": indicator.parts[indicator.main],
        "value": wording.told(row.parts[indicator.main]),
        "change": wording.told_share(indicator, row),
        "url": reverse("reporting:indicator", args=[indicator.key]),
    }


def _compared(asked: Indicator, regency: Region, total: rollup.Sum) -> dict[str, Any]:
    height = (total.percent or 0) if asked.is_share else total.number
    value = wording.told_sum(asked, total)
    return {
        "name": regency.name,
        "height": height,
        "value": f"{height}%" if asked.is_share and total.counted else value,
        "number": value,
        "counted": total.counted,
        "gaps": wording.told_gaps(total),
    }


def _finding(asked: Indicator, lines: list[dict[str, Any]]) -> str:
    counted = [line for line in lines if line["counted"]]
    if not counted:
        return _("No regency has data yet")
    return _("%(regency)s stands highest: %(part)s %(value)s") % {
        "regency": counted[0]["name"],
        "part": asked.parts[asked.main],
        "value": counted[0]["value"],
    }


def _profile_url(village: Village) -> str:
    return reverse("reporting:profile", args=[village.region_id])


def _file(data: bytes, *, name: str, kind: str) -> HttpResponse:
    response = HttpResponse(data, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _show(request: SignedInRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    return render(request, template, {**context, "nav": _nav(request)})


def _nav(request: SignedInRequest) -> list[NavItem]:
    office = _office(request)
    labels = (_("To act on"), _("Villages"), _("Comparison"), _("Indicators"), _("Download"))
    return [
        NavItem(label=label, url=(url := reverse(name)), icon=icon, current=request.path == url)
        for (permission, name, icon), label in zip(PLACES, labels, strict=True)
        if (office.may(permission) if permission else not office.may(Permission.SEE_NATION))
    ]
