"""Codes and links for signing in: sealed, for the account alone, emptied when used or too old.

Accounts hands them over (accounts/delivery.py). Nothing here is ever written to a log, and no
list of a village shows it; a provider's channel will unseal the text at the moment of sending.
"""

from __future__ import annotations

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from rembuk.accounts import delivery
from rembuk.accounts.delivery import Kind
from rembuk.accounts.models import User
from rembuk.lib import sealed, words
from rembuk.lib.errors import Refused
from rembuk.messaging import templates
from rembuk.messaging.models import Secret

TEMPLATE_OF = {Kind.CODE: "sign_in_code", Kind.LINK: "sign_in_link"}


@transaction.atomic
def deliver(handed: delivery.Delivery) -> None:
    """Queue a code or link for its account; an earlier one of the same kind is emptied."""
    template = templates.newest(TEMPLATE_OF[handed.kind])
    language = handed.user.language
    until = words.clock_time(handed.expires_at, zone=settings.TIME_ZONE, language=language[:2])
    values = {handed.kind.value: handed.secret, "until": until}
    text = templates.fill(template, values, language=language)
    empty(handed.user, handed.kind)
    empty_expired()
    Secret.objects.create(
        user=handed.user,
        template=template.key,
        template_version=template.version,
        phone=handed.phone,
        sealed=sealed.seal(text, keys=settings.FIELD_KEYS),
        expires_at=handed.expires_at,
    )


def leaves_by_itself() -> bool:
    """Does a code or link leave for the phone? Not before a provider's channel is there."""
    return False


def empty(user: User, kind: Kind) -> None:
    """Empty what was sent of one kind: it was used, or a newer one takes its place."""
    _empty(Secret.objects.filter(user=user, template=TEMPLATE_OF[kind]))


def empty_expired() -> int:
    """Empty everything that is too old; returns how many."""
    return _empty(Secret.objects.filter(expires_at__lte=Now()))


def waiting_for(user: User) -> QuerySet[Secret]:
    """The codes and links an account can still read, the newest first."""
    found = Secret.objects.filter(user=user, emptied_at__isnull=True, expires_at__gt=Now())
    return found.order_by("-queued_at", "-pk")


def read(*, secret_id: int, user: User) -> str:
    """Return the text to the account it is for. Errors: Refused if there is nothing to read."""
    secret = waiting_for(user).filter(pk=secret_id).first()
    if secret is None:
        raise Refused(_("This was used already or has run out. Ask for a new one."))
    return sealed.unseal(secret.sealed, keys=settings.FIELD_KEYS)


def _empty(found: QuerySet[Secret]) -> int:
    return found.filter(emptied_at__isnull=True).update(sealed="", emptied_at=Now())
