"""Slips of a group's things."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from rembuk.enterprise.models import Keeping, Source
from rembuk.lib import words
from rembuk.web.letters import Letter, day, printed, rupiah
from rembuk.web.templatetags.rembuk import partial_date


def hand_over(keeping: Keeping, *, at: datetime) -> bytes:
    """Print the slip with which a thing goes into somebody's keeping."""
    thing = keeping.thing
    came = partial_date(thing.received_on, thing.received_precision) if thing.received_on else ""
    pairs = (
        (_("Thing"), thing.name),
        (_("How many"), words.grouped(thing.many, language=get_language() or "id")),
        (_("Number or mark"), thing.mark),
        (_("Whose it is"), str(Source(thing.source).label)),
        (_("From whom"), thing.given_by),
        (_("Came"), came),
        (_("Worth"), rupiah(thing.value_rp) if thing.value_rp else ""),
        (_("Kept by"), keeping.name),
        (_("Since"), day(keeping.since)),
    )
    owned = thing.source != Source.MEMBER
    letter = Letter(
        title=_("Slip of handing over"),
        on=keeping.since,
        before=[
            _("Today this thing of the group was handed over and received in the state below.")
        ],
        pairs=[(label, value) for label, value in pairs if value],
        after=[
            _("State on handing over: ................................................"),
            *(
                [_("It stays the group's. It is given back when asked for, or on leaving.")]
                if owned
                else []
            ),
        ],
        signed=[(_("Handed over by"), ""), (_("Received by"), keeping.name)],
    )
    return printed(thing.group, letter, at=at)
