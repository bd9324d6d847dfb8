"""What people type about objections and promises."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from rembuk.coop.models import Objection
from rembuk.coop.pledges import MOST
from rembuk.people.forms.somebody import ResidentForm
from rembuk.web.forms import CommandForm
from rembuk.web.widgets import CountInput

LETTERS_MAX = 500
NAMELESS, NAMED = "nameless", "named"


class ObjectionForm(CommandForm):
    """What speaks against it, in somebody's own words."""

    kind = forms.ChoiceField(
        label=_("What is it about?"), choices=Objection.Kind.choices, widget=forms.RadioSelect,
        error_messages={"required": _("Choose what it is about.")},
    )  # fmt: skip
    said = forms.CharField(
        label=_("In a few words"), max_length=LETTERS_MAX,
        help_text=_("Those who answer read it. Write no name."),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write what speaks against it.")},
    )  # fmt: skip


class OwnObjectionForm(ObjectionForm):
    """The same from herself: without her name, unless she wishes otherwise."""

    voice = forms.ChoiceField(
        label=_("Whose voice is it?"), initial=NAMELESS, widget=forms.RadioSelect,
        choices=(
            (NAMELESS, _("Keep no name: nobody learns that it was me")),
            (NAMED, _("Those who answer may know my name")),
        ),
        error_messages={"required": _("Choose whether your name is kept.")},
    )  # fmt: skip


class ObjectionAnswerForm(CommandForm):
    """What is answered, and what was done."""

    said = forms.CharField(
        label=_("The answer"), max_length=LETTERS_MAX,
        help_text=_("Everybody reads it. Write no name."),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write the answer.")},
    )  # fmt: skip
    done = forms.CharField(
        label=_("What was done about it?"),
        help_text=_("For example: the rules promise the day on which who leaves is paid."),
        required=False,
        max_length=300,
    )


def _least() -> forms.IntegerField:
    return forms.IntegerField(
        label=_("I join if at least so many people join"),
        help_text=_("Yourself among them. For example 20. No page shows this number."),
        min_value=1, max_value=MOST, widget=CountInput,
        error_messages={"required": _("Write how many people it takes.")},
    )  # fmt: skip


def _may_invite() -> forms.BooleanField:
    return forms.BooleanField(
        label=_("Once enough people join, the facilitator may learn the name for an invitation"),
        required=False,
    )


class PledgeForm(CommandForm):
    """Her own promise."""

    least = _least()
    may_invite = _may_invite()


class PledgeForForm(ResidentForm):
    """The promise of somebody who has no way in, written down for her."""

    field_order = ("name", "resident_id", "least", "may_invite")
    least = _least()
    may_invite = _may_invite()
