"""Uploads that are too large get a sentence, not a full disk."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler, StopUpload
from django.http import HttpRequest

# What a form around the file may weigh besides it.
FORM_BYTES_MAX = 64 * 1024


class LimitedUpload(FileUploadHandler):
    """Stops reading a file beyond UPLOAD_BYTES_MAX; the form around it is still read."""

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        """Pass the chunk on, or stop when the file has become too large."""
        if start + len(raw_data) > settings.UPLOAD_BYTES_MAX:
            mark_too_large(self.request)
            raise StopUpload(connection_reset=False)
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """Leave the file to the next handler."""
        return


def mark_too_large(request: Any) -> None:
    """Remember that a file was cut off."""
    request.upload_too_large = True


def was_too_large(request: HttpRequest) -> bool:
    """Was a file of this request cut off? Ask after reading request.FILES."""
    return bool(getattr(request, "upload_too_large", False))
