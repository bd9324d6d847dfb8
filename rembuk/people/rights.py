"""What a person may ask: a copy of everything held about her, its correction, its erasure.

Source: UU 27/2022 (Perlindungan Data Pribadi): copy arts 7 and 32, portable art. 13, correction
arts 6 and 30 (within 3 x 24 hours), erasure arts 8 and 43-45, what may stay arts 15 and 31.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from rembuk.accounts.models import User
from rembuk.lib import words
from rembuk.lib.errors import Refused
from rembuk.people import held, history, merging, national_ids
from rembuk.people.models import CorrectionAnswer, CorrectionRequest, Erasure, Resident
from rembuk.villages import audit, holdings
from rembuk.villages.actors import Actor
from rembuk.villages.holdings import Holding, Kept, Section
from rembuk.villages.models import AccessEntry, AuditEntry, Command, OfficeTerm, Village
from rembuk.villages.permissions import Office
from rembuk.web.templatetags.rembuk import partial_date

ANSWER_WITHIN = timedelta(days=3)

TRAIL_KEPT = Kept(
    code="trail",
    what=gettext_lazy("Lines of the history: who did what and when, without the name and the data"),
    why=gettext_lazy("Whoever keeps personal data must record what is done with them."),
    source=gettext_lazy("Law 27/2022, article 31"),
)
READINGS_KEPT = Kept(
    code="readings",
    what=gettext_lazy("Who opened restricted data, with the number of the record only"),
    why=gettext_lazy("Misuse must stay provable."),
    source=gettext_lazy("Law 27/2022, article 31"),
)
ERASURE_KEPT = Kept(
    code="erasure",
    what=gettext_lazy("That the data were erased on request, when and by whom"),
    why=gettext_lazy("The person is told that it was done, and may ask again."),
    source=gettext_lazy("Law 27/2022, articles 43 and 45"),
)
OFFICE_KEPT = Kept(
    code="office",
    what=gettext_lazy("The name under which this person acted in an office of the village"),
    why=gettext_lazy("Who answered for a decision must stay known."),
    source=gettext_lazy("Law 27/2022, article 31; Law 6/2014, article 24"),
)


# --- a copy of everything ------------------------------------------------------------------------


@dataclass(frozen=True)
class Copy:
    """Everything held about one person, as it stood at a moment."""

    person: str
    village: str
    made_at: datetime
    sections: tuple[Section, ...]

    def as_json(self) -> dict[str, object]:
        """The same as plain values, for a file another program can read."""
        return {
            "rembuk_copy": 1,
            "person": self.person,
            "village": self.village,
            "made_at": self.made_at.isoformat(),
            "sections": [
                {"title": section.title, "rows": [dict(row) for row in section.rows]}
                for section in self.sections
            ],
        }


@transaction.atomic
def copy_of(*, resident: Resident, by: Actor, at: datetime, with_national_id: bool = False) -> Copy:
    """Gather everything held about a person, and note that it was.

    `with_national_id` writes the NIK in full, for a person who asked for it on paper; that is a
    reading of its own. Errors: Refused if it is asked for and none is recorded.
    """
    village = resident.village
    ids = merging.ids_of(resident)
    found = holdings.sections(village, ids)
    if with_national_id:
        number = national_ids.read(resident=resident, by=by, at=at)
        found.insert(1, Section(_("NIK in full"), (((_("NIK"), number),),)))
    audit.record(
        village=village, verb="people.copy_made", subject=resident, by=by, at=at,
        resident_id=resident.pk,
    )  # fmt: skip
    return Copy(resident.name, village.name, at, tuple(found))


def _told(village: Village, ids: Sequence[int]) -> list[Section]:
    """The trail, the openings and the offices, which belong to all rooms."""
    lines = history.entries(village, about=ids)
    opened = history.told_openings(list(history.openings(village, about=ids)), village=village)
    pages = history.operator_pages(village, about=ids)
    held_offices = OfficeTerm.objects.filter(user__in=_users(village, ids)).select_related(
        "village", "group", "region"
    )
    return [
        Section(
            _("Offices"),
            tuple(_office(term) for term in held_offices.order_by("since", "pk")),
            goes="",
        ),
        Section(_("History"), tuple(_line(entry) for entry in lines), goes=""),
        Section(
            _("Who opened restricted data"),
            (
                *(
                    (
                        (_("On"), held.moment_day(one.at)),
                        (_("Who"), one.told_who),
                        (_("What"), one.what),
                    )
                    for one in opened
                ),
                *(
                    ((_("On"), held.moment_day(one.at)), (_("Who"), audit.sentence(one)))
                    for one in pages
                ),
            ),
            goes="",
        ),
    ]


def _office(term: OfficeTerm) -> tuple[tuple[str, str], ...]:
    language = get_language() or "id"
    facts = (
        (_("Office"), term.label),
        (_("Since"), partial_date(term.since, term.since_precision)),
        (_("Until"), words.plain_day(term.until, language=language) if term.until else ""),
    )
    return tuple((label, value) for label, value in facts if value)


def _line(entry: AuditEntry) -> tuple[tuple[str, str], ...]:
    return ((_("On"), held.moment_day(entry.at)), (_("What"), audit.sentence(entry)))


def _users(village: Village, ids: Sequence[int]) -> list[int]:
    records = Resident.objects.of(village).filter(pk__in=ids, user__isnull=False)
    return list(records.values_list("user__pk", flat=True))


# --- correction ----------------------------------------------------------------------------------


@transaction.atomic
def ask_correction(*, resident: Resident, said: str, by: Actor, at: datetime) -> CorrectionRequest:
    """A person says what is wrong about her; somebody of the village answers within three days."""
    asked = CorrectionRequest.objects.create(
        village=resident.village, resident=resident, said=said, asked_at=at, asked_by=by.user
    )
    audit.record(
        village=resident.village, verb="people.correction_asked", subject=resident, by=by, at=at,
        resident_id=resident.pk,
    )  # fmt: skip
    return asked


@transaction.atomic
def answer_correction(
    *, request: CorrectionRequest, outcome: str, said: str, by: Actor, at: datetime
) -> CorrectionAnswer:
    """Close such a request: put right, or left with the reason the person reads.

    Errors: Refused if it was answered before, or left without a reason.
    """
    request.take_turn()
    if hasattr(request, "answer"):
        raise Refused(_("This was already answered. Nothing more is needed."))
    if outcome == CorrectionAnswer.Outcome.LEFT and not said:
        raise Refused(_("Write why it stays as it is: the person reads it."))
    answer = CorrectionAnswer.objects.create(
        village=request.village, request=request, outcome=outcome, said=said, at=at, by=by.user
    )
    audit.record(
        village=request.village, verb="people.correction_answered", subject=request.resident,
        resident_id=request.resident_id, changes=[("answer", "", outcome)], by=by, at=at,
    )  # fmt: skip
    return answer


def open_requests(village: Village) -> QuerySet[CorrectionRequest]:
    """What people asked to be corrected and nobody answered, the oldest first."""
    waiting = CorrectionRequest.objects.of(village).filter(answer__isnull=True)
    return waiting.select_related("resident").order_by("asked_at", "pk")


# --- erasure -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Erasing:
    """What an erasure will do: (what, how many) that goes, and what stays with its reason."""

    going: tuple[tuple[str, int], ...]
    staying: tuple[tuple[Kept, int], ...]


def erasing(resident: Resident) -> Erasing:
    """Work out what erasing a person does; nothing is written."""
    village, ids = resident.village, merging.ids_of(resident)
    everything = holdings.sections(village, ids)
    stays = holdings.staying(village, ids)
    going = tuple(
        (section.title if section.goes is None else section.goes, len(section.rows))
        for section in everything
        if section.goes != ""
    )
    return Erasing(going, tuple(stays))


@transaction.atomic
def erase(
    *, resident: Resident, typed_name: str, asked_on: date, by: Actor, at: datetime
) -> Erasure:
    """Erase a person's data because she asks; it cannot be taken back.

    The records stay without name, so that the village's counts stay true. `typed_name` must be
    her name as shown: this replaces the question whether somebody is sure.
    Errors: Refused if the name differs, she holds an office now, or it was done before.
    """
    resident.take_turn()
    village = resident.village
    _refuse_erasure(resident, typed_name=typed_name, asked_on=asked_on, at=at)
    ids = merging.ids_of(resident)
    names = _names(village, ids)
    users = User.objects.filter(pk__in=_users(village, ids))
    stays = [[kept.code, count] for kept, count in holdings.staying(village, ids)]
    holdings.erase(village=village, ids=ids, at=at)
    _blank_trail(village, ids, names)
    _blank_outcomes(village, names)
    for user in users:
        _close_account(user, at)
    erasure = Erasure.objects.create(
        village=village, resident=resident, asked_on=asked_on, kept=stays, at=at, by=by.user
    )
    resident.refresh_from_db()
    audit.record(
        village=village, verb="people.erased", subject=erasure, subject_name=held.ERASED_NAME,
        resident_id=resident.pk, by=by, at=at,
    )  # fmt: skip
    return erasure


def what_stayed(erasure: Erasure) -> list[tuple[Kept, int]]:
    """What an erasure left, with its reasons in the reader's language."""
    return [(holdings.kept_words(code), count) for code, count in erasure.kept]


def _refuse_erasure(resident: Resident, *, typed_name: str, asked_on: date, at: datetime) -> None:
    if resident.erased_at is not None:
        raise Refused(_("These data were erased before. Nothing more is needed."))
    if resident.merged_into_id is not None:
        raise Refused(_("This record was joined to another one. Open that one."))
    today = at.astimezone(resident.village.zone).date()
    if asked_on > today:
        raise Refused(_("Choose today or an earlier day for the request."))
    if " ".join(typed_name.split()).casefold() != " ".join(resident.name.split()).casefold():
        raise Refused(
            _("Type the name as it stands above: %(name)s. Nothing was erased.")
            % {"name": resident.name}
        )
    current = OfficeTerm.objects.on(today).filter(user__in=_users(resident.village, [resident.pk]))
    titles = sorted({str(Office(term.office).label) for term in current})
    if titles:
        raise Refused(
            _("%(name)s holds an office now: %(offices)s. End that first.")
            % {"name": resident.name, "offices": ", ".join(titles)}
        )


def _names(village: Village, ids: Sequence[int]) -> set[str]:
    """Every full name by which the trail may know a person: also earlier spellings of it."""
    records = Resident.objects.of(village).filter(pk__in=ids)
    known = set(records.values_list("name", flat=True))
    entries = AuditEntry.objects.of(village).filter(resident_id__in=ids, verb="people.corrected")
    for changes in entries.values_list("changes", flat=True):
        known |= {value for field, *pair in changes if field == "name" for value in pair if value}
    return known


def _blank_trail(village: Village, ids: Sequence[int], names: set[str]) -> None:
    """Empty names and values in every line about a person, and her name in lines about others."""
    # Somebody else may have the same name: lines that are about her alone stay hers.
    hers = Q(resident_id__in=ids) | Q(resident_id__isnull=True, subject_name__in=names)
    trail = AuditEntry.objects.of(village)
    trail.filter(hers).update(subject_name="", changes=[])
    pages = history.operator_pages(village, about=ids)
    trail.filter(pk__in=list(pages.values_list("pk", flat=True))).update(subject_name="")
    naming = _telling(trail.all(), "changes", names=names)
    trail.filter(pk__in=[entry.pk for entry in naming]).update(changes=[])


def _blank_outcomes(village: Village, names: set[str]) -> None:
    """Take her name out of what forms answered; the forms stay known, so none is done twice."""
    for command in _telling(Command.objects.filter(village=village), "outcome", names=names):
        command.outcome = {
            fact: held.ERASED_NAME if told in names else told
            for fact, told in command.outcome.items()
        }
        command.save(update_fields=["outcome"])


def _telling(rows: QuerySet[Any], column: str, *, names: set[str]) -> list[Any]:
    """The rows in whose JSON one of these names stands."""
    told = Q()
    for name in names:  # one database keeps letters as they are, the other escapes them
        for written in {name, json.dumps(name)[1:-1]}:
            told |= Q(text__contains=f'"{written}"')
    return list(rows.annotate(text=Cast(column, TextField())).filter(told)) if told else []


def _close_account(user: User, at: datetime) -> None:
    """Close a sign-in; somebody who held an office keeps the name under which she acted."""
    user.is_active = False
    user.phone = user.phone_confirmed_at = None
    user.set_unusable_password()
    user.username = f"erased-{user.pk}"
    if not OfficeTerm.objects.filter(user=user).exists():
        user.name = held.ERASED_NAME
    user.save()


def _staying(village: Village, ids: Sequence[int]) -> dict[str, int]:
    terms = OfficeTerm.objects.filter(user__in=_users(village, ids))
    return {
        TRAIL_KEPT.code: AuditEntry.objects.of(village).filter(resident_id__in=ids).count(),
        READINGS_KEPT.code: AccessEntry.objects.of(village).filter(resident_id__in=ids).count(),
        OFFICE_KEPT.code: terms.count(),
        ERASURE_KEPT.code: 1,
    }


HOLDING = Holding(
    order=90,
    told=_told,
    erase=lambda _village, _ids, _at: (
        None
    ),  # the trail is emptied by `erase`, which knows the names
    staying=_staying,
    kept=(TRAIL_KEPT, READINGS_KEPT, OFFICE_KEPT, ERASURE_KEPT),
)
