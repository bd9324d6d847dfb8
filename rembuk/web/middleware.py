"""What the web room does around every page."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse

from rembuk.web.problems import problem


class OnlyByForm:
    """Say in a sentence that an address is only for sending a form; Django says it with nothing.

    Somebody comes there without one by going back, or by a link that was copied.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer as the page does, and in words where it may not be opened this way."""
        answer = self.get_response(request)
        silent = answer.status_code == HTTPStatus.METHOD_NOT_ALLOWED and not answer.content
        if not silent or request.method == "OPTIONS":
            return answer
        told = problem(request, status=HTTPStatus.METHOD_NOT_ALLOWED)
        told.headers["Allow"] = answer.headers["Allow"]
        return told
