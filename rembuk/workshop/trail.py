"""What the audit trail says about orders and work."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from rembuk.villages import audit
from rembuk.workshop.models import Place, Stage


def register() -> None:
    """Teach the trail the sentences and the names of this room."""
    audit.say("workshop.order_enquired", _("%(who)s wrote down enquiry no. %(subject)s, %(group)s"))
    audit.say(
        "workshop.order_offered",
        _("%(who)s made an offer for order no. %(subject)s, %(group)s, ready on %(ready_on)s"),
    )
    audit.say(
        "workshop.order_ordered",
        _("%(who)s took order no. %(subject)s, %(group)s, ready on %(ready_on)s"),
    )
    audit.say(
        "workshop.order_moved", _("%(who)s recorded order no. %(subject)s, %(group)s: %(stage)s")
    )
    audit.say("workshop.order_called_off", _("%(who)s called off order no. %(subject)s, %(group)s"))
    audit.say(
        "workshop.order_step_taken_back",
        _("%(who)s took back a step of order no. %(subject)s, %(group)s: %(stage)s"),
    )
    audit.say(
        "workshop.order_promised",
        _("%(who)s promised order no. %(subject)s, %(group)s, for another day: %(ready_on)s"),
    )
    _work()
    _words()


def _work() -> None:
    """Name what happens around the orders: wages, output, places, offers, material, costs."""
    audit.say("workshop.rate_set", _("%(who)s set the wage for %(subject)s: %(changes)s"))
    audit.say(
        "workshop.output_recorded",
        _("%(who)s recorded %(pieces)s pieces of %(operation)s by %(subject)s%(rest)s"),
    )
    audit.say(
        "workshop.output_taken_back",
        _("%(who)s took back %(pieces)s pieces of %(operation)s by %(subject)s%(rest)s"),
    )
    audit.say(
        "workshop.place_said",
        _("%(who)s wrote down where a customer of %(subject)s lives: %(changes)s"),
    )
    audit.call_field(
        "buyer_place", _("Where she lives"), values={one.value: one.label for one in Place}
    )
    audit.say(
        "workshop.pace_agreed", _("%(who)s wrote down what %(subject)s makes in a day: %(changes)s")
    )
    audit.say(
        "workshop.offer_days_chosen",
        _("%(who)s chose how long an offer of %(subject)s stands: %(changes)s"),
    )
    audit.call_field("offer_days", _("Days an offer stands"))
    audit.say("workshop.estimated", _("%(who)s estimated how long it takes: %(changes)s"))
    audit.say("workshop.material_named", _("%(who)s put %(subject)s among the materials"))
    audit.say("workshop.material_bought", _("%(who)s recorded %(how_much)s of %(subject)s bought"))
    audit.say("workshop.material_used", _("%(who)s recorded %(how_much)s of %(subject)s used"))
    audit.say("workshop.material_taken_back", _("%(who)s took back %(how_much)s of %(subject)s"))
    audit.say("workshop.cost_added", _("%(who)s added a cost to order no. %(subject)s: %(what)s"))
    audit.say(
        "workshop.cost_taken_back",
        _("%(who)s took back a cost of order no. %(subject)s: %(what)s"),
    )
    audit.say("workshop.sizes_added", _("%(who)s added sizes to order no. %(subject)s: %(sizes)s"))
    audit.say(
        "workshop.names_forgotten",
        _("%(who)s emptied the children's names of order no. %(subject)s"),
    )


def _words() -> None:
    """Name the fields that a sentence above tells as changed."""
    audit.call_field("how_much", _("How much"))
    audit.call_field("sizes", _("Sizes"))
    audit.call_field("rate_rp", _("Wage for one piece"))
    audit.call_field("since", _("From this day on"))
    audit.call_field("pieces", _("Pieces"))
    audit.call_field("operation", _("Work"))
    audit.call_field("order_number", _("Order no."))
    audit.call_field("minutes_a_day", _("Minutes a day"))
    audit.call_field("efficiency", _("Percent at the machine"))
    audit.call_field("what", _("What"))
    audit.call_field("estimated_minutes", _("Minutes for one piece"))
    audit.call_field("stage", _("How far"), values={one.value: one.label for one in Stage})
    audit.call_field("ready_on", _("Ready on"))
