"""Setting up and taking away the second step."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.mfa.adapter import get_adapter as get_mfa_adapter
from allauth.mfa.base.views import IndexView
from allauth.mfa.webauthn.views import RemoveWebAuthnView
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from rembuk.accounts import second_factor


class SecondStep(IndexView):
    """What is set up, what can be added, and whether an office asks for it."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what the person's offices ask for."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        missing = second_factor.missing(self.request.user, on=timezone.localdate())
        required = missing and second_factor.is_required()
        return {**context, "asked": missing and not required, "required": required}


class RemovePasskey(RemoveWebAuthnView):
    """Take a passkey away, unless it is the last second step an office requires."""

    def form_valid(self, form: Any) -> HttpResponse:
        """Refuse the last one while it is required."""
        adapter = get_mfa_adapter()
        if not adapter.can_delete_authenticator(self.get_object()):
            reason = adapter.error_messages["cannot_delete_authenticator"]
            get_adapter().add_message(self.request, messages.ERROR, message=str(reason))
            return redirect("mfa_index")
        return super().form_valid(form)  # type: ignore[no-any-return]  # allauth has no types
