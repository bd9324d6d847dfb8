"""Consent: what a person agreed to, in which words, how, and until when.

The words are data with versions (data/consent_texts.json): a text that somebody agreed to is
never changed, a better one is added. Source: UU 27/2022 arts 20-25 and 40.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path

from django.db import transaction
from django.db.models import F, Max, Q
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from rembuk.lib.errors import Refused
from rembuk.people.models import Consent, ConsentWithdrawal, Resident
from rembuk.villages import audit
from rembuk.villages.actors import Actor
from rembuk.villages.models import Village

FILE = Path(__file__).parent / "data" / "consent_texts.json"
Purpose = Consent.Purpose


@dataclass(frozen=True)
class Text:
    """The words of one purpose in one version and language."""

    purpose: str
    version: str
    since: date
    sentences: tuple[str, ...]
    withdrawing: str


@dataclass(frozen=True)
class Standing:
    """One purpose for one person: its newest consent, and whether it still holds."""

    purpose: Consent.Purpose
    consent: Consent | None
    holds: bool
    history: tuple[Consent, ...]


@cache
def _texts() -> dict[str, list[dict[str, object]]]:
    return json.loads(FILE.read_text(encoding="utf-8"))  # type: ignore[no-any-return]  # the file's shape is tested


def versions(purpose: str) -> list[str]:
    """Every version of a purpose's text, oldest first."""
    return [str(one["version"]) for one in _texts()[purpose]]


def text(purpose: str, *, version: str = "", language: str | None = None) -> Text:
    """Return the words of a purpose; without `version` the newest, in the reader's language."""
    chosen = version or versions(purpose)[-1]
    entry = next(one for one in _texts()[purpose] if one["version"] == chosen)
    spoken = "en" if (language or get_language() or "id").startswith("en") else "id"
    words = entry[spoken]
    assert isinstance(words, dict)
    return Text(
        purpose=purpose,
        version=chosen,
        since=date.fromisoformat(str(entry["since"])),
        sentences=tuple(words["text"]),
        withdrawing=words["withdrawing"],
    )


@transaction.atomic
def give(
    *,
    resident: Resident,
    purpose: str,
    channel: str,
    witness: str = "",
    given_on: date,
    by: Actor,
    at: datetime,
) -> Consent:
    """Record that a person agreed to one purpose, in the newest words.

    Errors: Refused if it already holds, or if a spoken consent has no witness.
    """
    if channel == Consent.Channel.SPOKEN and not witness:
        raise Refused(_("Write who heard it: a spoken consent needs a witness."))
    resident.take_turn()
    if standing(resident)[Purpose(purpose)].holds:
        raise Refused(_("This consent is already recorded and still holds."))
    consent = Consent.objects.create(
        village=resident.village,
        resident=resident,
        purpose=purpose,
        text_version=versions(purpose)[-1],
        channel=channel,
        witness=witness,
        given_on=given_on,
        recorded_at=at,
        recorded_by=by.user,
    )
    _tell("people.consent_given", consent, by=by, at=at)
    return consent


@transaction.atomic
def withdraw(*, consent: Consent, withdrawn_on: date, by: Actor, at: datetime) -> ConsentWithdrawal:
    """Record that a person takes a consent back; from that day it no longer holds.

    Errors: Refused if it was taken back before, or on a day before it was given.
    """
    consent.take_turn()
    if ConsentWithdrawal.objects.of(consent.village).filter(consent=consent).exists():
        raise Refused(_("This consent was already taken back. Nothing more is needed."))
    if withdrawn_on < consent.given_on:
        raise Refused(_("Choose the day it was given, or a later one."))
    withdrawal = ConsentWithdrawal.objects.create(
        village=consent.village,
        consent=consent,
        withdrawn_on=withdrawn_on,
        recorded_at=at,
        recorded_by=by.user,
    )
    _tell("people.consent_withdrawn", consent, by=by, at=at)
    return withdrawal


@transaction.atomic
def undo_withdrawal(*, consent: Consent, by: Actor, at: datetime) -> None:
    """Take back a withdrawal that was recorded by mistake. Errors: Refused if there is none."""
    withdrawal = ConsentWithdrawal.objects.of(consent.village).filter(consent=consent).first()
    if withdrawal is None:
        raise Refused(_("This consent holds. Nothing more is needed."))
    withdrawal.delete()
    _tell("people.consent_kept", consent, by=by, at=at)


def standing(resident: Resident) -> dict[Consent.Purpose, Standing]:
    """Each purpose with its history: it holds while its last word is a yes.

    The last word counts, not any yes: when two records of one person are joined, an older yes
    of the other record does not undo a withdrawal.
    """
    rows = Consent.objects.of(resident.village).filter(resident=resident)
    given = list(rows.select_related("withdrawal", "recorded_by").order_by("given_on", "pk"))
    found = {}
    for purpose in Purpose:
        history = tuple(one for one in given if one.purpose == purpose)
        last = history[-1] if history else None
        found[purpose] = Standing(purpose, last, _holds(history), history[::-1])
    return found


def holders(village: Village, purpose: str, *, among: Iterable[int] | None = None) -> set[int]:
    """The ids of all residents for whom a purpose holds: one query."""
    rows = Consent.objects.of(village).filter(purpose=purpose)
    if among is not None:
        rows = rows.filter(resident__in=list(among))
    last = rows.values("resident").annotate(
        given=Max("given_on", filter=Q(withdrawal__isnull=True)),
        withdrawn=Max("withdrawal__withdrawn_on"),
    )
    holding = last.filter(Q(withdrawn__isnull=True) | Q(given__gte=F("withdrawn")))
    return set(holding.filter(given__isnull=False).values_list("resident", flat=True))


def _holds(history: tuple[Consent, ...]) -> bool:
    given = [one.given_on for one in history if not hasattr(one, "withdrawal")]
    withdrawn = [one.withdrawal.withdrawn_on for one in history if hasattr(one, "withdrawal")]
    return bool(given) and (not withdrawn or max(given) >= max(withdrawn))


def _tell(verb: str, consent: Consent, *, by: Actor, at: datetime) -> None:
    audit.record(
        village=consent.village,
        verb=verb,
        subject=consent,
        subject_name=consent.resident.name,
        resident_id=consent.resident_id,
        changes=[("consent", "", consent.purpose)],
        by=by,
        at=at,
    )
