"""The audit trail: who did what, told later as a sentence.

A room registers the sentences of its verbs in apps.py; the trail stores codes only, so an
Indonesian and an English reader each get their own words.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import date, datetime
from typing import Any

from django.db import models
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from rembuk.villages.actors import Actor
from rembuk.villages.models import AccessEntry, AuditEntry, Village
from rembuk.villages.permissions import Office

Change = tuple[str, Any, Any]
_SENTENCES: dict[str, Promise | str] = {}
_FIELD_LABELS: dict[str, Promise | str] = {}
_VALUE_LABELS: dict[str, Mapping[str, Promise | str]] = {}


def say(verb: str, sentence: Promise | str) -> None:
    """Register the sentence of a verb, with %(who)s and %(subject)s (and %(changes)s) in it."""
    _SENTENCES[verb] = sentence


def call_field(
    field: str,
    label: Promise | str,
    *,
    values: Mapping[str, Promise | str] | None = None,
) -> None:
    """Register what a field is called in a sentence of changes, and what its codes mean."""
    _FIELD_LABELS[field] = label
    if values is not None:
        _VALUE_LABELS[field] = values


def known_verbs() -> frozenset[str]:
    """Every verb that has a sentence."""
    return frozenset(_SENTENCES)


def record(
    *,
    village: Village,
    verb: str,
    subject: models.Model,
    by: Actor,
    at: datetime,
    subject_name: str = "",
    resident_id: int | None = None,
    changes: Sequence[Change] = (),
) -> AuditEntry:
    """Write one line of the trail.

    `resident_id` is the person concerned, who may read it; `changes` are (field, old, new) in
    plain values and never hold a national id.
    """
    assert verb in _SENTENCES, f"{verb} has no sentence: register it with audit.say"
    return AuditEntry.objects.create(
        village=village,
        verb=verb,
        subject_type=subject._meta.label_lower,
        subject_id=subject.pk,
        subject_name=subject_name or str(subject)[:120],
        resident_id=resident_id,
        by=by.user,
        office=by.office,
        at=at,
        changes=[[field, _plain(old), _plain(new)] for field, old, new in changes],
    )


def record_reading(
    *, village: Village, what: str, resident_id: int, by: Actor, at: datetime
) -> AccessEntry:
    """Note that somebody opened a restricted record of a person."""
    return AccessEntry.objects.create(
        village=village,
        what=what,
        resident_id=resident_id,
        by=by.user,
        at=at,
        office=by.office,
    )


def record_page(*, village: Village, by: Actor, at: datetime, page: str) -> AuditEntry:
    """Note that an operator opened a page of the village during a visit."""
    return record(
        village=village,
        verb="operator.opened_page",
        subject=village,
        subject_name=page[:120],
        by=by,
        at=at,
    )


def sentence(entry: AuditEntry) -> str:
    """Tell one entry in the reader's language: 'Bendahara mengubah RT dari 003 ke 005'."""
    who = (
        Office(entry.office).label if entry.office else (entry.by.name if entry.by else _("Rembuk"))
    )
    told = str(_SENTENCES[entry.verb]) % {
        "who": who,
        "subject": entry.subject_name or _("an erased person"),
        "changes": ", ".join(_told_change(change) for change in entry.changes),
    }
    return told


def _told_change(change: Change) -> str:
    field, old, new = change
    label = str(_FIELD_LABELS.get(field, field))
    old, new = _told_value(field, old), _told_value(field, new)
    if old in (None, ""):
        return _("%(field)s becomes %(new)s") % {"field": label, "new": new}
    if new in (None, ""):
        return _("%(field)s %(old)s is emptied") % {"field": label, "old": old}
    return _("%(field)s from %(old)s to %(new)s") % {"field": label, "old": old, "new": new}


def _told_value(field: str, value: Any) -> Any:
    """Codes and ISO dates in the reader's words; anything else as it was typed."""
    if not isinstance(value, str):
        return value
    if field in _VALUE_LABELS:
        return str(_VALUE_LABELS[field].get(value, value))
    if len(value) == len("2019-12-14"):
        with suppress(ValueError):
            return date_format(date.fromisoformat(value), "j F Y")
    return value


def _plain(value: Any) -> Any:
    return value if value is None or isinstance(value, bool | int | str) else str(value)
