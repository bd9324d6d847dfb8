"""What rooms show on a village's public page, without the room that has that page knowing them.

Each room fills this in its apps.py; the address takes the village, and needs nobody signed in. A
tool takes no village: it stands on the first page and under Help.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise

from rembuk.villages.models import Village
from rembuk.web.grouplinks import ShownLink


@dataclass(frozen=True)
class PublicLink:
    """One page of a village that is open to everybody."""

    label: Promise | str
    hint: Promise | str
    icon: str
    url_name: str
    order: int = 50


@dataclass(frozen=True)
class Tool:
    """One page for everybody that belongs to no village, such as a calculator."""

    label: Promise | str
    hint: Promise | str
    icon: str
    url_name: str


_links: list[PublicLink] = []
_tools: list[Tool] = []


def add(link: PublicLink) -> None:
    """Register one page that is open to everybody."""
    _links.append(link)


def links_for(village: Village) -> list[ShownLink]:
    """The pages of a village that are open to everybody, in their order."""
    return [
        ShownLink(
            str(link.label), str(link.hint), link.icon, reverse(link.url_name, args=[village.slug])
        )
        for link in sorted(_links, key=lambda link: (link.order, link.url_name))
    ]


def add_tool(tool: Tool) -> None:
    """Register one page for everybody that belongs to no village."""
    _tools.append(tool)


def tools() -> list[ShownLink]:
    """The pages for everybody that belong to no village, by their address."""
    return [
        ShownLink(str(tool.label), str(tool.hint), tool.icon, reverse(tool.url_name))
        for tool in sorted(_tools, key=lambda tool: tool.url_name)
    ]
