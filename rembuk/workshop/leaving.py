"""What a member who leaves still gets for her pieces."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from rembuk.cash.expected import State
from rembuk.enterprise.models import Membership
from rembuk.enterprise.owed import Owed
from rembuk.workshop import payments, wages


def tell(membership: Membership, today: date) -> Iterator[Owed]:
    """Yield her wages that nobody asked for, and those that wait for the treasurer."""
    group = membership.group
    standing = wages.of(group, since=membership.joined_on, until=today, membership=membership)
    page = reverse("workshop:work", args=[membership.village.slug, group.pk])
    for due in standing.due:
        said = _("Wages for %(n)s pieces: the treasurer is not asked yet") % {"n": due.pieces}
        yield Owed(said, due.amount_rp, f"{page}?month={due.since:%Y-%m}")
    paid = {State.BOOKED, *payments.GONE}
    for asked in standing.asked:
        if asked.settled.state not in paid:
            url = f"{page}?month={asked.wage.since:%Y-%m}"
            yield Owed(_("Wages that wait for the treasurer"), asked.wage.amount_rp, url)
