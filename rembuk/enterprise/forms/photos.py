"""A photo among what people type: made small, and kept with the form."""

from __future__ import annotations

import base64
import binascii
from typing import Any, cast

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from rembuk.enterprise import pictures
from rembuk.lib.errors import Refused
from rembuk.villages.commands import Outcome
from rembuk.web.forms import CommandForm


class Cut(MultiValueDict[str, UploadedFile]):
    """The files of a request of which one was too large to be read whole."""


class PhotoForm(CommandForm):
    """A form with a photo, which stays with the form while something else is corrected."""

    photo = forms.FileField(
        label=_("Photo"),
        required=False,
        error_messages={"empty": _("This photo is empty. Take it once more.")},
        widget=forms.FileInput(attrs={"accept": "image/*", "data-photo": True}),
    )
    # The photo of an earlier sending, made small: a browser does not send a file twice by itself.
    photo_kept = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.too_large = isinstance(self.files, Cut)
        self.picture: pictures.Picture | None = None

    def clean(self) -> dict[str, Any]:
        """Make the photo small, and say what to do with a file that is none."""
        typed: dict[str, Any] = super().clean() or {}
        chosen, kept = typed.pop("photo", None), typed.pop("photo_kept", "")
        try:
            if self.too_large:
                raise Refused(pictures.too_large())
            if isinstance(chosen, UploadedFile):
                self.picture = pictures.shrink(chosen.read())
            elif kept:
                self.picture = pictures.shrink(_bytes(kept))
        except Refused as told:
            self.add_error("photo", str(told))
        return typed

    def run(self, *args: Any, **how: Any) -> Outcome | None:
        """Do the work; where something is to be corrected, the photo stays with the form."""
        outcome = super().run(*args, **how)
        if outcome is None and self.picture is not None:
            sent = cast("Any", self.data).copy()
            sent["photo_kept"] = base64.b64encode(self.picture.picture).decode()
            self.data = sent
        return outcome

    @property
    def preview(self) -> str:
        """The kept photo as an address, to show that it stays."""
        if self.picture is None:
            return ""
        return f"data:image/webp;base64,{base64.b64encode(self.picture.thumbnail).decode()}"


class OnlyPhotoForm(PhotoForm):
    """A photo and nothing else."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["photo"]
        field.required = not (self.too_large or self.data.get("photo_kept"))
        field.error_messages["required"] = _("Choose a photo, or take one now.")


def _bytes(kept: str) -> bytes:
    try:
        return base64.b64decode(kept, validate=True)
    except binascii.Error:
        return b""
