"""Links that sign a person in: signed, used once, and only while they last."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.core.signing import BadSignature, Signer
from django.db import models
from django.db.models import F, Q
from django.utils.http import base36_to_int, int_to_base36
from django.utils.translation import gettext as _

from rembuk.accounts.models import SignInLink, User
from rembuk.lib.errors import Refused

SELF_SERVICE_MINUTES = 15
MINUTES_MAX = 7 * 24 * 60
_signer = Signer(salt="accounts.link", sep=".")


def issue(*, user: User, minutes: int, by: User | None, at: datetime) -> str:
    """Make a link for a person and return its token, the last part of its address.

    `minutes` is how long it lasts, at most a week; `by` is who gives it out, None when she asked
    herself. What others gave out ends when she signs in, in whichever way. Who may give one out is
    the caller's question. Errors: Refused if the account is closed.
    """
    assert 0 < minutes <= MINUTES_MAX
    if not user.is_active:
        raise Refused(_("This account is closed. Open it again first."))
    link = SignInLink.objects.create(
        user=user, issued_at=at, issued_by=by, expires_at=at + timedelta(minutes=minutes)
    )
    return _signer.sign(int_to_base36(link.pk))


def find(token: str, *, at: datetime) -> SignInLink | None:
    """Return the link of a token while it can still be used. Looking does not use it up."""
    try:
        pk = base36_to_int(_signer.unsign(token))
    except (BadSignature, ValueError):
        return None
    return _open(at).select_related("user").filter(pk=pk).first()


def use(link: SignInLink, *, at: datetime) -> User:
    """Use a link up and return whom it signs in. Errors: Refused if somebody was quicker."""
    if not _open(at).filter(pk=link.pk).update(used_at=at):
        raise Refused(gone())
    return link.user


def renews(link: SignInLink) -> bool:
    """Did an office make it for somebody who had been in before?"""
    return link.issued_by_id is not None and link.user.last_login is not None


def end_open(*, user: User, at: datetime) -> None:
    """End every link of a person that could still be used."""
    _open(at).filter(user=user, issued_at__lt=at).update(expires_at=at)


def given_to(user: User) -> models.QuerySet[SignInLink]:
    """The links that others made for a person, latest first, with who made each."""
    given = SignInLink.objects.filter(user=user, issued_by__isnull=False)
    return given.select_related("issued_by").order_by("-issued_at", "-pk")


def gone() -> str:
    """What to do with a link that was used or has run out."""
    return _("This link was used already or has run out. Ask for a new one.")


def _open(at: datetime) -> models.QuerySet[SignInLink]:
    links = SignInLink.objects.filter(used_at__isnull=True, expires_at__gt=at, user__is_active=True)
    # Who gave a link out may have kept another one: none opens the account once she has been in.
    not_since = Q(user__last_login__isnull=True) | Q(user__last_login__lte=F("issued_at"))
    return links.filter(Q(issued_by__isnull=True) | not_since)
