"""Whether a cooperative may hold its members' money: decided here and nowhere else.

Without a licence for savings and loans it holds pokok and wajib only; savings for goals are noted
over the people's own accounts ("catat"). A licence that the board entered and somebody else of the
supervisory board confirmed lets it hold savings and lend ("simpan").
Source: UU 25/1992 art. 44, UU 4/2023 art. 44B, Permenkop UKM 8/2023.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q, QuerySet, TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rembuk.coop.models import Licence, LicenceConfirmed, LicenceEnded
from rembuk.lib.errors import Refused
from rembuk.lib.names import clean_text
from rembuk.villages import audit
from rembuk.villages.actors import Actor
from rembuk.villages.models import Group


class Mode(TextChoices):
    """What a cooperative may do with money of its members."""

    NOTES = "NOTES", gettext_lazy("Catat: without a licence")
    HOLDS = "HOLDS", gettext_lazy("Simpan: with a licence")


@dataclass(frozen=True)
class Paper:
    """A licence as it stands on paper."""

    number: str
    issued_on: date
    authority: str


@dataclass(frozen=True)
class Custody:
    """What holds on a day: the mode, and the licence behind it."""

    mode: Mode
    licence: Licence | None

    @property
    def holds(self) -> bool:
        """Whether withdrawable savings and loans are allowed."""
        return self.mode == Mode.HOLDS


def mode_of(group: Group, on: date) -> Custody:
    """Return what a cooperative may do on a day: one query."""
    still = Q(ended__isnull=True) | Q(ended__on__gt=on)
    rows = Licence.objects.of(group.village).filter(
        still, group=group, issued_on__lte=on, confirmed__isnull=False
    )
    licence = rows.select_related("confirmed").order_by("-issued_on", "-pk").first()
    return Custody(Mode.HOLDS if licence else Mode.NOTES, licence)


def require_holding(group: Group, on: date) -> Licence:
    """Return the licence that holds on a day. Errors: Refused while the mode is "catat"."""
    licence = mode_of(group, on).licence
    if licence is None:
        raise Refused(
            _(
                "%(group)s has no confirmed licence for savings and loans on that day. Note"
                " goals over people's own accounts, or enter the licence first."
            )
            % {"group": group.name}
        )
    return licence


@transaction.atomic
def enter(*, group: Group, paper: Paper, by: Actor, at: datetime, today: date) -> Licence:
    """Enter a licence from its paper. It opens nothing until somebody else confirmed it.

    Errors: Refused for a group that is no cooperative, without number or authority, for a day to
    come, and for a number that is entered already.
    """
    number, authority = clean_text(paper.number)[0], clean_text(paper.authority)[0]
    if group.kind != Group.Kind.COOPERATIVE:
        raise Refused(_("A licence for savings and loans belongs to a cooperative."))
    if not number or not authority:
        raise Refused(_("Write the number of the licence and who gave it."))
    if paper.issued_on > today:
        raise Refused(_("Choose today or an earlier day."))
    if Licence.objects.of(group.village).filter(group=group, number=number).exists():
        raise Refused(_("This licence is entered already. Look at the list."))
    assert by.user is not None, "a person reads the paper"
    made = Licence.objects.create(
        village=group.village, group=group, number=number, issued_on=paper.issued_on,
        authority=authority, entered_by=by.user, entered_at=at,
    )  # fmt: skip
    _tell("entered", made, by=by, at=at)
    return made


@transaction.atomic
def confirm(*, licence: Licence, by: Actor, at: datetime) -> LicenceConfirmed:
    """Confirm that the paper says what was entered.

    Errors: Refused for who entered it, and if it is confirmed already or has ended.
    """
    assert by.user is not None, "a person reads the paper"
    if by.user.pk == licence.entered_by_id:
        raise Refused(_("You entered this licence. Somebody else has to look at the paper."))
    if LicenceConfirmed.objects.of(licence.village).filter(licence=licence).exists():
        raise Refused(_("This licence is confirmed already. Nothing more is needed."))
    if LicenceEnded.objects.of(licence.village).filter(licence=licence).exists():
        raise Refused(_("This licence has ended. Enter the one that holds now."))
    made = LicenceConfirmed.objects.create(
        village=licence.village, licence=licence, entered_by_id=licence.entered_by_id,
        by=by.user, at=at,
    )  # fmt: skip
    _tell("confirmed", licence, by=by, at=at)
    return made


@transaction.atomic
def end(
    *, licence: Licence, on: date, why: str, by: Actor, at: datetime, today: date
) -> LicenceEnded:
    """Record that a licence holds no longer, from a day on.

    Errors: Refused without a reason, for a day to come or before it was given, and if it ended.
    """
    said = clean_text(why)[0]
    if not said:
        raise Refused(_("Write why the licence holds no longer."))
    if on > today or on < licence.issued_on:
        raise Refused(_("Choose a day since the licence was given, today at the latest."))
    if LicenceEnded.objects.of(licence.village).filter(licence=licence).exists():
        raise Refused(_("This licence has ended already. Nothing more is needed."))
    assert by.user is not None, "a person says so"
    made = LicenceEnded.objects.create(
        village=licence.village, licence=licence, on=on, why=said, by=by.user, at=at
    )
    _tell("ended", licence, by=by, at=at)
    return made


def of(group: Group) -> QuerySet[Licence]:
    """Return all licences that were ever entered, the newest first."""
    rows = Licence.objects.of(group.village).filter(group=group)
    told = rows.select_related("entered_by", "confirmed__by", "ended__by")
    return told.order_by("-issued_on", "-pk")


def waiting(group: Group) -> QuerySet[Licence]:
    """Return licences that nobody confirmed yet."""
    return of(group).filter(confirmed__isnull=True, ended__isnull=True)


def _tell(what: str, licence: Licence, *, by: Actor, at: datetime) -> None:
    audit.record(
        village=licence.village, verb=f"coop.licence_{what}", subject=licence,
        subject_name=licence.number, by=by, at=at,
        changes=[("group", None, licence.group.name)],
    )  # fmt: skip
