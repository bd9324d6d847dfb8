"""Who must show something beside a password: offices that see many people or move money.

Where settings.SECOND_FACTOR is "required" they set it up before anything else
(middleware.SecondFactor); where it is "asked", a card on 'Hari ini' reminds.
"""

from __future__ import annotations

from datetime import date

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db.models import Exists, OuterRef, QuerySet

from rembuk.accounts.duties import duties_of
from rembuk.accounts.models import User

FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def has(user: User) -> bool:
    """Has the person an authenticator app or a passkey? Recovery codes alone do not count."""
    return bool(Authenticator.objects.filter(user=user, type__in=FACTORS).exists())


def lacking(user: User) -> QuerySet[User]:
    """Return the person herself if she has neither of the two, to be asked with other things."""
    theirs = Authenticator.objects.filter(user=OuterRef("pk"), type__in=FACTORS)
    return User.objects.filter(~Exists(theirs), pk=user.pk)


def missing(user: User, *, on: date) -> bool:
    """Does an office of hers ask for a second factor that she has not set up?"""
    return not has(user) and is_asked(user, on=on)


def is_asked(user: User, *, on: date) -> bool:
    """Does one of the offices she holds on this day ask for a second factor?"""
    return any(duty.asks_second_factor for duty in duties_of(user, on=on))


def is_required() -> bool:
    """Does this installation let nobody with such an office in without one?"""
    return settings.SECOND_FACTOR == "required"


def may_remove(authenticator: Authenticator, *, on: date) -> bool:
    """May she take this one away, or is it the last that her office requires?"""
    if not is_required() or authenticator.type not in FACTORS:
        return True
    others = Authenticator.objects.filter(user=authenticator.user, type__in=FACTORS)
    return others.exclude(pk=authenticator.pk).exists() or not is_asked(authenticator.user, on=on)
