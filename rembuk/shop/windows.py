"""The shop window of a group: opened and closed by who runs the group."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from rembuk.lib.errors import Refused
from rembuk.lib.names import clean_text
from rembuk.shop.models import Window
from rembuk.villages import audit, tenancy
from rembuk.villages.actors import Actor
from rembuk.villages.models import Group, Village

EVERYBODYS = "which villages have a shop that is open to everybody"


@dataclass(frozen=True)
class Told:
    """What a group tells buyers: the number they write to, and a few words."""

    whatsapp: str = ""
    about: str = ""


def window_of(group: Group) -> Window | None:
    """Return the window of a group; None before the group decided anything."""
    return Window.objects.of(group.village).filter(group=group).first()


def number_of(group: Group) -> str:
    """Return the number that buyers write to, while the window is open; else ""."""
    window = window_of(group)
    return window.whatsapp if window and window.opened_on else ""


def open_windows(village: Village) -> QuerySet[Window]:
    """Return the windows that are open, by the names of their groups."""
    there = Window.objects.of(village).filter(opened_on__isnull=False, group__ended_on__isnull=True)
    return there.select_related("group").order_by("group__name", "pk")


def villages_that_sell() -> list[Village]:
    """Return the villages where a group sells to everybody, by their names; one query."""
    with tenancy.every_village(EVERYBODYS):
        there = Window.objects.filter(opened_on__isnull=False, group__ended_on__isnull=True)
        return list(Village.objects.filter(pk__in=there.values("village")).order_by("name", "pk"))


@transaction.atomic
def open_window(*, group: Group, told: Told, by: Actor, at: datetime, today: date) -> Window:
    """Show the group's goods to everybody, or change how buyers reach it.

    Errors: Refused for a group that has ended.
    """
    if group.ended_on is not None:
        raise Refused(_("%(group)s has ended. A group that works shows its goods.")
                      % {"group": group.name})  # fmt: skip
    window, _made = Window.objects.of(group.village).get_or_create(
        group=group, defaults={"village": group.village}
    )
    window.take_turn()
    before = (window.opened_on, window.whatsapp, window.about)
    window.opened_on = window.opened_on or today
    window.whatsapp, window.about = told.whatsapp, clean_text(told.about)[0]
    if (window.opened_on, window.whatsapp, window.about) != before:
        window.save(update_fields=["opened_on", "whatsapp", "about"])
        audit.record(
            village=group.village, verb="shop.window_opened", subject=window, by=by, at=at,
            changes=[("whatsapp", before[1], window.whatsapp)] if before[1] != window.whatsapp
            else [],
        )  # fmt: skip
    return window


@transaction.atomic
def close_window(*, group: Group, by: Actor, at: datetime) -> None:
    """Show the group's goods to nobody any more; what is recorded stays."""
    window = window_of(group)
    if window is None:
        return
    window.take_turn()
    if window.opened_on is not None:
        window.opened_on = None
        window.save(update_fields=["opened_on"])
        audit.record(village=group.village, verb="shop.window_closed", subject=window, by=by, at=at)
