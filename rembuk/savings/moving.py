"""Newer terms for an account that is open: told to the member, from a month to come on, never back.

A promise holds for who opened an account under it. Another one holds only after she was told, and
what she earned until then stays as it was promised.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from rembuk.lib.errors import Refused
from rembuk.lib.names import clean_text
from rembuk.savings import accounts, products
from rembuk.savings.models import Promise, SavingsAccount, Version
from rembuk.savings.models.products import Control
from rembuk.savings.rates import percent_told
from rembuk.villages import audit
from rembuk.villages.actors import Actor


@dataclass(frozen=True)
class Told:
    """When she was told of the newer terms, and how: at the office, by telephone."""

    on: date
    how: str


def offered(account: SavingsAccount) -> list[Version]:
    """Return the newer terms that an account of accounts.of may be moved to, the newest first."""
    last = accounts.last_promised(account).version
    return [one for one in products.versions_of(account.product) if one.since > last.since]


@transaction.atomic
def move(
    *, account: SavingsAccount, version: Version, since: date, told: Told, by: Actor, at: datetime,
    today: date,
) -> Promise:  # fmt: skip
    """Let newer terms hold for an account from the first day of a month to come.

    Errors: Refused for a term, which keeps its promise to its end, for a closed account, unless she
    was told before, for a month that has begun or lies before the terms, and for older terms.
    """
    account.take_turn()
    assert version.product_id == account.product_id
    how = clean_text(told.how)[0]
    found = accounts.of(account.member.group).get(pk=account.pk)
    if account.product.control == Control.TERM:
        raise Refused(_("A term keeps what it was promised. It goes on under newer terms."))
    if accounts.closed_on(found) is not None:
        raise Refused(_("This account is closed already. Nothing more is needed."))
    if not how:
        raise Refused(_("Write how she was told, for example: by telephone."))
    if told.on > today:
        raise Refused(_("Tell her first. Then write on which day she was told."))
    if since.day != 1 or since <= today:
        raise Refused(_("Choose a month to come. This month keeps what was promised for it."))
    if since < version.since:
        raise Refused(_("These terms begin later. Choose a later month."))
    last = accounts.last_promised(found)
    if version.since <= last.version.since or since <= last.since:
        raise Refused(_("She has these terms or newer ones. Choose those after them."))
    made = Promise.objects.create(
        village=account.village, account=account, version=version, since=since, told_on=told.on,
        told=how, by=by.user, at=at,
    )  # fmt: skip
    before, after = (percent_told(one.rate_bp) for one in (last.version, version))
    audit.record(
        village=account.village, verb="savings.terms_moved", subject=account,
        subject_name=account.member.name, resident_id=account.member.resident_id, by=by, at=at,
        changes=[("savings_rate", before, after)],
    )  # fmt: skip
    return made
