"""Who may open the pages of this room: the same mark on a view as villages.access leaves.

Accounts is below villages, so it marks its own views. For allauth's views, which are not ours, the
table below says who may; urls.py refuses to route one that is not in it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.utils.cache import add_never_cache_headers

View = Callable[..., Any]
PUBLIC, SIGNED_IN = "public", "signed_in"

# "public": before or without a sign-in. "signed_in": about the person herself.
ALLAUTH_DOORS: dict[str, str] = {
    "account_login": PUBLIC,
    "account_logout": PUBLIC,
    "account_inactive": PUBLIC,
    "account_request_login_code": PUBLIC,
    "account_confirm_login_code": PUBLIC,
    "account_reauthenticate": SIGNED_IN,
    "account_change_password": SIGNED_IN,
    "account_set_password": SIGNED_IN,
    "mfa_login_webauthn": PUBLIC,
    "mfa_authenticate": PUBLIC,
    "mfa_reauthenticate": SIGNED_IN,
    "mfa_reauthenticate_webauthn": SIGNED_IN,
    "mfa_index": SIGNED_IN,
    "mfa_activate_totp": SIGNED_IN,
    "mfa_deactivate_totp": SIGNED_IN,
    "mfa_view_recovery_codes": SIGNED_IN,
    "mfa_generate_recovery_codes": SIGNED_IN,
    "mfa_download_recovery_codes": SIGNED_IN,
    "mfa_list_webauthn": SIGNED_IN,
    "mfa_add_webauthn": SIGNED_IN,
    "mfa_edit_webauthn": SIGNED_IN,
    "mfa_remove_webauthn": SIGNED_IN,
    "usersessions_list": SIGNED_IN,
}


@dataclass(frozen=True)
class Access:
    """The mark; villages.access has one of the same shape for all other rooms."""

    who: str
    permission: None = None


def opened_by(who: str, view: View, *, when_locked: bool = False) -> View:
    """Mark a view of this room; `when_locked`: also while a shared phone is locked.

    A form that comes back to be corrected gets status 422, as everywhere. No browser keeps these
    pages: on a shared phone the way back would lead the next person into them.
    """

    @wraps(view)
    def opened(request: Any, *args: Any, **kwargs: Any) -> Any:
        response = view(request, *args, **kwargs)
        form = (getattr(response, "context_data", None) or {}).get("form")
        if request.method == "POST" and response.status_code == 200 and form and form.errors:
            response.status_code = 422
        add_never_cache_headers(response)
        return response

    opened.access = Access(who)  # type: ignore[attr-defined]  # read by tests/test_isolation.py
    opened.about_oneself = True  # type: ignore[attr-defined]  # read below
    opened.when_locked = when_locked  # type: ignore[attr-defined]  # read below
    return opened


def signed_in(view: View, *, when_locked: bool = False) -> View:
    """One of our own views about the person herself; others are sent to sign in first."""

    @wraps(view)
    def known(request: Any, *args: Any, **kwargs: Any) -> Any:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        return view(request, *args, **kwargs)

    return opened_by(SIGNED_IN, known, when_locked=when_locked)


def public(view: View) -> View:
    """One of our own views that anybody may open."""
    return opened_by(PUBLIC, view)


def is_public(view: View) -> bool:
    """May anybody open it, signed in or not?"""
    return getattr(getattr(view, "access", None), "who", "") == PUBLIC


def is_about_oneself(view: View) -> bool:
    """Is it a page of this room, open to her whatever her office lacks?"""
    return getattr(view, "about_oneself", False)


def opens_when_locked(view: View) -> bool:
    """May it be opened while a shared phone is locked?"""
    return getattr(view, "when_locked", False)
