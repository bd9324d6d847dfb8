"""Addresses of this room: our own under `accounts:`, and those of allauth that we use.

allauth's own list is not included: sign-up, e-mail and password reset by e-mail do not exist here.
"""

from typing import Any

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as passkeys
from django.urls import URLPattern, include, path

from rembuk.accounts.doors import ALLAUTH_DOORS, opened_by, public, signed_in
from rembuk.accounts.views import following, kept_forms, locking, me, second_factor, signing_in


def theirs(route: str, view: Any, *, name: str) -> URLPattern:
    """Route one of allauth's views under the name that allauth itself uses."""
    return path(route, opened_by(ALLAUTH_DOORS[name], view), name=name)


ours = [
    path("me/", signed_in(me.me), name="me"),
    path("language/", public(me.language), name="language"),
    path("devices/<int:session_id>/end/", signed_in(me.end_device), name="end_device"),
    path("lock/", signed_in(locking.lock, when_locked=True), name="lock"),
    path("unlock/", signed_in(locking.unlock, when_locked=True), name="unlock"),
    path("link/sent/", public(signing_in.link_sent), name="link_sent"),
    path("link/", public(following.use_link), name="use_link"),
    path("link/<str:token>/", public(following.follow_link), name="follow_link"),
    path("kept/", signed_in(kept_forms.kept_forms), name="kept"),
    path("kept/<int:form_id>/drop/", signed_in(kept_forms.drop_kept), name="drop_kept"),
    path("kept/<int:form_id>/back/", signed_in(kept_forms.take_back_kept), name="take_back_kept"),
]

urlpatterns = [
    path("", include((ours, "accounts"))),
    theirs("sign-in/", signing_in.SignIn.as_view(), name="account_login"),
    theirs("sign-out/", signing_in.sign_out, name="account_logout"),
    theirs("closed/", account.account_inactive, name="account_inactive"),
    theirs("code/", signing_in.AskCode.as_view(), name="account_request_login_code"),
    theirs("code/confirm/", signing_in.ConfirmCode.as_view(), name="account_confirm_login_code"),
    theirs("again/", account.reauthenticate, name="account_reauthenticate"),
    theirs("password/change/", account.password_change, name="account_change_password"),
    theirs("password/set/", me.SetPassword.as_view(), name="account_set_password"),
    theirs("devices/", me.Devices.as_view(), name="usersessions_list"),
    theirs("second-step/", second_factor.SecondStep.as_view(), name="mfa_index"),
    theirs("second-step/sign-in/", mfa.authenticate, name="mfa_authenticate"),
    theirs("second-step/again/", mfa.reauthenticate, name="mfa_reauthenticate"),
    theirs("second-step/app/", totp.activate_totp, name="mfa_activate_totp"),
    theirs("second-step/app/remove/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    theirs("second-step/codes/", codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    theirs(
        "second-step/codes/new/", codes.generate_recovery_codes, name="mfa_generate_recovery_codes"
    ),
    theirs(
        "second-step/codes/file/", codes.download_recovery_codes, name="mfa_download_recovery_codes"
    ),
    theirs("passkeys/", passkeys.list_webauthn, name="mfa_list_webauthn"),
    theirs("passkeys/new/", passkeys.add_webauthn, name="mfa_add_webauthn"),
    theirs("passkeys/sign-in/", signing_in.PasskeySignIn.as_view(), name="mfa_login_webauthn"),
    theirs("passkeys/again/", passkeys.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    theirs("passkeys/<int:pk>/name/", passkeys.edit_webauthn, name="mfa_edit_webauthn"),
    theirs(
        "passkeys/<int:pk>/remove/",
        second_factor.RemovePasskey.as_view(),
        name="mfa_remove_webauthn",
    ),
]
