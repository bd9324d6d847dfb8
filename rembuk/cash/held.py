"""What the purses of groups hold about one person: the lines that name her.

Registered as a holding (villages/holdings.py). Who it was and what was noted goes; sums, days and
numbers stay, because the money is that of all members.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from rembuk.cash.models import ExpectedMoney
from rembuk.cash.sums import sum_told
from rembuk.ledger import about
from rembuk.ledger.about import About
from rembuk.lib import words
from rembuk.people.held import ERASED_NAME
from rembuk.villages.holdings import Holding, Kept, Section
from rembuk.villages.models import Village

LINES_KEPT = Kept(
    code="cash",
    what=gettext_lazy("Sums, days and numbers of lines in a group's cash, without name and note"),
    why=gettext_lazy("The cash belongs to all members: each of them may work it out again."),
    source=gettext_lazy("Law 27/2022, article 31; the rules of the group"),
)


def told(village: Village, ids: Sequence[int]) -> list[Section]:
    """Every line of a purse that names a person."""
    rows = tuple(_row(one) for one in about.lines(village, ids))
    rows += tuple(_expected(one) for one in _waiting(village, ids))
    return [Section(_("Group cash"), rows, goes=_("Group cash: name and note of the lines"))]


def _row(one: About) -> tuple[tuple[str, str], ...]:
    not_booked = _("waits for a second person") if one.waiting else _("not booked")
    number = str(one.number) if one.number else not_booked
    facts = (
        (_("On"), words.plain_day(one.on, language=get_language() or "id")),
        (_("Group"), one.group),
        (_("Number"), number),
        (_("Sum"), sum_told(one.amount_rp)),
        (_("Name"), one.party),
        (_("Note"), one.memo),
    )
    return tuple((label, value) for label, value in facts if value)


def _expected(one: ExpectedMoney) -> tuple[tuple[str, str], ...]:
    facts = (
        (_("On"), words.plain_day(one.on, language=get_language() or "id")),
        (_("Group"), one.group.name),
        (_("Number"), _("not booked")),
        (_("Sum"), sum_told(one.amount_rp)),
        (_("Name"), one.party),
        (_("Note"), one.memo),
    )
    return tuple((label, value) for label, value in facts if value)


def _waiting(village: Village, ids: Sequence[int]) -> QuerySet[ExpectedMoney]:
    """What is expected and stands in no line; what was recorded is told as its line."""
    rows = ExpectedMoney.objects.of(village).filter(resident__in=ids, entry__isnull=True)
    return rows.filter(asked__isnull=True).select_related("group").order_by("on", "pk")


def erase(village: Village, ids: Sequence[int], at: datetime) -> None:
    """Empty name and note of her lines; the book still proves itself."""
    about.erase(village, ids)
    expected = ExpectedMoney.objects.of(village).filter(resident__in=ids)
    expected.update(party=ERASED_NAME, memo="", resident=None)


def staying(village: Village, ids: Sequence[int]) -> dict[str, int]:
    """How many lines stay, without a name."""
    return {LINES_KEPT.code: about.count(village, ids) + _waiting(village, ids).count()}


HOLDING = Holding(order=50, told=told, erase=erase, staying=staying, kept=(LINES_KEPT,))
