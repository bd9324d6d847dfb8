"""How much has to lie ready for withdrawals, as the cooperative agreed it (UU 4/2023; K07).

No law that we read names a part; so there is none until the cooperative writes its own down.
"""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from rembuk.lib.errors import Refused
from rembuk.lib.names import clean_text
from rembuk.supervision.models import Floor
from rembuk.villages import audit
from rembuk.villages.actors import Actor
from rembuk.villages.models import Group, Village


@transaction.atomic
def agree(
    *, group: Group, percent: int, source: str, since: date, by: Actor, at: datetime, today: date
) -> Floor:
    """Write down what part has to lie ready from a day on.

    Errors: Refused without a source, for a day to come, and for one not after the last.
    """
    group.take_turn()
    who_says = clean_text(source)[0]
    if not who_says:
        raise Refused(_("Write who says so: the article of the AD/ART, or the decision."))
    if since > today:
        raise Refused(_("Choose today or an earlier day."))
    if rows(group.village, group.pk).filter(since__gte=since).exists():
        raise Refused(_("A newer rule holds already. Choose a day after it."))
    assert by.user is not None, "a person writes it down"
    made = Floor.objects.create(
        village=group.village, group=group, since=since, percent=percent, source=who_says,
        by=by.user, at=at,
    )  # fmt: skip
    audit.record(
        village=group.village, verb="supervision.floor_agreed", subject=made,
        subject_name=group.name, by=by, at=at, changes=[("percent", None, percent)],
    )  # fmt: skip
    return made


def rows(village: Village, group_id: int) -> QuerySet[Floor]:
    """Return what was agreed, the newest first."""
    return Floor.objects.of(village).filter(group=group_id).order_by("-since", "-pk")


def on(village: Village, group_id: int, *, day: date) -> Floor | None:
    """Return what holds on a day: one query."""
    return rows(village, group_id).filter(since__lte=day).first()
