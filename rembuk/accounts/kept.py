"""What a person had typed when her session had ended: kept, sealed, hers alone.

A form carries Django's CSRF token, and that token changes at every sign-in. A signed cookie of the
browser remembers whose sign-in each of its last tokens belongs to; so a form that arrives too late
still says whose it is, although its fields need not. Without that proof nothing is kept, and one
person's text is never shown to another. Passwords, codes, national ids and files are not kept.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.db import models
from django.middleware import csrf
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from rembuk.accounts.models import KeptForm, User
from rembuk.lib import sealed
from rembuk.lib.errors import Refused

COOKIE_NAME = "rembuk_forms"
COOKIE_DAYS = 35
SIGN_INS_REMEMBERED = 3

DAYS_KEPT = 7
FORMS_MAX = 5
FIELDS_MAX = 200
BYTES_MAX = 64 * 1024
PATH_MAX = 500

_SALT = "accounts.forms"
_SECRET_NAME = re.compile(
    r"(^|_)(password\d?|oldpassword|otp|pin|nik|credential|secret|token)(_|$)"
    r"|^code$|national_id|family_card|card_number"
)
_NUMBER_OF_A_PERSON = re.compile(r"(?:\d[\s.-]*){16}")  # NIK and family card alike
_OURS = frozenset({"csrfmiddlewaretoken", "kept", "next"})
_CODED = re.compile(r"[A-Z0-9_]+|[a-z0-9_]+|[0-9a-f-]{36}")
_CODED_SURELY = re.compile(r"\w*_\w*|[A-Z]{3,}|on|[0-9a-f-]{36}")
_BUTTONS = frozenset({"step", "action"})  # how a form was sent, not what was typed

FieldLabel = Callable[[str], Promise | str | None]
_labels: list[FieldLabel] = []


@dataclass(frozen=True)
class Typed:
    """The content of a kept form: what is sent again, and the names of what must be typed again."""

    fields: Sequence[tuple[str, str]]
    left_out: Sequence[str]
    files: Sequence[str]


# --- whose form is it ------------------------------------------------------------------------


def mark(cookie: str, *, secret: str, user: User, at: datetime) -> str:
    """Return the browser's cookie, now also saying that forms with this CSRF secret are hers."""
    marks = [entry for entry in _marks(cookie) if entry[0] != _digest(secret)]
    fresh = [_digest(secret), user.pk, int(at.timestamp())]
    return signing.dumps([fresh, *marks][:SIGN_INS_REMEMBERED], salt=_SALT)


def unmark(cookie: str, *, user: User) -> str:
    """Return the cookie without a person who signed out: what comes later is nobody's."""
    marks = [entry for entry in _marks(cookie) if entry[1] != user.pk]
    return signing.dumps(marks, salt=_SALT) if marks else ""


def owner_of(token: str, *, cookie: str) -> User | None:
    """Return in whose sign-in a form with this CSRF token was shown, if this browser knows."""
    if len(token) != csrf.CSRF_TOKEN_LENGTH or not (token.isascii() and token.isalnum()):
        return None
    digest = _digest(_secret_in(token))
    pk = next((entry[1] for entry in _marks(cookie) if entry[0] == digest), None)
    return User.objects.filter(pk=pk, is_active=True).first() if pk else None


def _secret_in(token: str) -> str:
    # Django hides the secret behind a mask, so that it looks different on every page: undo that.
    mask, cipher = token[: csrf.CSRF_SECRET_LENGTH], token[csrf.CSRF_SECRET_LENGTH :]
    signs = csrf.CSRF_ALLOWED_CHARS
    return "".join(
        signs[signs.index(c) - signs.index(m)] for c, m in zip(cipher, mask, strict=True)
    )


def _marks(cookie: str) -> list[list[int | str]]:
    try:
        marks: list[list[int | str]] = signing.loads(
            cookie, salt=_SALT, max_age=timedelta(days=COOKIE_DAYS)
        )
    except signing.BadSignature:
        return []
    return marks


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()[:32]


# --- keeping and giving back -----------------------------------------------------------------


def has_text(names: Sequence[str]) -> bool:
    """Was anything typed, or is it only a button?"""
    return any(name not in _OURS and name != "request_id" for name in names)


def keep(
    *,
    owner: User,
    path: str,
    fields: Sequence[tuple[str, str]],
    files: Sequence[str],
    at: datetime,
) -> KeptForm:
    """Keep a form for its owner; the same form again replaces itself.

    Errors: Refused if it is too large. Of more than FORMS_MAX, the oldest go.
    """
    if sum(len(name) + len(value.encode()) for name, value in fields) > BYTES_MAX or (
        len(fields) > FIELDS_MAX or len(path) > PATH_MAX or path.startswith("//")
    ):
        raise Refused(
            _(
                "What you wrote is too long to be kept here. Sign in on a second tab, come back to"
                " this one and send it again."
            )
        )
    forget(at=at)
    request_id = _uuid(dict(fields).get("request_id", ""))
    values = {"path": path, "sealed": _seal(fields, files), "kept_at": at, "dropped_at": None}
    if request_id is None:
        form = KeptForm.objects.create(owner=owner, **values)
    else:
        form, _made = KeptForm.objects.update_or_create(
            owner=owner, request_id=request_id, defaults=values
        )
    newest = waiting(owner, at=at).values_list("pk", flat=True)[:FORMS_MAX]
    KeptForm.objects.filter(owner=owner).exclude(pk__in=list(newest)).delete()
    return form


def forget(*, at: datetime) -> int:
    """Remove what nobody sent for seven days. Returns how many forms that were."""
    return KeptForm.objects.filter(kept_at__lt=at - timedelta(days=DAYS_KEPT)).delete()[0]


def waiting(user: User, *, at: datetime) -> models.QuerySet[KeptForm]:
    """Her kept forms that are neither sent nor dropped, newest first."""
    since = at - timedelta(days=DAYS_KEPT)
    mine = KeptForm.objects.filter(owner=user, dropped_at__isnull=True, kept_at__gte=since)
    return mine.order_by("-kept_at", "-pk")


def typed_in(form: KeptForm) -> Typed:
    """Open a kept form."""
    content = json.loads(sealed.unseal(form.sealed, keys=settings.FIELD_KEYS))
    fields = [(name, value) for name, value in content["fields"]]
    return Typed(fields=fields, left_out=content["left_out"], files=content["files"])


def drop(form: KeptForm, *, at: datetime) -> None:
    """Put a kept form aside; it can be taken back until it runs out."""
    KeptForm.objects.filter(pk=form.pk).update(dropped_at=at)


def take_back(form: KeptForm) -> None:
    """Undo drop()."""
    KeptForm.objects.filter(pk=form.pk).update(dropped_at=None)


def dropped(user: User, *, pk: str) -> KeptForm | None:
    """A form she put aside just now."""
    return _named(user, pk).filter(dropped_at__isnull=False).first()


def arrived(user: User, *, pk: str) -> None:
    """Forget a kept form: its page has taken it, or shows it to be corrected."""
    _named(user, pk).delete()


def _named(user: User, pk: str) -> models.QuerySet[KeptForm]:
    digits = pk.isascii() and pk.isdecimal() and len(pk) < 19  # what comes from an address
    return KeptForm.objects.filter(owner=user, pk=int(pk)) if digits else KeptForm.objects.none()


def _seal(fields: Sequence[tuple[str, str]], files: Sequence[str]) -> str:
    fields = [field for field in fields if field[0] not in _OURS]
    secret = [name for name, value in fields if value and _is_secret(name, value)]
    content = {
        "fields": [field for field in fields if field[0] not in secret],
        "left_out": sorted(set(secret)),
        "files": sorted(set(files)),
    }
    return sealed.seal(json.dumps(content), keys=settings.FIELD_KEYS)


def _is_secret(name: str, value: str) -> bool:
    return bool(_SECRET_NAME.search(name) or _NUMBER_OF_A_PERSON.fullmatch(value.strip()))


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


# --- telling what was typed ------------------------------------------------------------------


def name_fields_with(label: FieldLabel) -> None:
    """Register a function that knows what a field is called on the page, or returns None."""
    _labels.append(label)


def label_of(name: str) -> str:
    """What a field is called on the page; empty where no room says."""
    found = (label(name) for label in _labels)
    return capfirst(str(next((label for label in found if label), "")))


def told(typed: Typed) -> list[tuple[str, str]]:
    """What the person will recognise: (label, value). Codes and ticks stay out, but are sent."""
    lines = [
        (label_of(name), value.strip()) for name, value in typed.fields if name not in _BUTTONS
    ]
    return [(label, value) for label, value in lines if value and not _is_code(label, value)]


def _is_code(label: str, value: str) -> bool:
    return bool((_CODED_SURELY if label else _CODED).fullmatch(value))
