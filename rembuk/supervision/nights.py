"""What the check of each night said about a cooperative's book, kept for its supervisors."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db.models import QuerySet

from rembuk.ledger import checks
from rembuk.ledger.reading import Book
from rembuk.supervision.models import NightCheck
from rembuk.villages.models import Group, Village

# The night's task runs once a day; a day and a half later it did not run.
LATE_AFTER = timedelta(hours=36)


def keep(book: Book, found: Sequence[checks.Finding], *, at: datetime) -> None:
    """Write down what a check found in a cooperative's book (ledger/checks.py tells it)."""
    if book.group.kind != Group.Kind.COOPERATIVE:
        return
    NightCheck.objects.create(
        village=book.village, book=book, at=at, found=len(found),
        waits=bool(found) and all(one.waits for one in found),
        told="\n".join(" ".join(one.says.split()) for one in found),
    )  # fmt: skip


def rows(village: Village, group_id: int) -> QuerySet[NightCheck]:
    """Return the checks of a cooperative's book, the newest first."""
    mine = NightCheck.objects.of(village).filter(book__group=group_id)
    return mine.order_by("-at", "-pk")


def is_late(last: NightCheck | None, *, at: datetime) -> bool:
    """Whether the last night passed without a check."""
    return last is None or at - last.at > LATE_AFTER
