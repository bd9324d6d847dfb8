"""All addresses of Rembuk, and beside them one room with notes, for stories about kept forms."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.template import RequestContext, Template
from django.urls import include, path

from rembuk.accounts.doors import Access, signed_in

SENT: list[dict[str, Any]] = []
PAGE = """{% extends "web/base.html" %}{% block main %}<h1>Notes</h1>
<form method="post">{% csrf_token %}{{ form }}<button>Send</button></form>{% endblock %}"""


class NoteForm(forms.Form):
    """A note; `note` must not be empty."""

    request_id = forms.UUIDField(widget=forms.HiddenInput)
    note = forms.CharField()
    national_id = forms.CharField(required=False)


def notes(request: HttpRequest) -> HttpResponse:
    """Take a note, or show the form again."""
    form = NoteForm(request.POST or None)
    if form.is_valid():
        SENT.append({**form.cleaned_data, "by": request.user.get_username()})
        return HttpResponse("taken")
    page = Template(PAGE).render(RequestContext(request, {"form": form}))
    return HttpResponse(page, status=422 if form.errors else 200)


def door(view: Any) -> Any:
    """Mark a page of another room: signed in, but not about oneself."""
    opened: Any = signed_in(view)
    opened.access, opened.about_oneself = Access("signed_in"), False
    return opened


urlpatterns = [path("", include("rembuk.project.urls")), path("notes/", door(notes), name="notes")]
