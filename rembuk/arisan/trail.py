"""What the audit trail says about an arisan. No sums: more offices read it than the arisan."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from rembuk.arisan.models import Ending
from rembuk.villages import audit

SENTENCES = {
    "begun": _("%(who)s wrote down the arisan %(subject)s: %(changes)s"),
    "ended": _("%(who)s ended the arisan %(subject)s: %(arisan_ending)s"),
    "paid": _("%(who)s recorded that %(subject)s gave for round %(arisan_round)s of an arisan"),
    "paid_taken_back": _(
        "%(who)s took back that %(subject)s gave for round %(arisan_round)s of an arisan"
    ),
    "draw_begun": _("%(who)s began the draw of round %(arisan_round)s of %(subject)s"),
    "draw_signed": _("%(who)s signed the draw of round %(arisan_round)s of %(subject)s"),
    "draw_taken_back": _("%(who)s took back the draw of round %(arisan_round)s of %(subject)s"),
    "handed_over": _("%(who)s handed over the pot of round %(arisan_round)s to %(subject)s"),
    "handed_taken_back": _(
        "%(who)s took back that the pot of round %(arisan_round)s went to %(subject)s"
    ),
}


def register() -> None:
    """Teach the trail the sentences and the names of this room."""
    for what, sentence in SENTENCES.items():
        audit.say(f"arisan.{what}", sentence)
    audit.call_field("arisan_round", _("Round"))
    audit.call_field("arisan_shares", _("How many shares"))
    ends = {kind.value: kind.label for kind in Ending.Kind}
    audit.call_field("arisan_ending", _("How the arisan ended"), values=ends)
