"""What merging, consent and the rights of a person are called in the audit trail."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from rembuk.people.models import Consent, CorrectionAnswer
from rembuk.villages import audit

SENTENCES = {
    "people.merged": _("%(who)s joined two records into one: %(subject)s and %(other_record)s"),
    "people.merge_undone": _("%(who)s made one record two again: %(subject)s and %(other_record)s"),
    "people.told_apart": _("%(who)s noted that %(subject)s and %(other_record)s are two people"),
    "people.apart_taken_back": _(
        "%(who)s asks again whether %(subject)s and %(other_record)s are one person"
    ),
    "people.consent_given": _("%(who)s recorded a consent of %(subject)s: %(consent)s"),
    "people.consent_withdrawn": _("%(who)s recorded that %(subject)s takes back: %(consent)s"),
    "people.consent_kept": _("%(who)s noted that %(subject)s still agrees: %(consent)s"),
    "people.copy_made": _("%(who)s made a copy of all data of %(subject)s"),
    "people.erased": _("%(who)s erased the data of a person on request"),
    "people.account_opened": _("%(who)s opened 'My data' to %(subject)s"),
    "people.link_made": _("%(who)s made a link for the first sign-in of %(subject)s"),
    "people.link_renewed": _(
        "%(who)s made a new sign-in link for %(subject)s; the password ends when it is used"
    ),
    "people.correction_asked": _("%(who)s asked for a correction of the data of %(subject)s"),
    "people.correction_answered": _("%(who)s answered the request of %(subject)s: %(answer)s"),
}


def register() -> None:
    """Hand these words to the trail."""
    for verb, sentence in SENTENCES.items():
        audit.say(verb, sentence)
    audit.call_field("other_record", _("the second record"))
    audit.call_field("consent", _("consent"), values=dict(Consent.Purpose.choices))
    audit.call_field("answer", _("answer"), values=dict(CorrectionAnswer.Outcome.choices))
