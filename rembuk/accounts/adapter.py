"""How allauth's machinery meets our accounts: phone numbers, sentences, limits, sealed secrets.

The private names overridden here are allauth 65's; tests/test_sign_in.py holds their behaviour.
"""

from __future__ import annotations

import time
from datetime import timedelta
from typing import Any

from allauth.account import app_settings as account_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from rembuk.accounts import (
    delivery,
    kept,
    limits,
    middleware,
    returning,
    second_factor,
    signing_in,
)
from rembuk.accounts.fields import PhoneField
from rembuk.accounts.models import User
from rembuk.lib import sealed

# One sentence for every wrong sign-in: it must not tell whether the account exists.
_NO_MATCH = _(
    "Name, number and password do not belong together. Check them, or sign in with a code."
)
_TOO_MANY = _("Too many tries for this account. Wait a few minutes, or use another way to sign in.")


class AccountAdapter(DefaultAccountAdapter):
    """Accounts without e-mail: made by a village office, known by user name or phone number."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": _NO_MATCH,
        "phone_password_mismatch": _NO_MATCH,
        "invalid_login": _NO_MATCH,
        "account_inactive": _("This account is closed. Ask the village office to open it again."),
        "incorrect_code": _("This code does not fit. Look at the message once more."),
        "incorrect_password": _("This password does not fit. Type it once more."),
        "enter_current_password": _("This is not your password of today. Type it once more."),
        "too_many_login_attempts": _TOO_MANY,
        "rate_limited": _TOO_MANY,
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody signs up: a village office makes the accounts."""
        return False

    def is_safe_url(self, url: str) -> bool:
        """Only addresses of this very server are followed after signing in."""
        return url_has_allowed_host_and_scheme(
            url, allowed_hosts={self.request.get_host()}, require_https=self.request.is_secure()
        )

    def get_client_ip(self, request: HttpRequest) -> str:
        """We keep no addresses of people: the list of devices says 'place unknown'."""
        return "0.0.0.0"  # noqa: S104 - no socket is bound: it stands for 'unknown'

    # --- phone numbers ---------------------------------------------------------------------

    def phone_form_field(self, **kwargs: Any) -> PhoneField:
        """Return the field that reads 08..., 62..., +62... and numbers abroad."""
        return PhoneField(**kwargs)

    def get_user_by_phone(self, phone: str) -> User | None:
        """Find an open account by its number in the form +62...."""
        return User.objects.filter(phone=phone, is_active=True).first()

    def get_phone(self, user: User) -> tuple[str, bool] | None:
        """Return the number and whether she has shown that it is hers."""
        return (user.phone, user.phone_confirmed_at is not None) if user.phone else None

    def set_phone(self, user: User, phone: str, verified: bool) -> None:
        """Numbers are changed by the village office, not here."""
        raise AssertionError("allauth asked to change a phone number")

    def set_phone_verified(self, user: User, phone: str) -> None:
        """Note that a code sent to the number came back."""
        mine = User.objects.filter(pk=user.pk, phone=phone, phone_confirmed_at__isnull=True)
        mine.update(phone_confirmed_at=timezone.now())
        delivery.used(user=user, kind=delivery.Kind.CODE)

    def send_verification_code_sms(self, user: User, phone: str, code: str, **kwargs: Any) -> None:
        """Hand the code over for delivery; in the demo without one, the page shows it."""
        if not delivery.is_possible() and settings.DEMO:
            return
        lasts = timedelta(seconds=account_settings.LOGIN_BY_CODE_TIMEOUT)
        delivery.hand_over(
            delivery.Delivery(
                kind=delivery.Kind.CODE,
                user=user,
                phone=phone,
                secret=code,
                expires_at=timezone.now() + lasts,
            )
        )

    # --- limits ----------------------------------------------------------------------------

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        # By what was typed, brought to one form: five spellings of a number are one number.
        # Number and name are counted apart, else the count would tell that they belong together.
        return str(credentials.get("phone") or credentials.get("username", "").casefold())

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Refuse further tries before the password is looked at, saying how long to wait."""
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError:
            key = self._get_login_attempts_cache_key(request, **credentials)
            raise limits.too_many(limits.wait_seconds("login_failed", key=key)) from None

    # --- after signing in ------------------------------------------------------------------

    def post_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse:
        """Settle the session, bring the person's language along, and what she had typed."""
        response: HttpResponse = super().post_login(request, user, **kwargs)
        now = timezone.now()
        signing_in.settle(request.session, at=now)
        middleware.remember_language(response, user.language)
        middleware.remember_device(response, shared=signing_in.LOCK_SECONDS in request.session)
        middleware.mark_forms(request, response, user=user)
        if kept.waiting(user, at=now).exists():
            response["Location"] = reverse("accounts:kept")
        came = returning.took_link(request.session)
        if came == returning.Came.ANEW:
            returning.start_anew(user, request.session)
        if came == returning.Came.ANEW or (came and returning.lacks_way_back(user)):
            return middleware.onward("account_set_password", response)
        return response

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Back to 'My account'."""
        return reverse("accounts:me")

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Nothing is asked twice: who signed in just now need not prove it again."""
        records = get_authentication_records(self.request, self.request.user)
        if records and time.time() - records[-1]["at"] < account_settings.REAUTHENTICATION_TIMEOUT:
            return False
        return bool(super().is_reauthentication_required(app=app, **kwargs))


class MfaAdapter(DefaultMFAAdapter):
    """Second factors, with their secrets sealed like national ids."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("This code does not fit. Wait for the next six digits and type those."),
        "cannot_delete_authenticator": _(
            "Your office asks for a second step. Set up another one first, then take this away."
        ),
        "cannot_generate_recovery_codes": _("Set up an app or a passkey first."),
    }

    def encrypt(self, text: str) -> str:
        """Seal a secret before it is stored."""
        return sealed.seal(text, keys=settings.FIELD_KEYS)

    def decrypt(self, encrypted_text: str) -> str:
        """Open what encrypt() sealed."""
        return sealed.unseal(encrypted_text, keys=settings.FIELD_KEYS)

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """The last one stays while an office requires it."""
        return second_factor.may_remove(authenticator, on=timezone.localdate())

    def generate_authenticator_name(self, user: User, type: Authenticator.Type) -> str:  # noqa: A002 - allauth's name
        """Suggest a name for a new passkey."""
        count = Authenticator.objects.filter(user=user, type=type).count()
        return gettext("Passkey %(number)s") % {"number": count + 1}

    def get_public_key_credential_user_entity(self, user: User) -> dict[str, Any]:
        """What the phone shows when it offers passkeys: the person's name."""
        return {**super().get_public_key_credential_user_entity(user), "display_name": user.name}
