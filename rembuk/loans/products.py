"""Products of a cooperative: agreed as dated versions, never above the ceiling of the law."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

from django.conf import settings
from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from rembuk.forum.models import Resolution
from rembuk.lib import words
from rembuk.lib.errors import Refused
from rembuk.lib.names import clean_text
from rembuk.lib.rounding import as_text
from rembuk.loans import ceilings
from rembuk.loans.models import Product
from rembuk.villages import audit
from rembuk.villages.actors import Actor
from rembuk.villages.models import Group


@dataclass(frozen=True)
class Version:
    """What a meeting or the board agreed on; see models/products.py for the units."""

    name: str
    since: date
    rhythm: str
    method: str
    percent_year: Decimal
    most_rp: int
    most_periods: int
    income_percent: int
    multiple_rp: int = 1
    fee_tenths: int = 0
    fine_tenths: int = 0
    fine_grace_days: int = 0
    fine_cap_percent: int = 10
    waived_percent: int = 100
    resolution: Resolution | None = None
    source: str = ""


@transaction.atomic
def agree(*, group: Group, version: Version, by: Actor, at: datetime) -> Product:
    """Let a version of a product hold from a day on; loans that run keep theirs.

    Errors: Refused above the ceiling, with where that stands; without a name, a decision or an
    article; and for a day on which a version of this name begins, or before the last one.
    """
    group.take_turn()
    if group.kind != Group.Kind.COOPERATIVE or group.ended_on is not None:
        raise Refused(_("Only a cooperative that goes on lends to its members."))
    name, source = clean_text(version.name)[0], clean_text(version.source)[0]
    ceiling = ceilings.read_told(settings.LOAN_CEILING)
    if not name:
        raise Refused(_("Write the name of the product."))
    if Fraction(version.percent_year) > ceiling.percent:
        raise Refused(_above(version.percent_year, ceiling))
    if version.resolution is None and not source:
        raise Refused(_("Choose the decision, or write the article it stands in."))
    assert version.resolution is None or version.resolution.group_id == group.pk
    last = next((one for one in of(group)[::-1] if one.name == name), None)
    if last is not None and version.since <= last.since:
        raise Refused(_("A newer version holds already. Choose a day after it."))
    made = Product.objects.create(
        village=group.village, group=group, **(vars(version) | {"name": name, "source": source}),
        ceiling_percent=Decimal(as_text(ceiling.percent)), ceiling_source=ceiling.source[:120],
        by=by.user, at=at,
    )  # fmt: skip
    audit.record(
        village=group.village, verb="loans.product_agreed", subject=made, subject_name=name,
        by=by, at=at, changes=[("group", None, group.name)],
    )  # fmt: skip
    return made


def _above(percent: Decimal, ceiling: ceilings.Told) -> str:
    language = get_language() or "id"
    return _(
        "%(percent)s%% a year is above the ceiling of %(ceiling)s%% (%(source)s). Choose a lower"
        " rate, and ask the Dinas whether the ceiling still holds."
    ) % {
        "percent": words.decimal(Fraction(percent), language=language),
        "ceiling": words.decimal(ceiling.percent, language=language),
        "source": ceiling.source,
    }


def of(group: Group) -> list[Product]:
    """Return every version, the earliest first."""
    rows = Product.objects.of(group.village).filter(group=group)
    return list(rows.select_related("resolution__meeting").order_by("since", "pk"))


def offered(versions: Sequence[Product], *, on: date) -> list[Product]:
    """Return the version of each product that holds on a day, by name."""
    newest = {one.name: one for one in versions if one.since <= on}
    return [newest[name] for name in sorted(newest)]
