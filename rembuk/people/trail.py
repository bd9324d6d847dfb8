"""What this room's changes are called in the audit trail."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise, lazy
from django.utils.translation import gettext_lazy as _

from rembuk.lib.countries import countries, country_label
from rembuk.people.models import HouseholdDuty, JourneyStep, Plan, Resident, Status
from rembuk.villages import audit

SENTENCES = {
    "people.registered": _("%(who)s recorded %(subject)s"),
    "people.corrected": _("%(who)s changed the data of %(subject)s: %(changes)s"),
    "people.bulk_registered": _("%(who)s recorded %(people_added)s people from %(subject)s"),
    "people.step_added": _(
        "%(who)s recorded a step in the journey of %(subject)s: %(step)s, %(on)s%(rest)s"
    ),
    "people.step_withdrawn": _(
        "%(who)s withdrew a step of %(subject)s: %(step)s (%(on)s)%(rest)s, because: %(reason)s"
    ),
    "people.step_restored": _(
        "%(who)s let a step of %(subject)s count again: %(step)s (%(on)s)%(rest)s"
    ),
    "people.registration_taken_back": _("%(who)s took back the record of %(subject)s"),
    "people.household_opened": _("%(who)s opened the household of %(subject)s"),
    "people.household_taken_back": _("%(who)s took back the household of %(subject)s"),
    "people.joined_household": _("%(who)s added %(subject)s to a household"),
    "people.left_household": _("%(who)s took %(subject)s out of a household"),
    "people.duty_given": _("%(who)s noted what %(subject)s does at home: %(duty)s"),
    "people.duty_ended": _("%(who)s noted what %(subject)s no longer does at home: %(duty)s"),
    "people.duty_resumed": _("%(who)s noted what %(subject)s goes on doing at home: %(duty)s"),
    "people.duty_taken_back": _(
        "%(who)s took back what was noted about %(subject)s at home: %(duty)s"
    ),
}
FIELDS = {
    "name": _("name"),
    "nickname": _("nickname"),
    "sex": _("sex"),
    "birth_date": _("date of birth"),
    "birth_place": _("place of birth"),
    "hamlet": _("hamlet"),
    "neighborhood_unit": _("RT"),
    "community_unit": _("RW"),
    "phone": _("phone number"),
    "national_id": _("NIK"),
    "people_added": _("people added"),
    "step": _("step"),
    "on": _("date"),
    "country": _("country"),
    "status": _("status"),
    "plan": _("plan"),
    "reason": _("reason"),
    "duty": _("duty"),
}


def values() -> dict[str, Mapping[str, Promise | str]]:
    """Return what the codes of a field mean, in the reader's words."""
    in_words = lazy(country_label, str)
    return {
        "step": dict(JourneyStep.Kind.choices),
        "country": {code: in_words(code) for code in countries()},
        "status": dict(Status.choices),
        "plan": dict(Plan.choices),
        "sex": dict(Resident.Sex.choices),
        "duty": dict(HouseholdDuty.Duty.choices),
    }


def register() -> None:
    """Hand the words of this room to the trail."""
    for verb, sentence in SENTENCES.items():
        audit.say(verb, sentence)
    meanings = values()
    for field, label in FIELDS.items():
        audit.call_field(field, label, values=meanings.get(field))
