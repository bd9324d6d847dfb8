"""What rooms show on the page of a group, without the room that has that page knowing them.

Each room fills this in its apps.py; the address takes the village and the group.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import models
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from rembuk.villages.access import VillageRequest
from rembuk.villages.models import Group
from rembuk.villages.permissions import Permission


class Part(models.TextChoices):
    """Under which heading a place stands on the page of a group."""

    WORK = "work", _("The work")
    SALES = "sales", _("Selling")
    MONEY = "money", _("The money")
    PEOPLE = "people", _("People and meetings")
    OVERSIGHT = "oversight", _("Reports and oversight")

    @classmethod
    def of(cls, group: Group) -> list[Part]:
        """The headings in the order in which a group needs them: a cooperative lives on money."""
        if group.kind == Group.Kind.COOPERATIVE:
            return [cls.MONEY, cls.PEOPLE, cls.OVERSIGHT, cls.WORK, cls.SALES]
        return list(cls)


@dataclass(frozen=True)
class GroupLink:
    """One place of a group that another room keeps."""

    label: Promise | str
    hint: Promise | str
    icon: str
    url_name: str
    permission: Permission
    part: Part
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


def links_for(request: VillageRequest, group: Group) -> Sequence[tuple[str, Sequence[ShownLink]]]:
    """The places of a group that the office the person acts in may open, by heading."""
    mine = [
        link
        for link in _links
        if request.acting.may_in(group, link.permission) and link.fits(group)
    ]
    mine.sort(key=lambda link: (link.order, link.url_name))
    shown = [(link.part, _shown(link, request, group)) for link in mine]
    found = [(str(one.label), [to for part, to in shown if part == one]) for one in Part.of(group)]
    return [(label, links) for label, links in found if links]


def _shown(link: GroupLink, request: VillageRequest, group: Group) -> ShownLink:
    url = reverse(link.url_name, args=[request.village.slug, group.pk])
    return ShownLink(str(link.label), str(link.hint), link.icon, url)
