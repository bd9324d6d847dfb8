"""What the audit trail says about groups and their members."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from rembuk.enterprise.models import Leaving
from rembuk.villages import audit


def register() -> None:
    """Teach the trail the sentences and the names of this room."""
    audit.say(
        "enterprise.member_joined", _("%(who)s recorded %(subject)s as a member of %(group)s")
    )
    audit.say(
        "enterprise.member_left",
        _("%(who)s recorded that %(subject)s left %(group)s on %(left_on)s: %(left_why)s"),
    )
    audit.say("enterprise.member_stays", _("%(who)s took back that %(subject)s left %(group)s"))
    audit.call_field("group", _("Group"))
    audit.call_field("left_on", _("Left on"))
    audit.call_field("left_why", _("Why"), values={why.value: why.label for why in Leaving})
