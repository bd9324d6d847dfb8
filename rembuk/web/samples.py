"""What the gallery shows its parts with: invented words and people.

Every text carries the context "gallery", so that no room's translation depends on a sample.
"""

from __future__ import annotations

from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.urls import reverse
from django.utils.translation import pgettext, pgettext_lazy

from rembuk.web.context import NavItem
from rembuk.web.days import DayField, PartsField
from rembuk.web.parts import Cell, Line, Step, Tab, stages
from rembuk.web.today import Card, Urgency
from rembuk.web.widgets import CountInput, NameInput, NationalIdInput, PhoneInput

SWATCHES = (
    "ink", "ink-soft", "line", "page", "paper", "primary", "link", "danger", "warn", "focus",
    "migration", "enterprise", "parenting", "coop",
)  # fmt: skip
SATURDAY = date(2019, 12, 14)  # the gallery's day, so that its pictures do not change overnight

WRONG = {
    "visited_on_which": "other",
    "visited_on_parts_day": "31",
    "visited_on_parts_month": "2",
    "visited_on_parts_year": "2019",
}


class SampleForm(forms.Form):
    """One field of each kind."""

    use_required_attribute = False

    name = forms.CharField(
        label=pgettext_lazy("gallery", "Full name as on the identity card"),
        widget=NameInput,
        error_messages={"required": pgettext_lazy("gallery", "Fill in the full name.")},
    )
    nickname = forms.CharField(
        label=pgettext_lazy("gallery", "Nickname"),
        help_text=pgettext_lazy("gallery", "The name people use."),
        required=False,
        widget=NameInput,
    )
    phone = forms.CharField(
        label=pgettext_lazy("gallery", "Phone number"), required=False, widget=PhoneInput
    )
    national_id = forms.CharField(label="NIK", required=False, widget=NationalIdInput)
    status = forms.ChoiceField(
        label=pgettext_lazy("gallery", "Where is this person in the journey?"),
        choices=[
            ("prospective", pgettext_lazy("gallery", "Wants or prepares to work abroad")),
            ("abroad", pgettext_lazy("gallery", "Works abroad now")),
            ("returned", pgettext_lazy("gallery", "Has come home")),
        ],
        widget=forms.RadioSelect,
        error_messages={
            "required": pgettext_lazy("gallery", "Choose where this person is in the journey.")
        },
    )
    visited_on = DayField(
        label=pgettext_lazy("gallery", "When was the visit?"),
        error_messages={"required": pgettext_lazy("gallery", "Choose when the visit was.")},
    )
    born_on = PartsField(label=pgettext_lazy("gallery", "Date of birth"), required=False)
    people = forms.IntegerField(
        label=pgettext_lazy("gallery", "How many people came?"),
        widget=CountInput,
        error_messages={
            "required": pgettext_lazy("gallery", "Fill in how many people came."),
            "invalid": pgettext_lazy(
                "gallery", "Write the number of people in digits, such as 12."
            ),
        },
    )
    story = forms.CharField(
        label=pgettext_lazy("gallery", "What was it about?"),
        required=False,
        widget=forms.Textarea({"rows": 3}),
    )
    agreed = forms.BooleanField(
        label=pgettext_lazy("gallery", "This person agrees that the village keeps these data."),
        error_messages={
            "required": pgettext_lazy("gallery", "Ask for the person's consent, then tick the box.")
        },
    )

    def __init__(self, sent: Any = None) -> None:
        super().__init__(sent, label_suffix="")
        visited_on = self.fields["visited_on"]
        assert isinstance(visited_on, DayField)
        visited_on.today = SATURDAY


def frame() -> dict[str, Any]:
    """What the head and the bar show."""
    here = reverse("web:gallery")
    places = [
        (pgettext("gallery", "Today"), "today", True),
        (pgettext("gallery", "Residents"), "people", False),
        (pgettext("gallery", "Record"), "plus", False),
        (pgettext("gallery", "Pillars"), "pillars", False),
        (pgettext("gallery", "Messages"), "messages", False),
    ]
    offices = [
        SimpleNamespace(pk=number, label=label)
        for number, label in enumerate(
            [
                pgettext("gallery", "Facilitator"),
                pgettext("gallery", "Treasurer"),
                pgettext("gallery", "Group chair"),
            ],
            start=1,
        )
    ]
    return {
        "nav": [
            NavItem(label=label, url=here, icon=icon, current=now) for label, icon, now in places
        ],
        "village": SimpleNamespace(name="Desa Sukamaju", slug="way-contoh/sukamaju"),
        "acting": offices[0],
        "offices": offices,
        "help_contact": SimpleNamespace(name="Ibu Tari", phone="+6281200000001"),
        "demo": True,
        "say": words(),
        "user": SimpleNamespace(pk=0, is_authenticated=True),
        "today": SATURDAY,
    }


def parts() -> dict[str, Any]:
    """What the parts are shown with."""
    here = reverse("web:gallery")
    return {
        "here": here,
        "cards": _cards(here),
        "lines": [
            Line(pgettext("gallery", "Full name"), "Siti Aminah", here),
            Line(pgettext("gallery", "Nickname"), "", here),
            Line(pgettext("gallery", "Address"), "Dusun II, RT 003/RW 001", here),
            Line("NIK", "9907••••••••0003"),
        ],
        "steps": [
            Step(
                "3 Jan 2017",
                pgettext("gallery", "Asked about work abroad"),
                pgettext("gallery", "At the village office, with her mother"),
            ),
            Step("Mar 2017", pgettext("gallery", "Signed the placement agreement")),
            Step(
                "2017",
                pgettext("gallery", "Left for Taiwan"),
                pgettext("gallery", "Only the year is known"),
            ),
            Step(
                "5 Mei 2019",
                pgettext("gallery", "Extended the contract"),
                pgettext("gallery", "Recorded twice by mistake"),
                "cancelled",
            ),
            Step("Jun 2020", pgettext("gallery", "Comes home"), "", "planned"),
        ],
        "stages": stages(
            [
                (pgettext("gallery", "Asked"), 64),
                (pgettext("gallery", "Papers complete"), 41),
                (pgettext("gallery", "Left by the legal route"), 23),
            ]
        ),
        "tabs": [
            Tab(pgettext("gallery", "Services"), here, current=True),
            Tab(pgettext("gallery", "Journeys"), here),
            Tab(pgettext("gallery", "Complaints"), here),
            Tab(pgettext("gallery", "Information"), here),
        ],
        "page": Paginator(range(90), 25).page(2),
        "head": [
            Cell("RT"),
            Cell(pgettext("gallery", "Abroad"), amount=True),
            Cell(pgettext("gallery", "Returned"), amount=True),
        ],
        "rows": [
            [Cell("RT 001/RW 001", url=here), Cell("48", amount=True), Cell("71", amount=True)],
            [Cell("RT 002/RW 001", url=here), Cell("57", amount=True), Cell("92", amount=True)],
            [Cell("RT 003/RW 002", url=here), Cell("45", amount=True), Cell("85", amount=True)],
        ],
        "foot": [
            Cell(pgettext("gallery", "Together")),
            Cell("150", amount=True),
            Cell("248", amount=True),
        ],
    }


def _cards(here: str) -> list[Card]:
    return [
        Card(
            urgency=Urgency.SAFETY,
            title=pgettext("gallery", "Complaint of Siti Aminah (Hong Kong)"),
            why=pgettext(
                "gallery",
                "She has not been paid for two months, and nobody has answered for a day.",
            ),
            button=pgettext("gallery", "Look and refer"),
            url=here,
            icon="warning",
            due_on=SATURDAY - timedelta(days=1),
        ),
        Card(
            urgency=Urgency.DUE_TODAY,
            title=pgettext("gallery", "The invitation to the yearly meeting goes out"),
            why=pgettext("gallery", "Members are invited two weeks ahead."),
            button=pgettext("gallery", "Make the invitation"),
            url=here,
            icon="meeting",
            due_on=SATURDAY,
        ),
        Card(
            urgency=Urgency.SUGGESTION,
            title=pgettext("gallery", "Contract of Wati's daughter ends"),
            why=pgettext("gallery", "Ask whether she extends or comes home."),
            button=pgettext("gallery", "Open the journey"),
            url=here,
            icon="journey",
            due_on=SATURDAY + timedelta(days=60),
        ),
    ]


def words() -> dict[str, str]:
    """Return the samples' texts by their first words."""
    return {
        "14_dec_wati": pgettext(
            "gallery", "14 Dec · Wati · asked about the passport of her daughter"
        ),
        "3_more_than": pgettext("gallery", "3 more than last month"),
        "64_people_served": pgettext("gallery", "64 people served this year"),
        "abroad": pgettext("gallery", "Abroad"),
        "abroad_now": pgettext("gallery", "Abroad now"),
        "activities_held": pgettext("gallery", "Activities held"),
        "businesses": pgettext("gallery", "Businesses"),
        "cancel_this_record": pgettext("gallery", "Cancel this record"),
        "check_whether_siti": pgettext(
            "gallery", "Check whether Siti Aminah and Sitti Aminah are one person."
        ),
        "code_of_this": pgettext("gallery", "Code of this paper"),
        "community_parenting": pgettext("gallery", "Community parenting"),
        "cooperative": pgettext("gallery", "Cooperative"),
        "each_visit_counts": pgettext("gallery", "Each visit counts in the monthly report."),
        "family": pgettext("gallery", "Family"),
        "founding_meeting_planned": pgettext("gallery", "Founding meeting planned"),
        "members": pgettext("gallery", "Members"),
        "migration_services": pgettext("gallery", "Migration services"),
        "name_or_nickname": pgettext("gallery", "Name or nickname"),
        "no_evidence_yet": pgettext("gallery", "No evidence yet"),
        "no_evidence_yet_2": pgettext("gallery", "no evidence yet"),
        "no_visits_yet": pgettext("gallery", "No visits yet"),
        "not_now": pgettext("gallery", "Not now"),
        "of_64_who": pgettext("gallery", "Of 64 who asked, 23 left by the legal route"),
        "parts_of_this": pgettext("gallery", "Parts of this pillar"),
        "people": pgettext("gallery", "people"),
        "print": pgettext("gallery", "Print"),
        "reading_the_workbook": pgettext("gallery", "Reading the workbook"),
        "record_visit": pgettext("gallery", "Record visit"),
        "residents_by_rt": pgettext("gallery", "Residents by RT"),
        "returned": pgettext("gallery", "Returned"),
        "save": pgettext("gallery", "Save"),
        "save_the_resident": pgettext("gallery", "Save the resident"),
        "save_the_visit": pgettext("gallery", "Save the visit"),
        "tailoring_and_goats": pgettext("gallery", "Tailoring and goats"),
        "the_list_shows": pgettext("gallery", "The list shows the last 30 days."),
        "the_resident_is": pgettext("gallery", "The resident is recorded."),
        "the_same_as": pgettext("gallery", "the same as last month"),
        "this_workbook_has": pgettext(
            "gallery", "This workbook has a password. Save it without one and choose it again."
        ),
        "two_letters_are": pgettext("gallery", "Two letters are enough."),
        "two_people_look": pgettext("gallery", "Two people look alike"),
        "visits_this_month": pgettext("gallery", "Visits this month"),
    }
