"""Two records of one person become one, and can become two again.

The record that goes keeps what it was; what counts moves to the record that stays, and the merge
remembers each row and each field it touched, so that taking it back puts everything in its place.
Rows of other rooms move too: whatever points at a resident is found, not listed here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models.expressions import RawSQL
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rembuk.lib.errors import Refused
from rembuk.people import journeys, spelling, standing
from rembuk.people.models import Household, JourneyStep, Merge, MergeUndo, NationalId, Resident
from rembuk.villages import audit
from rembuk.villages.actors import Actor
from rembuk.villages.models import VillageRow

Side = Literal["kept", "merged"]
Choices = Mapping[str, str]
UNDO_SHOWN_DAYS = 30
# A record, those joined to it, those joined to these.
JOINED = """
    WITH RECURSIVE same(id) AS (
        SELECT CAST(%s AS bigint)
        UNION SELECT r.id FROM people_resident r JOIN same ON r.merged_into_id = same.id
        WHERE r.village_id = %s)
    SELECT id FROM same
"""

# What is chosen as one: the code of the choice, and the columns that go with it.
COLUMNS: dict[str, tuple[str, ...]] = {
    "name": ("name",),
    "nickname": ("nickname",),
    "sex": ("sex",),
    "birth_date": ("birth_date",),
    "birth_place": ("birth_place",),
    "address": ("hamlet", "neighborhood_unit", "community_unit"),
    "phone": ("phone", "phone_typed"),
    "household": ("household_id",),
}
LABELS = {
    "name": gettext_lazy("Full name"),
    "nickname": gettext_lazy("Nickname"),
    "sex": gettext_lazy("Sex"),
    "birth_date": gettext_lazy("Date of birth"),
    "birth_place": gettext_lazy("Place of birth"),
    "address": gettext_lazy("Address"),
    "phone": gettext_lazy("Phone number"),
    "household": gettext_lazy("Household"),
    "national_id": gettext_lazy("NIK"),
    "journey": gettext_lazy("Journey"),
}
# Rows about the record itself stay with it; the journey and the NIK have rules of their own.
STAYING = frozenset(
    {
        "people.merge",
        "people.erasure",
        "people.differentpersons",
        "people.importrow",
        "people.resident",
        "people.journeystep",
        "people.nationalid",
    }
)
BOTH = "both"


@dataclass
class Plan:
    """Everything a merge will do; the page shows it, `merge` does it.

    `fields` are columns of the kept record as {column: (old, new)}; `rows` are
    {"app.model.field": ids} that move to it, `given` steps that move away from it, `left` steps
    that stay behind because the kept record has the same.
    """

    kept: Resident
    merged: Resident
    choices: dict[str, str]
    fields: dict[str, tuple[Any, Any]] = field(default_factory=dict)
    rows: dict[str, list[int]] = field(default_factory=dict)
    given: list[int] = field(default_factory=list)
    left: list[int] = field(default_factory=list)
    staying: dict[str, int] = field(default_factory=dict)
    national_id: str = ""  # "", "moved" or "swapped"
    user_moves: bool = False


def plan(*, kept: Resident, merged: Resident, choices: Choices) -> Plan:
    """Work out what joining two records does; nothing is written.

    `choices` says for each code of LABELS whose value counts, "kept" or "merged" ("both" for the
    journey); what is not chosen falls to `default`.
    Errors: Refused if one record is gone, or the two journeys cannot be one.
    """
    _refuse_gone(kept, merged)
    chosen = {code: choices.get(code) or default(code, kept=kept, merged=merged) for code in LABELS}
    planned = Plan(kept, merged, chosen)
    for code, columns in COLUMNS.items():
        if chosen[code] == "merged":
            for column in columns:
                old, new = getattr(kept, column), getattr(merged, column)
                if old != new:
                    planned.fields[column] = (old, new)
    _plan_journey(planned)
    _plan_rows(planned)
    numbers = NationalId.objects.of(kept.village).filter(resident__in=[kept, merged])
    owners = set(numbers.values_list("resident", flat=True))
    if owners == {merged.pk}:
        planned.national_id = "moved"
    elif len(owners) == 2 and chosen["national_id"] == "merged":
        planned.national_id = "swapped"
    planned.user_moves = kept.user_id is None and merged.user_id is not None
    return planned


def default(code: str, *, kept: Resident, merged: Resident) -> str:
    """Whose value is offered first: the kept record's, unless it is empty there."""
    if code == "journey":
        return BOTH if _joint_journey(kept, merged) is not None else "kept"
    if code == "national_id":
        return "kept"
    mine = [getattr(kept, column) for column in COLUMNS[code]]
    theirs = [getattr(merged, column) for column in COLUMNS[code]]
    return "merged" if not any(mine) and any(theirs) else "kept"


def which_stays(one: Resident, other: Resident) -> tuple[Resident, Resident]:
    """Return (kept, merged): the one who can sign in stays, else the older record."""
    pair = sorted((one, other), key=lambda resident: (resident.user_id is None, resident.pk))
    return pair[0], pair[1]


@transaction.atomic
def merge(*, kept: Resident, merged: Resident, choices: Choices, by: Actor, at: datetime) -> Merge:
    """Join two records of one person; `undo` takes it back.

    Errors: Refused as in `plan`.
    """
    _take_turns(kept, merged)
    planned = plan(kept=kept, merged=merged, choices=choices)
    household_before = merged.household_id
    user = merged.user_id if planned.user_moves else None
    merged.merged_into, merged.household_id = kept, None
    if user:
        merged.user_id = None
    merged.save(update_fields=["merged_into", "household", "user"])
    for column, (_old, new) in planned.fields.items():
        setattr(kept, column, new)
    if user:
        kept.user_id = user
    kept.search_text = spelling.search_text(kept.name, kept.nickname)
    kept.save()
    for link, ids in planned.rows.items():
        _point(link, ids, village_row=kept, to=kept)
    _point(STEPS, planned.given, village_row=kept, to=merged)
    _move_national_id(planned.national_id, one=kept, other=merged)
    journeys.rederive(kept)
    done = Merge.objects.create(
        village=kept.village, kept=kept, merged=merged, at=at, by=by.user,
        moved={
            "fields": {c: [_plain(old), _plain(new)] for c, (old, new) in planned.fields.items()},
            "rows": planned.rows,
            "given": planned.given,
            "national_id": planned.national_id,
            "user": user,
            "household": household_before,
        },
    )  # fmt: skip
    _tell("people.merged", done, by=by, at=at)
    return done


@transaction.atomic
def undo(*, merge: Merge, by: Actor, at: datetime) -> MergeUndo:
    """Make one record two again, each with what it had before.

    What was recorded since stays with the kept record.
    Errors: Refused if that is no longer possible, with what stands in the way.
    """
    merge.take_turn()
    kept, merged, moved = merge.kept, merge.merged, merge.moved
    _take_turns(kept, merged)
    _refuse_undo(merge)
    for column, (old, _new) in moved["fields"].items():
        setattr(kept, column, _typed(column, old))
    if moved["user"]:
        kept.user_id = None
    kept.search_text = spelling.search_text(kept.name, kept.nickname)
    kept.save()
    merged.merged_into, merged.household_id = None, moved["household"]
    if moved["user"]:
        merged.user_id = moved["user"]
    merged.save(update_fields=["merged_into", "household", "user"])
    for link, ids in moved["rows"].items():
        _point(link, ids, village_row=kept, to=merged)
    _point(STEPS, moved["given"], village_row=kept, to=kept)
    _move_national_id(moved["national_id"], one=merged, other=kept)
    try:
        journeys.rederive(kept)
        journeys.rederive(merged)
    except standing.Impossible as impossible:
        raise Refused(
            _("A step recorded since rests on the joined journey: '%(step)s'. Withdraw it first.")
            % {"step": JourneyStep.Kind(impossible.step.kind).label}
        ) from None
    undone = MergeUndo.objects.create(village=kept.village, merge=merge, at=at, by=by.user)
    _tell("people.merge_undone", merge, by=by, at=at)
    return undone


def ids_of(resident: Resident) -> list[int]:
    """The ids of all records of a person: her own, and those joined to it."""
    rows = Resident.objects.of(resident.village).filter(pk__in=records_of(resident))
    joined = rows.exclude(pk=resident.pk).order_by("pk").values_list("pk", flat=True)
    return [resident.pk, *joined]


def records_of(resident: Resident) -> RawSQL:
    """Return the same for a query: `resident__in=records_of(her)` asks nothing by itself."""
    values = [resident.pk, resident.village_id]
    return RawSQL(JOINED, values)  # noqa: S611 -- our own words, values beside them


def final_record(resident: Resident) -> Resident:
    """The record that stands for a person: itself, or the one it was joined to."""
    while resident.merged_into is not None:
        resident = resident.merged_into
    return resident


# --- what moves --------------------------------------------------------------------------------

STEPS = "people.journeystep.resident"


def links() -> Iterator[tuple[type[VillageRow], str]]:
    """Every foreign key of any room that leads to a resident: (model, field name)."""
    for relation in Resident._meta.get_fields(include_hidden=True):
        if not (relation.auto_created and relation.is_relation) or relation.concrete:
            continue
        model = relation.related_model
        assert isinstance(model, type)
        if issubclass(model, VillageRow) and not model.append_only:
            yield model, relation.field.name  # type: ignore[union-attr]  # a reverse relation has one


def _plan_rows(planned: Plan) -> None:
    village = planned.kept.village
    _old, household = planned.fields.get("household_id", (None, planned.kept.household_id))
    for model, name in links():
        if model._meta.label_lower in STAYING:
            continue
        for row in model.objects.of(village).filter(**{name: planned.merged}).order_by("pk"):
            # Somebody is head only of the household he belongs to.
            elsewhere = isinstance(row, Household) and row.pk != household
            if not elsewhere and _fits(row, name, kept=planned.kept):
                planned.rows.setdefault(f"{model._meta.label_lower}.{name}", []).append(row.pk)
            else:
                label = str(model._meta.label_lower)
                planned.staying[label] = planned.staying.get(label, 0) + 1


def _fits(row: VillageRow, name: str, *, kept: Resident) -> bool:
    """Does the row keep the rules of its table beside what the kept record has?"""
    setattr(row, name, kept)
    try:
        row.validate_unique()
        row.validate_constraints()
    except ValidationError:
        return False
    return True


def _plan_journey(planned: Plan) -> None:
    kept, merged = planned.kept, planned.merged
    theirs = list(_all_steps(merged).values_list("pk", flat=True))
    match planned.choices["journey"]:
        case "kept":
            planned.left = theirs
        case "merged":
            planned.given = list(_all_steps(kept).values_list("pk", flat=True))
            _put(planned, theirs)
        case _:
            doubles = _joint_journey(kept, merged)
            if doubles is None:
                raise Refused(
                    _("The two journeys contradict each other. Choose which journey is right.")
                )
            planned.left = doubles
            _put(planned, [pk for pk in theirs if pk not in doubles])


def _put(planned: Plan, steps: list[int]) -> None:
    if steps:
        planned.rows[STEPS] = steps


def _joint_journey(kept: Resident, merged: Resident) -> list[int] | None:
    """The steps to leave behind because both have them, or None if the rest cannot be one."""
    own = list(_all_steps(kept).filter(withdrawn_at__isnull=True))
    theirs = list(_all_steps(merged).filter(withdrawn_at__isnull=True))
    known = {_what(step) for step in own}
    doubles = [step for step in theirs if _what(step) in known]
    joint = [*own, *(step for step in theirs if step not in doubles)]
    joint.sort(key=lambda step: (step.on, step.pk))
    try:
        standing.follow(joint)
    except standing.Impossible:
        return None
    return [step.pk for step in doubles]


def _what(step: JourneyStep) -> tuple[Any, ...]:
    return step.kind, step.on, step.reported_status, step.plan


def _all_steps(resident: Resident) -> models.QuerySet[JourneyStep]:
    return JourneyStep.objects.of(resident.village).filter(resident=resident).order_by("on", "pk")


def _point(link: str, ids: list[int], *, village_row: Resident, to: Resident) -> None:
    label, _dot, name = link.rpartition(".")
    model = apps.get_model(label)
    assert issubclass(model, VillageRow)
    model.objects.of(village_row.village).filter(pk__in=ids).update(**{name: to})


def _move_national_id(how: str, *, one: Resident, other: Resident) -> None:
    """Let `one` have the NIK of `other`; "swapped" gives hers in return.

    Both rows are written anew: a person and a number stand in the table once only, so neither
    can be changed while the other is there.
    """
    if not how:
        return
    rows = list(NationalId.objects.of(one.village).filter(resident__in=[one, other]))
    NationalId.objects.of(one.village).filter(pk__in=[row.pk for row in rows]).delete()
    for row in rows:
        row.resident = one if row.resident_id == other.pk else other
    NationalId.objects.bulk_create(rows)


# --- what stands in the way ----------------------------------------------------------------------


def _take_turns(one: Resident, other: Resident) -> None:
    """Keep everybody else from both records, always in the same order, so that nobody is stuck."""
    for record in sorted((one, other), key=lambda resident: resident.pk):
        record.take_turn()


def _refuse_gone(kept: Resident, merged: Resident) -> None:
    assert kept.village_id == merged.village_id
    assert kept.pk != merged.pk
    for record in (kept, merged):
        if record.merged_into_id or record.erased_at:
            raise Refused(_("One of the two was joined or erased meanwhile. Open the list again."))


def _refuse_undo(merge: Merge) -> None:
    kept, merged, moved = merge.kept, merge.merged, merge.moved
    if hasattr(merge, "undo"):
        raise Refused(_("This was already taken back. Nothing more is needed."))
    if kept.erased_at or merged.erased_at:
        raise Refused(_("The data were erased on request, so the records stay as they are."))
    if kept.merged_into_id:
        raise Refused(
            _("%(name)s was joined to another record since. Take that back first.")
            % {"name": kept.name}
        )
    changed = [
        column
        for column, (_old, new) in moved["fields"].items()
        if _plain(getattr(kept, column)) != new
    ]
    if changed:
        labels = {str(LABELS[code]) for code, columns in COLUMNS.items() if {*columns} & {*changed}}
        raise Refused(
            _("Changed since: %(fields)s. Correct the two records by hand instead.")
            % {"fields": ", ".join(sorted(labels))}
        )
    if not _all_in_place(merge):
        raise Refused(_("Some of it was joined to another record since. Take that back first."))
    if moved["user"] and kept.user_id != moved["user"]:
        raise Refused(_("The sign-in was changed since. Correct the two records by hand instead."))


def _all_in_place(merge: Merge) -> bool:
    """Are the rows that moved, as far as they still exist, where the merge put them?"""
    places = [(link, ids, merge.kept) for link, ids in merge.moved["rows"].items()]
    places.append((STEPS, merge.moved["given"], merge.merged))
    for link, ids, owner in places:
        label, _dot, name = link.rpartition(".")
        model = apps.get_model(label)
        assert issubclass(model, VillageRow)
        rows = model.objects.of(owner.village).filter(pk__in=ids)
        if rows.exclude(**{name: owner}).exists():
            return False
    return True


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _typed(column: str, value: Any) -> Any:
    return date.fromisoformat(value) if column == "birth_date" and value else value


def _tell(verb: str, merge: Merge, *, by: Actor, at: datetime) -> None:
    audit.record(
        village=merge.village,
        verb=verb,
        subject=merge,
        subject_name=merge.kept.name,
        resident_id=merge.kept_id,
        changes=[("other_record", "", merge.merged.name)],
        by=by,
        at=at,
    )
