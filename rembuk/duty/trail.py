"""What the audit trail says about duties."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from rembuk.duty.models import Consequence, Pair
from rembuk.villages import audit

SENTENCES = {
    "agreed": _("%(who)s recorded what %(subject)s agreed about the duty: %(changes)s"),
    "paired": _("%(who)s recorded an agreement for %(subject)s: %(pair_kind)s"),
    "unpaired": _("%(who)s ended the agreement for %(subject)s: %(pair_kind)s"),
    "away": _("%(who)s recorded that %(subject)s is away: %(changes)s"),
    "not_away": _("%(who)s took back that %(subject)s is away: %(changes)s"),
    "roster_asked": _("%(who)s asked for a roster of %(subject)s: %(changes)s"),
    "roster_stopped": _("%(who)s stopped the work on a roster of %(subject)s: %(changes)s"),
    "roster_in_force": _("%(who)s put a roster of %(subject)s in force: %(changes)s"),
    "roster_ended": _("%(who)s ended a roster of %(subject)s early: %(changes)s"),
    "photo_added": _("%(who)s added a photo of the turn of %(subject)s on %(turn_on)s"),
    "photo_removed": _("%(who)s took away a photo of the turn of %(subject)s on %(turn_on)s"),
    "roster_dropped": _("%(who)s put a roster of %(subject)s aside: %(changes)s"),
    "done": _("%(who)s marked the turn of %(subject)s on %(turn_on)s as done by %(doer)s"),
    "covered": _("%(who)s marked that %(doer)s did the turn of %(subject)s on %(turn_on)s"),
    "missed": _("%(who)s marked that the turn of %(subject)s on %(turn_on)s was not done"),
    "mark_undone": _("%(who)s took back the mark on the turn of %(subject)s on %(turn_on)s"),
    "swap_asked": _(
        "%(who)s asked %(asked_member)s for %(subject)s to swap: %(turn_on)s, %(other_on)s"
    ),
    "swap_yes": _(
        "%(who)s agreed for %(asked_member)s to swap with %(subject)s: %(turn_on)s, %(other_on)s"
    ),
    "swap_no": _(
        "%(who)s answered for %(asked_member)s that swapping with %(subject)s cannot be:"
        " %(turn_on)s, %(other_on)s"
    ),
    "swap_withdrawn": _(
        "%(who)s no longer asks %(asked_member)s to swap with %(subject)s:"
        " %(turn_on)s, %(other_on)s"
    ),
}  # fmt: skip


def register() -> None:
    """Teach the trail the sentences and the names of this room."""
    for verb, sentence in SENTENCES.items():
        audit.say(f"duty.{verb}", sentence)
    audit.call_field("people_a_day", _("People a day"))
    audit.call_field("at_most_turns", _("At most, in so many days"))
    audit.call_field("fine_rp", _("Fine"))
    audit.call_field(
        "consequence", _("After a missed turn"),
        values={one.value: one.label for one in Consequence},
    )  # fmt: skip
    audit.call_field(
        "pair_kind", _("Same day"), values={kind.value: kind.label for kind in Pair.Kind}
    )
    for field, label in (
        ("away_from", _("From")), ("away_until", _("Until")), ("first_on", _("First day")),
        ("last_on", _("Last day")), ("turn_on", _("Day of the turn")),
        ("other_on", _("Day of the other turn")), ("doer", _("Done by")),
        ("asked_member", _("Who is asked")), ("since", _("Since")),
    ):  # fmt: skip
        audit.call_field(field, label)
