"""Savings products: what the board promises from a day on, and what an account was promised.

A version is never changed. Who opened an account under one keeps it until she herself agrees to
another; so nobody is paid less than she was told.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction

from django.db import transaction
from django.db.models import Prefetch
from django.utils.translation import gettext as _

from rembuk.forum.models import Resolution
from rembuk.lib.errors import Refused
from rembuk.lib.names import clean_text
from rembuk.savings import law
from rembuk.savings.interest import Rates, Tier
from rembuk.savings.models import Product, Version
from rembuk.savings.models.products import DAYS_MOST, MONTHS_MOST, MOST_RP, WHOLE, Control, Method
from rembuk.savings.rates import percent_told
from rembuk.villages import audit
from rembuk.villages.actors import Actor
from rembuk.villages.models import Group

METHODS = {
    Control.VOLUNTARY: (Method.LOWEST, Method.AVERAGE, Method.DAILY),
    Control.GOAL: (Method.LOWEST, Method.AVERAGE, Method.DAILY),
    Control.TERM: (Method.MONTHLY,),
}


MOST_TIERS = 2
NO_TIER = (None, None)


@dataclass(frozen=True)
class Terms:
    """What a version promises. Rates are hundredths of a percent a year, sums whole rupiah.

    `tiers` are at most two of (from which balance on, rate), rising; `term_months` and
    `penalty_bp` only of savings for a term.
    """

    since: date
    rate_bp: int
    method: str
    year_days: str = "365"
    tiers: Sequence[tuple[int, int]] = ()
    sliced: bool = False
    lowest_rp: int = 0
    dormant_days: int = 365
    term_months: int | None = None
    penalty_bp: int | None = None
    resolution: Resolution | None = None
    source: str = ""

    @property
    def highest_bp(self) -> int:
        """The highest rate anybody could get."""
        return max([self.rate_bp, *(rate for _sum, rate in self.tiers)])


@transaction.atomic
def create(
    *, group: Group, control: str, name: str, terms: Terms, by: Actor, at: datetime
) -> Version:
    """Begin a product with its first version.

    Errors: Refused without a name, for one that is taken, for a group that is no cooperative; and
    as `issue`.
    """
    group.take_turn()
    called = clean_text(name)[0]
    if group.kind != Group.Kind.COOPERATIVE:
        raise Refused(_("Savings products belong to a cooperative."))
    if not called:
        raise Refused(_("Write the name of the product, as members know it."))
    if Product.objects.of(group.village).filter(group=group, name__iexact=called).exists():
        raise Refused(_("There is a product of this name. Give that one a new version."))
    product = Product.objects.create(
        village=group.village, group=group, control=Control(control), name=called, by=by.user, at=at
    )
    return issue(product=product, terms=terms, by=by, at=at)


@transaction.atomic
def issue(*, product: Product, terms: Terms, by: Actor, at: datetime) -> Version:
    """Let other terms hold for accounts that are opened from a day on; earlier ones keep theirs.

    Errors: Refused for a day that is not after the last version's, for a rate above the ceiling of
    the law (K04), for what does not fit the product, and without the decision behind it.
    """
    product.take_turn()
    source = clean_text(terms.source)[0]
    if terms.resolution is None and not source:
        raise Refused(_("Choose the decision, or write where it was decided."))
    assert terms.resolution is None or terms.resolution.group_id == product.group_id
    last = versions_of(product)[:1]
    if last and terms.since <= last[0].since:
        raise Refused(_("A newer version holds already. Choose a day after it."))
    _check_fits(product, terms)
    holds = law.of(product.group, terms.since)
    if terms.highest_bp > holds.ceiling_bp:
        raise Refused(
            _("The law allows savings at most %(rate)s a year (%(source)s). Write a lower rate.")
            % {"rate": percent_told(holds.ceiling_bp), "source": holds.source}
        )
    (from_2, rate_2), (from_3, rate_3) = [*terms.tiers, NO_TIER, NO_TIER][:MOST_TIERS]
    made = Version.objects.create(
        village=product.village, product=product, since=terms.since, rate_bp=terms.rate_bp,
        from_2_rp=from_2, rate_2_bp=rate_2, from_3_rp=from_3, rate_3_bp=rate_3,
        method=terms.method, sliced=terms.sliced, year_days=terms.year_days,
        lowest_rp=terms.lowest_rp, dormant_days=terms.dormant_days,
        term_months=terms.term_months, penalty_bp=terms.penalty_bp,
        resolution=terms.resolution, source=source, by=by.user, at=at,
    )  # fmt: skip
    rate = percent_told(terms.rate_bp)
    audit.record(
        village=product.village, verb="savings.product_issued", subject=made,
        subject_name=product.name, by=by, at=at, changes=[("savings_rate", None, rate)],
    )  # fmt: skip
    return made


def _check_fits(product: Product, terms: Terms) -> None:
    """Refuse what the database would refuse too, in words."""
    if terms.method not in METHODS[Control(product.control)]:
        raise Refused(_("Choose a way of working out interest that fits this product."))
    is_term = product.control == Control.TERM
    has_term = terms.term_months is not None and terms.penalty_bp is not None
    if is_term != has_term or (is_term and terms.tiers):
        raise Refused(_("Write for how many months it is, and what breaking it early costs."))
    if is_term and not 1 <= (terms.term_months or 0) <= MONTHS_MOST:
        raise Refused(_("Write for how many months it is, and what breaking it early costs."))
    rates = [terms.rate_bp, terms.penalty_bp or 0, *(rate for _sum, rate in terms.tiers)]
    if not all(0 <= rate <= WHOLE for rate in rates):
        raise Refused(_("Write each rate as a part of a hundred, for example 10."))
    sums = [from_rp for from_rp, _rate in terms.tiers]
    assert len(sums) <= MOST_TIERS
    if sums != sorted(set(sums)) or not all(1 <= one <= MOST_RP for one in sums):
        raise Refused(_("Write each tier with a larger balance than the one before it."))
    if not 0 <= terms.lowest_rp <= MOST_RP or not 1 <= terms.dormant_days <= DAYS_MOST:
        raise Refused(_("Write the lowest balance as a sum or 0, and the days as a number."))


def of(group: Group) -> list[Product]:
    """Return the products of a cooperative with all their versions, the newest first."""
    newest = Version.objects.of(group.village).select_related("resolution__meeting", "by")
    newest = newest.order_by("-since", "-pk")
    rows = Product.objects.of(group.village).filter(group=group)
    found = rows.prefetch_related(Prefetch("versions", queryset=newest, to_attr="told"))
    return list(found.order_by("control", "name", "pk"))


def versions_of(product: Product) -> list[Version]:
    """Return all versions of a product, the newest first."""
    rows = Version.objects.of(product.village).filter(product=product)
    return list(rows.order_by("-since", "-pk"))


def version_on(versions: Sequence[Version], on: date) -> Version | None:
    """Return the version that holds for who opens an account on a day; None before the first."""
    return next((one for one in versions if one.since <= on), None)


def rates_of(version: Version) -> Rates:
    """Return what a version promises, as the formulas take it (interest.py)."""
    steps = [(0, version.rate_bp), *version.tiers]
    return Rates(
        [Tier(Fraction(from_rp), Fraction(bp, WHOLE)) for from_rp, bp in steps],
        sliced=version.sliced,
    )
