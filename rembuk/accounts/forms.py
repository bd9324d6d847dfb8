"""The forms of signing in: allauth's rules, our words, no placeholders and no puzzles."""

from __future__ import annotations

from typing import Any

from allauth.account import forms as account
from allauth.core import context
from allauth.mfa.base import forms as mfa
from allauth.mfa.recovery_codes.forms import GenerateRecoveryCodesForm as GenerateRecoveryCodes
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.conf import settings
from django.core.cache import cache
from django.core.validators import MinLengthValidator
from django.utils.translation import gettext_lazy as _

from rembuk.accounts import delivery, limits, signing_in
from rembuk.accounts.fields import in_our_words, plain
from rembuk.accounts.models import User

CODE_SEEN_SECONDS = 180  # longer than a six-digit code of an app is accepted


class OurWords:
    """Our look for a form of allauth: no placeholder, nothing checked by the browser."""

    fields: dict[str, forms.Field]
    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)
            in_our_words(field)


def code_field() -> forms.CharField:
    """A field for six digits that can be pasted."""
    attrs = {
        "autocomplete": "one-time-code",
        "inputmode": "numeric",
        "class": "code",
        "data-private": True,
        "autocapitalize": "none",
    }
    return forms.CharField(
        label=_("Code"), max_length=20, widget=forms.TextInput(attrs=attrs), help_text=""
    )


def shared_field() -> forms.BooleanField:
    """Ask whether others use this phone too: yes, until somebody here said no."""
    return forms.BooleanField(
        label=_("Others use this phone or computer too"),
        help_text=_("It then locks after five minutes without a touch."),
        required=False,
        initial=signing_in.OWN_DEVICE not in context.request.COOKIES,
    )


class SignInForm(OurWords, account.LoginForm):
    """User name or phone number, and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        attrs = {"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}
        self.fields["login"] = forms.CharField(
            label=_("Phone number or user name"),
            max_length=60,
            widget=forms.TextInput(attrs=attrs),
            error_messages={"required": _("Fill in your phone number or user name.")},
        )
        self.fields["password"].label = _("Password")
        self.fields["password"].error_messages["required"] = _("Fill in your password.")
        self.fields["shared"] = shared_field()
        in_our_words(self.fields["login"])
        self.order_fields(["login", "password", "shared"])

    def clean_login(self) -> str:
        """Bring the name or number to one form."""
        return plain(self.cleaned_data["login"])

    def user_credentials(self) -> dict[str, Any]:
        """Name or number with the password; a number in the one form we store."""
        credentials: dict[str, Any] = super().user_credentials()
        if "phone" in credentials:
            field = account.get_adapter().phone_form_field(required=True)
            credentials["phone"] = field.clean(credentials["phone"])
        return credentials

    def login(self, request: Any, redirect_url: str | None = None) -> Any:
        """Sign in, and remember whether the phone is shared."""
        signing_in.choose_shared(request.session, shared=self.cleaned_data["shared"])
        response = super().login(request, redirect_url)
        signing_in.set_length(request.session)
        return response


class RequestCodeForm(OurWords, account.RequestLoginCodeForm):
    """Where a six-digit code or a link is to be sent."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["phone"].error_messages["required"] = _("Fill in your phone number.")
        self.fields["shared"] = shared_field()

    def clean_phone(self) -> str:
        """Find the account, whether or not there is one, within the limits of the number."""
        phone = self.cleaned_data["phone"]
        if wait := limits.wait_seconds("request_login_code", key=phone):
            raise limits.too_many(wait)
        return str(super().clean_phone())

    def clean(self) -> dict[str, Any]:
        """Refuse where nothing can be sent, for known and unknown numbers alike."""
        cleaned: dict[str, Any] = super().clean()
        if not self.can_send():
            raise forms.ValidationError(delivery.not_from_here())
        return cleaned

    def can_send(self) -> bool:
        """Is there somebody who delivers, or a demo page that shows the code?"""
        return delivery.is_possible() or settings.DEMO

    @property
    def person(self) -> User | None:
        """Whose number it is, if anybody's."""
        return getattr(self, "_user", None)


class _CodeOnly(OurWords):
    """A form of allauth that asks for a code."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"] = code_field()
        self.fields["code"].error_messages["required"] = _("Fill in the code.")


class ConfirmCodeForm(_CodeOnly, account.ConfirmLoginCodeForm):
    """The six digits that were sent."""


class _AppCode(_CodeOnly):
    """Six digits from an app, or a recovery code."""

    user: User

    def clean_code(self) -> str:
        """Check it within the limits of the account, and let no code of the app count twice."""
        if wait := limits.wait_seconds("login_failed", key=f"mfa-auth-user-{self.user.pk}"):
            raise limits.too_many(wait)
        code = str(super().clean_code())  # type: ignore[misc]  # allauth's form stands behind
        if not cache.add(f"accounts.code:{self.user.pk}:{plain(code)}", 1, CODE_SEEN_SECONDS):
            raise account.get_adapter().validation_error("incorrect_code")
        return code


class AuthenticateForm(_AppCode, mfa.AuthenticateForm):
    """The second step of signing in."""


class ReauthenticateCodeForm(_AppCode, mfa.ReauthenticateForm):
    """A code once more, before something that matters."""


class ActivateAppForm(_CodeOnly, totp.ActivateTOTPForm):
    """The first code of a new authenticator app."""


class DeactivateAppForm(OurWords, totp.DeactivateTOTPForm):
    """Take the authenticator app away."""


class ReauthenticateForm(OurWords, account.ReauthenticateForm):
    """The password once more, before something that matters."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].label = _("Password")
        self.fields["password"].error_messages["required"] = _("Fill in your password.")


class _NewPassword(OurWords):
    """A new password, typed once: a button shows it, so typing it twice would be a puzzle."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("password2")
        self.fields["password1"].label = _("New password")
        self.fields["password1"].help_text = _(
            "At least 8 signs. Three words that belong together only for you are good."
        )
        self.fields["password1"].error_messages["required"] = _("Fill in your new password.")
        self.fields["password1"].validators.append(
            MinLengthValidator(8, _("Use at least 8 signs."))
        )


class ChangePasswordForm(_NewPassword, account.ChangePasswordForm):
    """From the old password to a new one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["oldpassword"].label = _("Password of today")
        self.fields["oldpassword"].error_messages["required"] = _("Fill in your password of today.")


class SetPasswordForm(_NewPassword, account.SetPasswordForm):
    """A first password for whoever signed in by code or link so far."""


class _PasskeyName(OurWords):
    """A form of allauth that names a passkey."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"] = forms.CharField(
            label=_("Name of this passkey"),
            help_text=_("So that you know it again, for example: my phone."),
            max_length=60,
            error_messages={"required": _("Fill in a name.")},
        )


class AddPasskeyForm(_PasskeyName, webauthn.AddWebAuthnForm):
    """A new passkey; it can always sign in by itself (static/accounts/sign-in.js asks for that)."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].required = False  # the phone has made the passkey already
        self.fields["passwordless"].widget = forms.HiddenInput()
        self.fields["passwordless"].initial = "on"


class EditPasskeyForm(_PasskeyName, webauthn.EditWebAuthnForm):
    """Another name for a passkey."""


class GenerateCodesForm(OurWords, GenerateRecoveryCodes):
    """New recovery codes instead of the old ones."""


class FollowLinkForm(OurWords, forms.Form):
    """The button that uses a signed link."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["shared"] = shared_field()


class UnlockForm(OurWords, forms.Form):
    """The password of whoever is signed in on this locked phone."""

    password = forms.CharField(
        label=_("Password"),
        strip=False,
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].error_messages["required"] = _("Fill in your password.")
        self.user = user

    def clean_password(self) -> str:
        """Compare it, within the limits of the account."""
        key = f"unlock-{self.user.pk}"
        if wait := limits.spend("login_failed", key=key):
            raise limits.too_many(wait)
        password = str(self.cleaned_data["password"])
        if not self.user.check_password(password):
            raise account.get_adapter().validation_error("incorrect_password")
        limits.forgive("login_failed", key=key)
        return password
