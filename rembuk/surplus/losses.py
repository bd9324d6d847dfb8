"""A year that ended with a loss: the members decide that the reserve bears it, as far as it goes.

The same arithmetic as `rembuk calc` (loss_policy charge_reserve). What the reserve cannot bear
stays in 3301 as a carried loss. Savings of members bear nothing here.
"""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from rembuk.cash import days
from rembuk.forum.models import Resolution
from rembuk.ledger import posting, reading
from rembuk.ledger.chain import Move
from rembuk.ledger.posting import Plan, Signed, Words
from rembuk.ledger.reading import Book, Entry
from rembuk.lib.errors import Refused
from rembuk.lib.names import clean_text
from rembuk.surplus import funds, yearly
from rembuk.surplus.models import LossCover
from rembuk.surplus.models.parts import ACCOUNTS, RESERVE, TO_DIVIDE
from rembuk.villages import audit
from rembuk.villages.models import Group

KIND = "LOSS_COVERED"


@transaction.atomic
def cover(
    *, book: Book, year: int, resolution: Resolution, number: str, on: date, signed: Signed,
    today: date,
) -> LossCover:  # fmt: skip
    """Let the reserve bear a year's loss as the members decided, in one entry.

    Errors: Refused while a month is open, for a year without a loss, once it is covered, with
    nothing in the reserve, without a number, for a decision of somebody else or one that was taken
    back, for a closed day; and as ledger.posting.post.
    """
    book.take_turn()
    group = book.group
    loss_rp = loss_of(book, year, today=today)
    if of_year(group, year):
        raise Refused(_("This loss is covered already. Open the page again."))
    said = clean_text(number)[0]
    if not said:
        raise Refused(_("Write the number of the decision, as it stands in the minutes."))
    if resolution.group_id != group.pk or not resolution.is_in_force:
        raise Refused(_("Choose a decision of this cooperative that was not taken back."))
    days.check_open(book, on)
    before_rp = reserve_of(book)
    covered_rp = loss_rp - carried(loss_rp, before_rp)
    if not covered_rp:
        raise Refused(_("The reserve is empty: the whole loss is carried to the next year."))
    memo = _("Loss of %(year)s, decision %(number)s") % {"year": year, "number": said}
    move = Move(ACCOUNTS[RESERVE], TO_DIVIDE, covered_rp)
    plan = Plan(kind=KIND, on=on, moves=[move], words=Words(memo=memo), receipt=False)
    made = LossCover.objects.create(
        village=group.village, group=group, year=year, loss_rp=loss_rp,
        reserve_before_rp=before_rp, covered_rp=covered_rp, resolution=resolution, number=said,
        entry=posting.post(book, plan, signed=signed, today=today), at=signed.at,
        by=signed.by.user,
    )  # fmt: skip
    _tell("loss_covered", made, signed=signed)
    return made


@transaction.atomic
def take_back(*, cover: LossCover, book: Book, why: str, signed: Signed, today: date) -> Entry:
    """Take it back with a reason: the reserve has it again; both entries stay.

    Errors: Refused without a reason; and as ledger.posting.reverse.
    """
    cover.take_turn()
    said = clean_text(why)[0]
    if not said:
        raise Refused(_("Write the reason in a few words."))
    entry = cover.entry
    entry.book = book
    on = entry.value_on if days.is_open(book, entry.value_on) else today
    days.check_open(book, on)
    back = posting.reverse(entry, reason=said, signed=signed, today=today, on=on)
    _tell("loss_back", cover, signed=signed)
    return back


def loss_of(book: Book, year: int, *, today: date) -> int:
    """Return the loss of a closed year, above nought.

    Errors: Refused while a month is open, and for a year without a loss.
    """
    told = yearly.year_of(book, year, today=today)
    if not told.is_closed:
        raise Refused(_("Close all months of the year first. Then the loss is known."))
    shu_rp = yearly.result_of(book, told).shu_rp
    if shu_rp >= 0:
        raise Refused(_("The year ended without a loss. There is nothing to cover."))
    return -shu_rp


def carried(loss_rp: int, reserve_rp: int) -> int:
    """Return what of a loss a reserve cannot bear."""
    return int(funds.covered(Fraction(-loss_rp), Fraction(max(reserve_rp, 0)))[1])


def reserve_of(book: Book) -> int:
    """Return what the reserve holds now."""
    code = ACCOUNTS[RESERVE]
    return reading.held_now(book, [code]).get(code, 0)


def of_year(group: Group, year: int) -> LossCover | None:
    """Return what covers a year's loss and stands; None where nothing does."""
    mine = standing(group).filter(year=year)
    return mine.select_related("entry", "resolution", "by", "group").order_by("-pk").first()


def standing(group: Group) -> QuerySet[LossCover]:
    """Return what covers losses of a group and was not taken back."""
    rows = LossCover.objects.of(group.village)
    return rows.filter(group=group, entry__taken_back_by__isnull=True)


def _tell(verb: str, cover: LossCover, *, signed: Signed) -> None:
    audit.record(
        village=cover.village, verb=f"surplus.{verb}", subject=cover,
        subject_name=str(cover.year), by=signed.by, at=signed.at,
        changes=[("group", None, cover.group.name)],
    )  # fmt: skip
