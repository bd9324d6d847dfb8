"""What rooms show on the page of a group, without the room that has that page knowing them.

Each room fills this in its apps.py; the address takes the village and the group.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise

from rembuk.villages.access import VillageRequest
from rembuk.villages.models import Group
from rembuk.villages.permissions import Permission


@dataclass(frozen=True)
class GroupLink:
    """One place of a group that another room keeps."""

    label: Promise | str
    hint: Promise | str
    icon: str
    url_name: str
    permission: Permission
    order: int = 50
    # Shown to groups that live on one of these; empty for every group.
    trades: frozenset[str] = frozenset()
    # Shown to groups of these kinds; empty for every kind.
    kinds: frozenset[str] = frozenset()

    def fits(self, group: Group) -> bool:
        """Whether a group of this kind, living on this, has such a place."""
        return (not self.trades or group.trade in self.trades) and (
            not self.kinds or group.kind in self.kinds
        )


@dataclass(frozen=True)
class ShownLink:
    """One of them for one group, as the page shows it."""

    title: str
    hint: str
    icon: str
    url: str


_links: list[GroupLink] = []


def add(link: GroupLink) -> None:
    """Register one place of every group."""
    _links.append(link)


def links_for(request: VillageRequest, group: Group) -> list[ShownLink]:
    """The places of a group that the office the person acts in may open."""
    mine = [
        link
        for link in _links
        if request.acting.may_in(group, link.permission) and link.fits(group)
    ]
    return [
        ShownLink(
            str(link.label), str(link.hint), link.icon,
            reverse(link.url_name, args=[request.village.slug, group.pk]),
        )
        for link in sorted(mine, key=lambda link: (link.order, link.url_name))
    ]  # fmt: skip
