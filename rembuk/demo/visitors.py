"""Whom a visitor of the demo may sign in as: on the console and on the sign-in page."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from rembuk.accounts.examples import Example
from rembuk.accounts.models import User
from rembuk.demo import coop, jepara, loans, offices
from rembuk.villages.models import OfficeTerm

THEMSELVES = ("siti", "wati")


def visitors(*, on: date) -> list[Example]:
    """Everybody of the demo who is there, with the offices held on a day; two queries."""
    holders = [*offices.SUKAMAJU, *offices.JEPARA, *jepara.CHAIRS]
    names = [one.username for one in holders] + [row[0] for row in offices.ABOVE]
    names += [*(one.username for one in coop.HOLDERS), *(row[0] for row in loans.AT_TABLE)]
    names += THEMSELVES
    users = {user.username: user for user in User.objects.filter(username__in=names).order_by("pk")}
    held: dict[int, list[str]] = {}
    terms = OfficeTerm.objects.on(on).filter(user__in=users.values())
    for term in terms.select_related("village", "group", "region").order_by("pk"):
        held.setdefault(term.user_id, []).append(term.label)
    return [
        Example(
            label=", ".join(held.get(users[name].pk, [_("Resident")])),
            login=name,
            password=offices.PASSWORD,
        )
        for name in names
        if name in users
    ]
