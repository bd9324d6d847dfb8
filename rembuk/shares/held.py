"""What sharing holds about one person: her shares, her capital, and what she told in private.

Registered as a holding (villages/holdings.py). Sums stay, on a membership without a name: every
member may work the whole out again. What she told in private goes.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from rembuk.cash.sums import sum_told
from rembuk.lib import words
from rembuk.shares.models import Concern, ConcernNote, Contribution, Share
from rembuk.villages.holdings import Holding, Kept, Section
from rembuk.villages.models import Village

SHARES_KEPT = Kept(
    code="shares",
    what=gettext_lazy("Sums of shares and capital, on a record without a name"),
    why=gettext_lazy("What a group divided belongs to all members: each may work it out again."),
    source=gettext_lazy("Law 27/2022, article 31; the rules of the group"),
)


def told(village: Village, ids: Sequence[int]) -> list[Section]:
    """Every share, what she put in, and every private word of a person."""
    language = get_language() or "id"

    def on(day: datetime) -> str:
        return words.plain_day(day.astimezone(village.zone).date(), language=language)

    shares = tuple(
        ((_("Group"), one.sharing.group.name), (_("Profit sharing"), one.sharing.title),
         (_("Sum"), sum_told(one.amount_rp)))
        for one in _shares(village, ids).select_related("sharing__group")
    )  # fmt: skip
    capital = tuple(
        ((_("Group"), one.group.name), (_("Capital"), sum_told(one.amount_rp)),
         (_("On"), words.plain_day(one.on, language=language)), (_("Source"), one.source))
        for one in _capital(village, ids).select_related("group")
    )  # fmt: skip
    told_rows = tuple(
        ((_("On"), on(one.told_at)), (_("Told in private"), one.text))
        for one in _concerns(village, ids)
    )
    return [
        Section(_("Shares"), shares + capital, goes=""),
        Section(_("Told in private"), told_rows, goes=_("Told in private: every word")),
    ]


def erase(village: Village, ids: Sequence[int], at: datetime) -> None:
    """Empty what she told in private, and the answers to it."""
    mine = list(_concerns(village, ids).values_list("pk", flat=True))
    ConcernNote.objects.of(village).filter(concern__in=mine).update(text="")
    Concern.objects.of(village).filter(pk__in=mine).update(text="")


def staying(village: Village, ids: Sequence[int]) -> dict[str, int]:
    """How many sums stay, without a name."""
    return {SHARES_KEPT.code: _shares(village, ids).count() + _capital(village, ids).count()}


def _shares(village: Village, ids: Sequence[int]) -> QuerySet[Share]:
    mine = Share.objects.of(village).filter(membership__resident__in=ids)
    return mine.order_by("sharing__until", "pk")


def _capital(village: Village, ids: Sequence[int]) -> QuerySet[Contribution]:
    mine = Contribution.objects.of(village).filter(membership__resident__in=ids)
    return mine.order_by("on", "pk")


def _concerns(village: Village, ids: Sequence[int]) -> QuerySet[Concern]:
    mine = Concern.objects.of(village).filter(resident__in=ids)
    return mine.order_by("told_at", "pk")


HOLDING = Holding(order=57, told=told, erase=erase, staying=staying, kept=(SHARES_KEPT,))
