"""The register of members (buku daftar anggota): the same rows for a spreadsheet and for paper."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from rembuk.coop import members, standing
from rembuk.coop.models import Member, MemberStep
from rembuk.lib import tables, words
from rembuk.villages import audit
from rembuk.villages.actors import Actor
from rembuk.villages.models import Group
from rembuk.web import paper

EXPORT_COLUMNS: dict[str, tuple[str, ...]] = {
    "coop_register": (
        "number", "name", "place", "state", "applied_on", "admitted_on", "left_on", "left_why",
    ),
}  # fmt: skip
HEADS: dict[str, Promise] = {
    "number": gettext_lazy("Member number"),
    "name": gettext_lazy("Name"),
    "place": gettext_lazy("Address"),
    "state": gettext_lazy("State"),
    "applied_on": gettext_lazy("Applied on"),
    "admitted_on": gettext_lazy("Member since"),
    "left_on": gettext_lazy("Left on"),
    "left_why": gettext_lazy("Why she left"),
}
SHEET_NAME = "anggota"


def rows(group: Group, *, on: date) -> Iterator[list[str]]:
    """Return everybody who has a number on a day, as EXPORT_COLUMNS tells; two queries."""
    steps: dict[int, list[MemberStep]] = {}
    stand = MemberStep.objects.of(group.village).filter(
        member__group=group, taken_back_by__isnull=True, on__lte=on
    )
    for one in stand.exclude(kind=members.Kind.TAKEN_BACK).order_by("on", "pk"):
        steps.setdefault(one.member_id, []).append(one)
    for member in members.of(group, on=on):
        yield _row(member, steps[member.pk])


def as_xlsx(group: Group, *, on: date) -> bytes:
    """Write the register as a workbook."""
    heads = [str(HEADS[name]) for name in EXPORT_COLUMNS["coop_register"]]
    return tables.as_xlsx([heads, *rows(group, on=on)], sheet=SHEET_NAME)


def as_pdf(group: Group, *, on: date, printed: str, at: datetime) -> bytes:
    """Print the register on A4, lying, with room for what the law asks to be signed."""
    names = EXPORT_COLUMNS["coop_register"]
    columns = [paper.Column(str(HEADS[name]), wide=name == "name") for name in names]
    found = list(rows(group, on=on))
    head = paper.Head(
        village=_("Village of %(name)s") % {"name": group.village.name},
        title=_("Register of members"), printed=printed, group=group.name, period=_day(on),
    )  # fmt: skip
    part = paper.Part(columns, found, caption=_("Register of members"))
    note = _("Names of people: keep this paper like a letter, and tear it up when it is no longer"
             " needed.")  # fmt: skip
    return paper.tables(head, [part], at=at, remarks=[note], landscape=True)


def note_taken(*, group: Group, by: Actor, at: datetime) -> None:
    """Leave a line: the register left the house as a file or as paper."""
    audit.record(village=group.village, verb="coop.register_taken", subject=group, by=by, at=at)


def _row(member: Member, steps: list[MemberStep]) -> list[str]:
    state = members.state_told(member)
    days = {one.kind: one.on for one in steps}
    last = steps[-1]
    gone = last if state in standing.GONE else None
    resident = member.resident
    place = ", ".join(
        filter(None, (resident.hamlet, words.neighbourhood(resident.neighborhood_unit)))
    )
    return [
        member.number, resident.name, place, str(state.label),
        _day(days.get(members.Kind.APPLIED)), _day(days.get(members.Kind.ADMITTED)),
        _day(gone.on if gone else None), gone.reason if gone else "",
    ]  # fmt: skip


def _day(on: date | None) -> str:
    return words.plain_day(on, language=get_language() or "id") if on else ""
