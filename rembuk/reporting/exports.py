"""Counts as a table for a spreadsheet: one line for each place, indicator and part."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from rembuk.reporting.indicators import Indicator
from rembuk.reporting.masking import Mask, Row
from rembuk.reporting.rollup import Answers, by_regency, regency_of, together
from rembuk.villages.models import Region, Village
from rembuk.web.parts import percent_of

EXPORT_COLUMNS = {
    "indicators": (
        "as_of",
        "level",
        "province_code",
        "province",
        "regency_code",
        "regency",
        "village_code",
        "village",
        "indicator",
        "part",
        "number",
        "whole",
        "percent",
        "why_empty",
        "villages_counted",
        "villages_masked",
        "villages_without_data",
        "numerator",
        "denominator",
        "definition",
    )
}


def table(answers: Answers, indicators: Sequence[Indicator], *, on: date) -> Iterator[list[str]]:
    """Return the header, then every village and every regency, with what each number means."""
    yield list(EXPORT_COLUMNS["indicators"])
    for village in answers.villages:
        for indicator in indicators:
            row = answers.row(indicator, village)
            for part in indicator.parts:
                yield _line(
                    on, indicator, part, _place(village), _village_cells(indicator, part, row)
                )
    for regency, villages in by_regency(answers).items():
        for indicator in indicators:
            rows = [answers.row(indicator, village) for village in villages]
            for part in indicator.parts:
                cells = _regency_cells(indicator, part, rows)
                yield _line(on, indicator, part, _regency_place(regency), cells)


def _place(village: Village) -> list[str]:
    regency = regency_of(village)
    region = [village.region.dotted_code, village.name]
    return ["village", *_regency_place(regency)[1:5], *region]


def _regency_place(regency: Region) -> list[str]:
    province = regency.parent
    assert province is not None
    names = [province.dotted_code, province.name, regency.dotted_code, regency.name]
    return ["regency", *names, "", ""]


def _village_cells(indicator: Indicator, part: str, row: Row) -> list[str]:
    shown, total = row.parts[part], row.total
    why = "" if isinstance(shown, int) else shown.value
    number = str(shown) if isinstance(shown, int) else ""
    whole = str(total) if isinstance(total, int) and indicator.is_share else ""
    percent = ""
    if isinstance(shown, int) and isinstance(total, int) and indicator.is_share:
        percent = str(percent_of(shown, total))
    counted, silent = isinstance(shown, int), shown is Mask.NOTHING
    gaps = [str(int(counted)), str(int(not counted and not silent)), str(int(silent))]
    return [number, whole, percent, why, *gaps]


def _regency_cells(indicator: Indicator, part: str, rows: Sequence[Row]) -> list[str]:
    total = together(indicator, part=part, rows=rows)
    share = indicator.is_share and total.counted
    return [
        str(total.number) if total.counted else "",
        str(total.whole) if share else "",
        str(total.percent) if share else "",
        "" if total.counted else Mask.NOTHING.value if not total.masked else Mask.HIDDEN.value,
        str(total.counted),
        str(total.masked),
        str(total.silent),
    ]


def _line(
    on: date, indicator: Indicator, part: str, place: list[str], cells: list[str]
) -> list[str]:
    meaning = [str(indicator.numerator), str(indicator.denominator), str(indicator.definition)]
    return [on.isoformat(), *place, indicator.key, part, *cells, *meaning]
