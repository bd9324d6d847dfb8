"""What stands in the addresses of this room, for tests of every address."""

from __future__ import annotations

from typing import Any

from rembuk.surplus import rules
from rembuk.surplus.models import Division
from rembuk.surplus.models.parts import NAMES
from rembuk.surplus.rules import Terms
from rembuk.villages.tests.cast import Cast


def fill(cast: Cast) -> dict[str, Any]:
    """Write the parts down, and a division of a year that the book, opened by coop, has not."""
    parts = dict.fromkeys(NAMES, 0) | {"reserve": 10_000}
    year = cast.today.year
    terms = Terms(year, "AD", parts)
    rule = rules.agree(group=cast.group, terms=terms, by=cast.chair, at=cast.at)
    sums = {f"{name}_rp": 0 for name in NAMES} | {"reserve_rp": 1000}
    division = Division.objects.create(
        village=cast.village, group=cast.group, rule=rule, year=year, shu_rp=1000,
        members_rp=1000, others_rp=0, head="0" * 64, at=cast.at, by=cast.treasurer.user, **sums,
    )  # fmt: skip
    return {
        "division_id": division.pk,
        "surplus:statement/report": "result",
        "surplus:statement_file/report": "position",
        "surplus:statement_file/kind": "pdf",
    }
