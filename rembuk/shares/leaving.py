"""What a member who leaves still has in the group: her capital, and shares that are not paid."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from rembuk.cash import expected
from rembuk.enterprise.models import Membership
from rembuk.enterprise.owed import Owed
from rembuk.shares import capital
from rembuk.shares.models import Share


def tell(membership: Membership, today: date) -> Iterator[Owed]:
    """Yield her capital, and every agreed share that waits for the treasurer; two queries."""
    here = [membership.village.slug, membership.group_id]
    rows = capital.of(membership.group).filter(membership=membership, returned_on__isnull=True)
    sums = [one.amount_rp for one in rows if one.on <= today]
    yield Owed(_("Capital she put in"), sum(sums), reverse("shares:capital", args=here))
    unpaid = expected.unpaid_rows(membership.village).filter(group=membership.group_id)
    mine = Share.objects.of(membership.village).filter(membership=membership, money__in=unpaid)
    for share in mine.select_related("sharing").order_by("pk"):
        url = reverse("shares:sharing", args=[*here, share.sharing_id])
        title = share.sharing.title
        said = _("Her share of “%(title)s” waits for the treasurer") % {"title": title}
        yield Owed(said, share.amount_rp, url)
