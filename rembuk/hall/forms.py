"""What people type in the village hall."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rembuk.accounts.fields import PhoneField
from rembuk.hall.posts import Choices
from rembuk.villages.models import Group, Village
from rembuk.villages.offices import EARLIEST
from rembuk.villages.visits import MINUTES_MAX
from rembuk.web.beginnings import BeginningForm
from rembuk.web.days import DayField, PartsField
from rembuk.web.forms import CommandForm, CorrectionForm
from rembuk.web.widgets import NameInput, PhoneInput

REASON_LETTERS_MAX = 200


class MaybePhoneField(PhoneField):
    """A phone number that may be left empty."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, widget=PhoneInput, **kwargs)

    def clean(self, value: Any) -> str:
        """Return the number in the form +62..., or nothing."""
        return super().clean(value) if str(value or "").strip() else ""


class SettingsForm(CorrectionForm):
    """The village's name and clock, and whom to ask for help."""

    name = forms.CharField(label=_("Name of the village"), max_length=100, widget=NameInput)
    time_zone = forms.ChoiceField(
        label=_("Which clock does the village keep?"),
        choices=Village.TimeZone.choices,
        widget=forms.RadioSelect,
    )
    help_name = forms.CharField(
        label=_("Whom can people ask for help?"),
        help_text=_("The name stands under 'Help' on every page."),
        required=False,
        max_length=100,
        widget=NameInput,
    )
    help_phone = MaybePhoneField(
        label=_("Phone number of that person"),
        help_text=_("It opens WhatsApp. Everybody who opens a page of the village sees it."),
    )


class PrivacyForm(CorrectionForm):
    """Who answers for personal data (UU 27/2022)."""

    controller_name = forms.CharField(
        label=_("Who answers for personal data?"),
        help_text=_("For example: Government of Sukamaju village."),
        required=False,
        max_length=120,
    )
    dpo_name = forms.CharField(
        label=_("Whom do people ask about their personal data?"),
        help_text=_("Sees to it that data is used as the law says (data protection officer)."),
        required=False,
        max_length=120,
        widget=NameInput,
    )
    dpo_contact = forms.CharField(
        label=_("How is that person reached?"),
        help_text=_("A phone number or the address of an office."),
        required=False,
        max_length=120,
    )
    hosting_name = forms.CharField(
        label=_("Who keeps the server with the data?"),
        help_text=_("For example: the computer at the village office."),
        required=False,
        max_length=120,
    )


class AppointForm(BeginningForm, CommandForm):
    """An office for somebody who is known."""

    began, precision, first_year = "since", "since_precision", EARLIEST.year
    lasted = _("On which day did this person hold the office already?")

    post = forms.ChoiceField(
        label=_("Which office?"), error_messages={"required": _("Choose an office.")}
    )
    since = PartsField(label=_("First day"))
    until = PartsField(
        label=_("Last day"),
        help_text=_("Leave it empty while the end is not known."),
        required=False,
    )
    decree = forms.CharField(
        label=_("Number of the decree or letter"), required=False, max_length=100
    )

    def __init__(self, *args: Any, choices: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = self.fields["post"]
        assert isinstance(offered, forms.ChoiceField)
        grouped = [(over, [(post.key, post.label) for post in posts]) for over, posts in choices]
        many = sum(len(posts) for _over, posts in grouped) > 1
        offered.choices = [("", _("Choose …")), *grouped] if many else grouped
        if "since" in self.fields:
            self.fields["since"].initial = self.today


class AppointNewcomerForm(AppointForm):
    """An office for somebody who has no account yet."""

    name = forms.CharField(
        label=_("Full name as on the identity card"), max_length=100, widget=NameInput
    )
    phone = MaybePhoneField(
        label=_("Phone number"),
        help_text=_("It can be typed for signing in instead of the user name."),
    )
    field_order = ("name", "phone", "post", "since", "until", "decree")


class EndTermForm(CommandForm):
    """The last day of an office, and why."""

    until = PartsField(
        label=_("Last day"), help_text=_("Today or earlier: the office ends at once.")
    )
    reason = forms.CharField(label=_("Why does it end?"), max_length=REASON_LETTERS_MAX)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["until"].initial = today


class StartGroupForm(BeginningForm, CommandForm):
    """A group that begins."""

    began, precision = "started_on", "started_precision"
    lasted = _("On which day was the group there already?")

    kind = forms.ChoiceField(
        label=_("What kind of group?"),
        choices=Group.Kind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the kind of group.")},
    )
    trade = forms.ChoiceField(
        label=_("If it is a business: what does it live on?"),
        help_text=_("It decides which pages the group is offered."),
        choices=Group.Trade.choices,
        widget=forms.RadioSelect,
        required=False,
    )
    name = forms.CharField(label=_("Name of the group"), max_length=100)
    activity = forms.CharField(
        label=_("What does it do?"),
        help_text=_("For example: sews uniforms, keeps goats."),
        required=False,
        max_length=100,
    )
    started_on = PartsField(label=_("When did it begin?"), required=False)


class ChangeGroupForm(CorrectionForm):
    """What a group is called, what it does, and what a business lives on."""

    name = forms.CharField(label=_("Name of the group"), max_length=100)
    trade = forms.ChoiceField(
        label=_("What does it live on?"),
        help_text=_("It decides which pages the group is offered."),
        choices=Group.Trade.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what the group lives on.")},
    )
    activity = forms.CharField(
        label=_("What does it do?"),
        help_text=_("For example: sews uniforms, keeps goats."),
        required=False,
        max_length=100,
    )

    def __init__(self, *args: Any, business: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not business:
            del self.fields["trade"]


class EndGroupForm(CommandForm):
    """The last day of a group, and why."""

    ended_on = DayField(label=_("What was its last day?"))
    reason = forms.CharField(
        label=_("Why does it end?"),
        help_text=_("The group's pages and history stay. Its offices end with it."),
        max_length=REASON_LETTERS_MAX,
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ended_on = self.fields["ended_on"]
        assert isinstance(ended_on, DayField)
        ended_on.today = today


class FoundForm(CommandForm):
    """A village that joins."""

    code = forms.CharField(
        label=_("Village code"),
        help_text=_("Ten digits, as the ministry of home affairs writes them: 18.07.07.2007."),
        max_length=20,
    )
    name = forms.CharField(
        label=_("Name of the village"),
        help_text=_("Leave it empty to take the name from the list of regions."),
        required=False,
        max_length=100,
        widget=NameInput,
    )
    time_zone = forms.ChoiceField(
        label=_("Which clock does the village keep?"),
        choices=[("", _("As its province")), *Village.TimeZone.choices],
        required=False,
        widget=forms.RadioSelect,
    )


class VisitForm(CommandForm):
    """Why an operator looks into a village, and for how long."""

    reason = forms.CharField(
        label=_("Why do you look into the data of this village?"),
        help_text=_("The village head reads this sentence, and which pages you open."),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    minutes = forms.TypedChoiceField(
        label=_("For how long?"),
        choices=[(15, _("15 minutes")), (30, _("30 minutes")), (MINUTES_MAX, _("One hour"))],
        coerce=int,
        initial=15,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose for how long.")},
    )
