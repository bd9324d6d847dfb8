"""The audit trail: who did what, told later as a sentence.

A room registers the sentences of its verbs in apps.py; the trail stores codes only, so an
Indonesian and an English reader each get their own words.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import date, datetime
from typing import Any

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from rembuk.lib import words
from rembuk.lib.ids import new_id
from rembuk.villages import statements
from rembuk.villages.actors import Actor
from rembuk.villages.models import AccessEntry, AuditEntry, Village
from rembuk.villages.permissions import Office

Change = tuple[str, Any, Any]
NAME_LENGTH = 120
# A day of which only the month is known, as rooms write it; a year alone reads as it is.
MONTH_ALONE = re.compile(r"\d{4}-(0[1-9]|1[0-2])")
_SENTENCES: dict[str, Promise | str] = {}
_SUBJECT_NAMES: dict[str, Callable[[str], str]] = {}
_FIELD_LABELS: dict[str, Promise | str] = {}
_VALUE_LABELS: dict[str, Mapping[str, Promise | str]] = {}


def say(verb: str, sentence: Promise | str) -> None:
    """Register the sentence of a verb.

    In it may stand %(who)s, %(subject)s, %(changes)s, and a changed field by its name, such as
    %(office)s, for its new value, or the old one where it was emptied; %(rest)s are the new
    values it does not name, ", one, other".
    """
    _SENTENCES[verb] = sentence


def name_subject(verb: str, told: Callable[[str], str]) -> None:
    """Register how the subject of a verb is told where its kept name says too little."""
    _SUBJECT_NAMES[verb] = told


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


def field_label(field: str) -> str:
    """What a field, or something restricted that was opened, is called."""
    return str(_FIELD_LABELS.get(field, field))


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
    row = (
        new_id(), village.pk, at, by.user.pk if by.user else None, by.office, verb,
        subject._meta.label_lower, subject.pk, (subject_name or str(subject))[:NAME_LENGTH],
        resident_id, [[field, _plain(old), _plain(new)] for field, old, new in changes],
    )  # fmt: skip
    statements.add(AuditEntry, row)
    return statements.made(AuditEntry, row)


def record_reading(
    *, village: Village, what: str, resident_id: int, by: Actor, at: datetime
) -> AccessEntry:
    """Note that somebody opened a restricted record of a person."""
    assert by.user is not None, "only people read"
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
        subject_name=page,
        by=by,
        at=at,
    )


class _Told(dict[str, str]):
    """The words of a sentence; what erasing a person emptied reads as an ellipsis."""

    def __missing__(self, name: str) -> str:
        return "…"


def sentence(entry: AuditEntry) -> str:
    """Tell one entry in the reader's language: 'Bendahara mengubah RT dari 003 ke 005'.

    The entry's `by` should be loaded with it (select_related) when many are told.
    """
    news = {field: _shown(field, new) for field, _old, new in entry.changes}
    told = _Told({field: news[field] or _shown(field, old) for field, old, _new in entry.changes})
    told["who"] = who(entry)
    named = _SUBJECT_NAMES.get(entry.verb, str)
    told["subject"] = named(entry.subject_name) or _("an erased person")
    told["changes"] = ", ".join(_told_change(change) for change in entry.changes) or "…"
    words_of_verb = str(_SENTENCES.get(entry.verb, _("%(who)s worked on %(subject)s")))
    unnamed = [new for field, new in news.items() if f"%({field})s" not in words_of_verb]
    told["rest"] = "".join(f", {new}" for new in unnamed if new)
    # A verb that an older release wrote still reads as a sentence.
    return words_of_verb % told


def who(entry: AuditEntry) -> str:
    """Say who did it: the office, the person where there was none, or Rembuk itself."""
    if entry.office in Office.values:
        return str(Office(entry.office).label)
    return entry.by.name if entry.by else _("Rembuk")


def _told_change(change: Change) -> str:
    field, old, new = change
    label = field_label(field)
    names = {"field": label, "old": _shown(field, old), "new": _shown(field, new)}
    if old in (None, ""):
        return _("%(field)s becomes %(new)s") % names
    if new in (None, ""):
        return _("%(field)s %(old)s is emptied") % names
    return _("%(field)s from %(old)s to %(new)s") % names


def _shown(field: str, value: Any) -> str:
    """Write a kept value for the reader: a code by its name, a day with its month."""
    if value is True or value is False:
        return _("yes") if value else _("no")
    text = "" if value is None else str(value)
    if field in _VALUE_LABELS:
        return str(_VALUE_LABELS[field].get(text, text))
    if MONTH_ALONE.fullmatch(text):
        day = date.fromisoformat(f"{text}-01")
        return words.month_of_year(day, language=get_language() or "id")
    if len(text) == len("2019-12-14"):
        with suppress(ValueError):
            return words.plain_day(date.fromisoformat(text), language=get_language() or "id")
    return text


def _plain(value: Any) -> Any:
    return value if value is None or isinstance(value, bool | int | str) else str(value)
