"""What the audit trail says about what is sold."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from rembuk.shop.models import CharacterAnswer, Reason
from rembuk.villages import audit


def register() -> None:
    """Teach the trail the sentences and the names of this room."""
    audit.say("shop.shown", _("%(who)s put %(subject)s into the shop"))
    audit.say("shop.changed", _("%(who)s changed what the shop tells of %(subject)s"))
    audit.say("shop.taken_out", _("%(who)s took %(subject)s out of the shop"))
    audit.say("shop.photo_added", _("%(who)s added a photo of %(subject)s"))
    audit.say("shop.photo_removed", _("%(who)s took away a photo of %(subject)s"))
    audit.say("shop.window_opened", _("%(who)s opened the shop of %(subject)s to everybody"))
    audit.say("shop.window_closed", _("%(who)s closed the shop of %(subject)s"))
    audit.say("shop.qris_proposed", _("%(who)s proposed a QRIS: %(subject)s"))
    audit.say("shop.qris_agreed", _("%(who)s agreed to the QRIS of %(subject)s"))
    audit.say("shop.qris_turned_down", _("%(who)s said no to the QRIS of %(subject)s"))
    audit.say("shop.qris_stopped", _("%(who)s stopped using the QRIS of %(subject)s"))
    audit.say("shop.fee_recorded", _("%(who)s recorded what is taken: %(subject)s"))
    audit.say(
        "shop.qris_limit_recorded",
        _("%(who)s recorded how much one QRIS payment may be: %(changes)s"),
    )
    audit.call_field("most_rp", _("One QRIS payment is at most"))
    audit.say("shop.file_filled", _("%(who)s filled a marketplace's file: %(subject)s"))
    audit.call_field("merchant_name", _("Who is paid"))
    audit.call_field("merchant_city", _("City of the merchant"))
    audit.call_field("description", _("Description"))
    audit.call_field("character", _("Character on it"))
    audit.call_field(
        "character_answer",
        _("Why it may be shown"),
        values={answer.value: answer.label for answer in CharacterAnswer},
    )
    audit.call_field("permitted_by", _("Who allowed it"))
    audit.call_field("permitted_paper", _("Paper of the permission"))
    audit.call_field("permitted_until", _("Allowed until"))
    audit.call_field("whatsapp", _("WhatsApp for buyers"))
    _of_stock_and_stalls()


def _of_stock_and_stalls() -> None:
    audit.say("shop.moved", _("%(who)s recorded %(pieces)s of %(subject)s: %(moved_because)s"))
    audit.say("shop.promised", _("%(who)s kept %(pieces)s of %(subject)s until %(keep_until)s"))
    audit.say("shop.released", _("%(who)s kept %(pieces)s of %(subject)s no longer"))
    audit.say("shop.stall_begun", _("%(who)s recorded the stall %(subject)s"))
    audit.say("shop.stall_changed", _("%(who)s changed what is told of %(subject)s: %(changes)s"))
    audit.say(
        "shop.stall_agreed",
        _("%(who)s recorded what is agreed with %(subject)s: %(commission_percent)s percent"),
    )
    audit.say("shop.stall_ended", _("%(who)s ended selling at %(subject)s"))
    audit.say("shop.visited", _("%(who)s settled a visit to %(subject)s: Rp%(due_rp)s"))
    audit.call_field("pieces", _("Pieces"))
    audit.call_field("moved_because", _("What happened"), values={r.value: r.label for r in Reason})
    audit.call_field("keep_until", _("Kept until"))
    audit.call_field("keeper", _("Keeper"))
    audit.call_field("place", _("Place"))
    audit.call_field("visit_days", _("Days between visits"))
    audit.call_field("commission_percent", _("The stall's part"))
    audit.call_field("due_rp", _("To pay"))
