"""What became of a turn: done by who has it, covered by another, or not done; each can be undone.

A member marks her own turn, or one she did for somebody. Who records the group's work marks for
others. Nothing is overwritten: every mark is a row with who and when, also the one taken back.
"""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from rembuk.cash import expected
from rembuk.cash.lines import Money
from rembuk.cash.models import ExpectedMoney
from rembuk.cash.purposes import Way
from rembuk.duty import records
from rembuk.duty.models import Consequence, Mark, Turn
from rembuk.enterprise import members
from rembuk.enterprise.models import Membership
from rembuk.lib import words
from rembuk.lib.errors import Refused
from rembuk.lib.names import clean_text
from rembuk.villages import audit
from rembuk.villages.actors import Actor
from rembuk.villages.permissions import PERMISSIONS_OF, Office, Permission

SOURCE = "duty.fine"


def may_for_others(by: Actor) -> bool:
    """May this office write down what others did? Rembuk itself may: it tells the demo."""
    if by.user is None:
        return True
    return by.office in Office.values and (
        Permission.RECORD_WORK in PERMISSIONS_OF[Office(by.office)]
    )


def may_act_for(membership: Membership, by: Actor) -> bool:
    """May she act for this member: herself, or for others?"""
    mine = records.is_theirs(membership, by.user.pk if by.user else None)
    return mine or may_for_others(by)


@transaction.atomic
def done(
    *,
    turn: Turn,
    doer: Membership | None = None,
    note: str = "",
    by: Actor,
    at: datetime,
    today: date,
) -> Mark:
    """Mark a turn as done by who has it, or by another who did it instead.

    Errors: Refused for a day to come, a turn marked already, who was no member then, and for
    somebody else's turn without the office for it.
    """
    _check_open(turn, today=today)
    who = doer or turn.holder
    assert who.group_id == turn.group_id
    if not may_act_for(who, by):
        raise Refused(_("Ask the chair to mark it: this is the turn of %(name)s.") % {"name": who})
    if not members.may_have_worked(who, turn.on):
        raise Refused(_("%(name)s was no member on that day. Choose a member.") % {"name": who})
    mark = _write(turn, Mark.Kind.DONE, doer=who, note=note, by=by, at=at)
    verb = "duty.done" if who.pk == turn.holder_id else "duty.covered"
    _tell(verb, mark, by=by, at=at, changes=[("doer", None, who.name)])
    return mark


@transaction.atomic
def missed(*, turn: Turn, note: str, by: Actor, at: datetime, today: date) -> Mark:
    """Mark that nobody did a turn, with the reason as far as it is known.

    Errors: Refused for a day to come, a turn marked already, and for somebody else's turn without
    the office for it.
    """
    _check_open(turn, today=today)
    if not may_act_for(turn.holder, by):
        raise Refused(
            _("Ask the chair to mark it: this is the turn of %(name)s.") % {"name": turn.holder}
        )
    fine = _expect_fine(turn, by=by, at=at, today=today)
    mark = _write(turn, Mark.Kind.MISSED, note=note, fine=fine, by=by, at=at)
    _tell("duty.missed", mark, by=by, at=at)
    return mark


def _expect_fine(turn: Turn, *, by: Actor, at: datetime, today: date) -> ExpectedMoney | None:
    """Tell the treasurer of the fine that the group agreed on, if it did."""
    rule = turn.roster.rule
    if rule.consequence != Consequence.FINE:
        return None
    assert rule.fine_rp
    memo = _("Agreed fine for the turn of %(day)s") % {
        "day": words.plain_day(turn.on, language="id")
    }
    money = Money(
        Way.IN, turn.holder.name, "other_in", rule.fine_rp, today, memo=memo,
        resident_id=turn.holder.resident_id,
    )  # fmt: skip
    return expected.expect(group=turn.group, money=money, source=SOURCE, by=by, at=at, today=today)


def _drop_fine(mark: Mark, *, by: Actor, at: datetime) -> None:
    """Expect a fine no longer. Errors: Refused while it stands in the group's cash."""
    if mark.fine is None:
        return
    expected.drop(mark.fine, why=_("The mark was taken back."), by=by, at=at)


@transaction.atomic
def undo(*, mark: Mark, by: Actor, at: datetime) -> Mark:
    """Take a mark back; it stays in the history of the turn.

    Errors: Refused if it is taken back already, or by who neither wrote it nor may for others.
    """
    mark.turn.take_turn()
    mark.take_turn()
    if Mark.objects.of(mark.village).filter(undoes=mark).exists():
        raise Refused(_("This was taken back already. Nothing more is needed."))
    wrote_it = by.user is not None and mark.by_id == by.user.pk
    if not (wrote_it or may_for_others(by)):
        raise Refused(_("Ask who marked it, or the chair, to take it back."))
    _drop_fine(mark, by=by, at=at)
    made = _write(mark.turn, Mark.Kind.UNDONE, undoes=mark, by=by, at=at)
    _tell("duty.mark_undone", made, by=by, at=at)
    return made


def history(turn: Turn) -> list[Mark]:
    """Every mark of a turn, the latest first, also those taken back."""
    marks = Mark.objects.of(turn.village).filter(turn=turn)
    return list(marks.select_related("doer__resident", "by").order_by("-at", "-pk"))


def _check_open(turn: Turn, *, today: date) -> None:
    turn.take_turn()
    if not turn.live:
        raise Refused(_("This roster is not in force yet."))
    if turn.on > today:
        raise Refused(_("This turn is still to come. Mark it on its day."))
    if records.kept_one(turn).mark is not None:
        raise Refused(_("This turn is marked already. Take that back first."))


def _write(
    turn: Turn,
    kind: Mark.Kind,
    *,
    doer: Membership | None = None,
    undoes: Mark | None = None,
    fine: ExpectedMoney | None = None,
    note: str = "",
    by: Actor,
    at: datetime,
) -> Mark:
    return Mark.objects.create(
        village=turn.village, turn=turn, kind=kind, doer=doer, undoes=undoes, fine=fine,
        note=clean_text(note)[0], at=at, by=by.user, office=by.office,
    )  # fmt: skip


def _tell(
    verb: str,
    mark: Mark,
    *,
    by: Actor,
    at: datetime,
    changes: list[tuple[str, None, str]] | None = None,
) -> None:
    turn = mark.turn
    audit.record(
        village=turn.village, verb=verb, subject=mark, subject_name=turn.holder.name,
        resident_id=turn.holder.resident_id, by=by, at=at,
        changes=[("turn_on", None, turn.on.isoformat()), *(changes or [])],
    )  # fmt: skip
