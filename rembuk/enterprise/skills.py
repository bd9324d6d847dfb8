"""What the members of a group can do. A word that somebody wrote is offered from then on."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rembuk.enterprise.models import Membership, Skill
from rembuk.lib.errors import Refused
from rembuk.lib.names import clean_text
from rembuk.villages import audit
from rembuk.villages.actors import Actor
from rembuk.villages.models import Group

SKILLS_MAX = 20
# What is offered before anybody wrote a word, by what a group lives on.
FIRST = {
    Group.Trade.SEWING: (
        gettext_lazy("measuring"), gettext_lazy("cutting"), gettext_lazy("sewing"),
        gettext_lazy("overlocking"), gettext_lazy("finishing"), gettext_lazy("doormats"),
    ),
    Group.Trade.GOATS: (
        gettext_lazy("cutting grass"), gettext_lazy("mending the shed"),
        gettext_lazy("helping with kidding"), gettext_lazy("caring for sick goats"),
    ),
}  # fmt: skip
ALWAYS = (gettext_lazy("keeping accounts"), gettext_lazy("selling online"))


@transaction.atomic
def record(
    *, membership: Membership, names: Iterable[str], by: Actor, at: datetime, today: date
) -> list[Skill]:
    """Record all that a member can do now; what is no longer told ends today.

    Errors: Refused for more than SKILLS_MAX.
    """
    membership.take_turn()
    wanted = {cleaned.casefold(): cleaned for one in names if (cleaned := clean_text(one)[0])}
    if len(wanted) > SKILLS_MAX:
        raise Refused(_("Choose %(most)s skills at most.") % {"most": SKILLS_MAX})
    there = {one.name.casefold(): one for one in of(membership)}
    for key, one in there.items():
        if key not in wanted:
            one.ended_on = max(today, one.since)
            one.save(update_fields=["ended_on"])
    Skill.objects.bulk_create(
        Skill(village=membership.village, membership=membership, name=name, since=today)
        for key, name in wanted.items()
        if key not in there
    )
    if wanted.keys() != there.keys():
        audit.record(
            village=membership.village, verb="enterprise.skills_recorded", subject=membership,
            resident_id=membership.resident_id, by=by, at=at,
            changes=[("skills", None, ", ".join(sorted(wanted.values())))],
        )  # fmt: skip
    return of(membership)


def of(membership: Membership) -> list[Skill]:
    """Return what a member can do now, by name."""
    now = Skill.objects.of(membership.village).filter(membership=membership, ended_on=None)
    return list(now.order_by("name", "pk"))


def offered(group: Group) -> list[str]:
    """Return the words to choose from: the first ones, and whatever was written in this group."""
    first = [str(word) for word in (*FIRST.get(Group.Trade(group.trade or "OTHER"), ()), *ALWAYS)]
    written = Skill.objects.of(group.village).filter(membership__group=group, ended_on=None)
    known = {word.casefold(): word for word in first}
    for word in written.order_by("name").values_list("name", flat=True):
        known.setdefault(word.casefold(), word)
    return list(known.values())


def counted(group: Group) -> list[tuple[str, int]]:
    """Return how many members of today can do what, the rarest last."""
    counts: dict[str, int] = {}
    rows = Skill.objects.of(group.village).filter(
        membership__group=group, membership__left_on=None, ended_on=None
    )
    for name in rows.values_list("name", flat=True):
        counts[name] = counts.get(name, 0) + 1
    return sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
