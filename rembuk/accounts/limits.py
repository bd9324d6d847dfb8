"""How often somebody may try, counted per account, never per address: a village shares one.

allauth counts (settings.ACCOUNT_RATE_LIMITS) in the shared cache; here we read how long to wait.
"""

from __future__ import annotations

import math
import time

from allauth.core import context
from allauth.core.internal import ratelimit
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

APP = "allauth.account"
HOUR_SECONDS = 3600


def wait_seconds(action: str, *, key: str) -> int:
    """How many seconds until this key may try again; 0 if it may now."""
    now, wait = time.time(), 0.0
    for rate in ratelimit.get_rates(app=APP, action=action):
        name = ratelimit.get_cache_key(context.request, app=APP, action=action, rate=rate, key=key)
        recent = [moment for moment in cache.get(name, []) if moment > now - rate.duration]
        if len(recent) >= rate.amount:
            wait = max(wait, recent[rate.amount - 1] + rate.duration - now)
    return math.ceil(wait)


def spend(action: str, *, key: str) -> int:
    """Count one try. Returns 0 when it is allowed, else how many seconds to wait."""
    if ratelimit.consume(context.request, app=APP, action=action, key=key):
        return 0
    return max(1, wait_seconds(action, key=key))


def forgive(action: str, *, key: str) -> None:
    """Forget the tries of a key: the right password came."""
    ratelimit.clear(context.request, app=APP, action=action, key=key)


def too_many(seconds: int) -> ValidationError:
    """Say how long to wait, and what else one can do."""
    return ValidationError(told(seconds), code="too_many_login_attempts")


def told(seconds: int) -> str:
    """How long to wait, in words, and the other ways in."""
    if seconds >= HOUR_SECONDS:
        hours = math.ceil(seconds / HOUR_SECONDS)
        wait = ngettext(
            "Too many tries for this account. Wait %(count)s hour, then try again.",
            "Too many tries for this account. Wait %(count)s hours, then try again.",
            hours,
        ) % {"count": hours}
    else:
        minutes = max(1, math.ceil(seconds / 60))
        wait = ngettext(
            "Too many tries for this account. Wait %(count)s minute, then try again.",
            "Too many tries for this account. Wait %(count)s minutes, then try again.",
            minutes,
        ) % {"count": minutes}
    other = _("In a hurry? Use another way to sign in, or ask the village office for a link.")
    return f"{wait} {other}"
