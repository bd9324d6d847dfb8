"""What the audit trail says about supervising a cooperative."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from rembuk.supervision.models import Finding
from rembuk.villages import audit


def register() -> None:
    """Teach the trail the sentences of this room."""
    audit.say(
        "supervision.finding_written",
        _("%(who)s wrote down a finding about %(subject)s: %(supervision_about)s"),
    )
    audit.say(
        "supervision.finding_answered",
        _("%(who)s answered a finding about %(subject)s: %(supervision_about)s"),
    )
    audit.say(
        "supervision.finding_closed",
        _("%(who)s closed a finding about %(subject)s: %(supervision_about)s"),
    )
    audit.say(
        "supervision.floor_agreed",
        _("%(who)s wrote down how much %(subject)s keeps ready, in percent: %(percent)s"),
    )
    audit.say(
        "supervision.health_signed",
        _("%(who)s signed how sound %(subject)s was, of the year: %(health_year)s"),
    )
    audit.say(
        "supervision.cuts_agreed",
        _("%(who)s wrote down limits of the Dinas for %(subject)s, from the year: %(health_year)s"),
    )
    audit.call_field("health_year", _("Year"))
    about = {one.value: one.label for one in Finding.About}
    audit.call_field("supervision_about", _("About"), values=about)
    audit.call_field("percent", _("share that has to lie ready"))
