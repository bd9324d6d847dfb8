"""What the audit trail says about goats."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from rembuk.herd.models import Certainty, Kind
from rembuk.villages import audit


def register() -> None:
    """Teach the trail the sentences and the names of this room."""
    audit.say("herd.recorded", _("%(who)s recorded of goat %(subject)s, %(happened_on)s: %(what)s"))
    audit.say(
        "herd.corrected", _("%(who)s corrected of goat %(subject)s: %(what)s, %(happened_on)s")
    )
    audit.say("herd.taken_back", _("%(who)s took back of goat %(subject)s: %(what)s"))
    audit.say("herd.counted", _("%(who)s recorded a count of the goats of %(subject)s"))
    audit.say("herd.animal_corrected", _("%(who)s corrected goat %(subject)s: %(changes)s"))
    audit.say("herd.feast_recorded", _("%(who)s recorded the day of %(subject)s: %(happened_on)s"))
    audit.say("herd.number_recorded", _("%(who)s recorded a number for the goats: %(subject)s"))
    audit.say("herd.photo_added", _("%(who)s added a photo of goat %(subject)s"))
    audit.say("herd.photo_removed", _("%(who)s took away a photo of goat %(subject)s"))
    audit.say("herd.card_received", _("%(who)s kept a swap card of a buck: %(subject)s"))
    audit.say("herd.booked", _("%(who)s recorded a booking of goat %(subject)s"))
    audit.say("herd.released", _("%(who)s released the booking of goat %(subject)s"))
    audit.say("herd.handed_over", _("%(who)s handed over goat %(subject)s, which was booked"))
    audit.say("herd.kept_again", _("%(who)s took a sale back: goat %(subject)s is booked again"))
    audit.call_field("what", _("What happened"), values={one.value: one.label for one in Kind})
    audit.call_field("happened_on", _("Day"))
    audit.call_field("tag", _("Ear tag"))
    audit.call_field("looks", _("What it looks like"))
    audit.call_field("breed", _("Breed"))
    audit.call_field("line", _("Sire line"))
    audit.call_field("born_on", _("Born on"))
    audit.call_field("born_precision", _("How exactly it is known"))
    audit.call_field("dam", _("Mother"))
    audit.call_field(
        "dam_certainty", _("How sure is the mother?"),
        values={one.value: one.label for one in Certainty},
    )  # fmt: skip
    audit.call_field("sire", _("Father"))
    audit.call_field("other_sire", _("Or"))
    audit.call_field(
        "sire_certainty", _("How sure is the father?"),
        values={one.value: one.label for one in Certainty},
    )  # fmt: skip
