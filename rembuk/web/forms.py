"""The forms every room starts from."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar, cast
from uuid import UUID, uuid4

from django import forms
from django.contrib import messages
from django.utils.crypto import salted_hmac
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from rembuk.accounts.fields import in_our_words
from rembuk.lib import words
from rembuk.lib.errors import Refused
from rembuk.villages import commands
from rembuk.villages.access import SignedInRequest, actor_of
from rembuk.villages.actors import Actor
from rembuk.villages.models import Village

if TYPE_CHECKING:
    from django.http import QueryDict


class Form(forms.Form):
    """A form that checks on sending only, keeps what was typed, and says what to do."""

    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)

    def full_clean(self) -> None:
        """Check what was typed; every field says what to do in our words, a late one too."""
        for field in self.fields.values():
            in_our_words(field)
        super().full_clean()


class CommandForm(Form):
    """A form that changes something: sent twice, it is done once (villages/commands.py)."""

    request_id = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)

    def run(
        self,
        request: SignedInRequest,
        *,
        kind: str,
        work: Callable[..., Mapping[str, Any] | None],
        about: Mapping[str, Any] | None = None,
        village: Village | None = None,
        by: Actor | None = None,
    ) -> commands.Outcome | None:
        """Check the form and do `work(**cleaned_data)` once; None if it was refused.

        `about` names what the form is about ({"resident": resident}): it is part of what makes
        two sendings the same, and is handed to `work` too. `village` and `by` are for pages
        outside a village's address; elsewhere the request knows them. A refusal stands on the
        form afterwards; show it again with `status(form)`.
        """
        if not self.is_valid():
            return None
        asked = {**(about or {}), **self.cleaned_data}
        request_id: UUID = asked.pop("request_id")
        try:
            return commands.run(
                request_id=request_id,
                kind=kind,
                payload=asked,
                by=by or actor_of(request),
                village=village or getattr(request, "village", None),
                work=lambda: work(**asked),
            )
        except Refused as reason:
            self.refused = reason
            self.add_error(None, str(reason))
            return None

    refused: Refused | None = None


class FileForm(CommandForm):
    """A form around one `file`; `too_large` where the door cut it off (web/uploads.py)."""

    too_large_says: ClassVar[str | Promise]

    def __init__(self, *args: Any, too_large: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.too_large = too_large

    def clean(self) -> dict[str, Any]:
        """Say so when the file was cut off, instead of asking for a file."""
        cleaned: dict[str, Any] = super().clean() or {}
        if self.too_large:
            self.errors.pop("file", None)
            self.add_error("file", str(self.too_large_says))
        return cleaned


class CorrectionForm(CommandForm):
    """A form that corrects what is there, and sees when somebody else did so meanwhile.

    `read` is what the form was filled from, as it is now; the page carries its fingerprint. Sent
    after somebody changed it, the form comes back with what is there, and may be sent again.
    """

    as_read = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, read: object, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Keyed, so that nobody finds a short value by trying.
        self.now_reads = salted_hmac("rembuk.web.as_read", repr(read)).hexdigest()
        self.fields["as_read"].initial = self.now_reads

    def run(
        self, request: SignedInRequest, *, work: Callable[..., Any], **how: Any
    ) -> commands.Outcome | None:
        """Do `work` as any command, unless what the page was opened with is no longer there."""

        def unless_changed(*, as_read: str, **told: Any) -> Any:
            if as_read and as_read != self.now_reads:
                raise Refused(self._what_is_there())
            return work(**told)

        outcome = super().run(request, work=unless_changed, **how)
        if outcome is None and self.is_bound:
            sent = cast("QueryDict", self.data).copy()
            sent["as_read"] = self.now_reads  # having read the answer, one may insist
            self.data = sent
        return outcome

    def _what_is_there(self) -> str:
        told = [
            f"{field.label}: {_shown(field, self.initial[name])}"
            for name, field in self.fields.items()
            if field.label and self.initial.get(name)
        ]
        if not told:
            return _(
                "Somebody changed this after you opened the page."
                " Look at what is recorded, then save again if yours should stand."
            )
        return _(
            "Somebody changed this after you opened the page. Recorded now: %(now)s."
            " Save again if yours should stand."
        ) % {"now": " · ".join(told)}


def _shown(field: forms.Field, value: Any) -> str:
    """Write a recorded value as its field would show it."""
    if isinstance(value, date):
        return words.plain_day(value, language=get_language() or "id")
    return str(dict(getattr(field, "choices", ())).get(value, value))


def press(
    request: SignedInRequest,
    *,
    kind: str,
    work: Callable[..., Mapping[str, Any] | None],
    about: Mapping[str, Any],
    done: str = "",
) -> commands.Outcome | None:
    """Do what a button says, once; the next page tells `done`, or a refusal."""
    form = CommandForm(request.POST)
    outcome = form.run(request, kind=kind, work=work, about=about)
    if outcome is not None and done:
        messages.success(request, done)
    if outcome is None:
        told = [str(reason) for reason in form.non_field_errors()]
        messages.info(request, " ".join(told) or _("Open the page again and press once more."))
    return outcome


def key() -> CommandForm:
    """The key of one button's form, for the template."""
    return CommandForm(auto_id=False)


def status(form: forms.Form) -> int:
    """The page's status: 200 fresh, 422 to be corrected, 409 sent before with other content."""
    if isinstance(getattr(form, "refused", None), commands.AlreadyUsed):
        return 409
    return 422 if form.is_bound and form.errors else 200
