"""What stands in the addresses of this room, for tests of every address."""

from __future__ import annotations

from typing import Any

from rembuk.ledger import books
from rembuk.supervision import cuts, findings, floors, nights
from rembuk.supervision.models import HealthSheet
from rembuk.villages.actors import Actor
from rembuk.villages.models import OfficeTerm
from rembuk.villages.permissions import Office
from rembuk.villages.tests.cast import Cast


def fill(cast: Cast) -> dict[str, Any]:
    """A quiet night, a floor, a signed year, limits of the Dinas, and a finding that waits."""
    term = OfficeTerm.objects.get(group=cast.group, office=Office.SUPERVISORY_BOARD)
    supervisor = Actor(user=term.user, office=Office.SUPERVISORY_BOARD)
    book = books.book_of(cast.group)
    if book:
        book.group = cast.group
        nights.keep(book, [], at=cast.at)
    floors.agree(
        group=cast.group, percent=20, source="AD", since=cast.today, by=cast.chair, at=cast.at,
        today=cast.today,
    )  # fmt: skip
    facts = findings.Facts("CASH", "tanda tangan satu", cast.today)
    made = findings.write(
        group=cast.group, facts=facts, by=supervisor, at=cast.at, today=cast.today
    )
    HealthSheet.objects.create(
        village=cast.village, group=cast.group, year=cast.today.year, source="kertas kerja rekaan",
        known=0, by=term.user, at=cast.at,
    )  # fmt: skip
    cuts.agree(
        group=cast.group, measure="roa", since_year=2024, bps=(100, 200, 300),
        source="surat rekaan", by=supervisor, at=cast.at,
    )  # fmt: skip
    return {"finding_id": made.pk}
