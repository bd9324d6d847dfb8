"""What cooperatives hold about one person: her number, her steps, whom she named.

Registered as a holding (villages/holdings.py). The register of members is kept by law, so number
and days stay; reasons, and the names of heirs and contacts, go.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rembuk.cash.sums import said
from rembuk.coop import checklist, members
from rembuk.coop.models import (
    Doubt,
    DoubtAnswer,
    DuesReminder,
    Exit,
    Founder,
    Member,
    MemberStep,
    Objection,
    PathDuty,
    Pledge,
    Trusted,
)
from rembuk.coop.models.doubts import ERASED
from rembuk.people.held import ERASED_NAME
from rembuk.villages.holdings import Holding, Kept, Section
from rembuk.villages.models import Village
from rembuk.web.templatetags.rembuk import partial_date

REGISTER_KEPT = Kept(
    code="coop_register",
    what=gettext_lazy("The number and the days of a member of a cooperative, without a name"),
    why=gettext_lazy("A cooperative keeps a register of its members."),
    source=gettext_lazy("Law 25/1992, articles 17 to 20"),
)
EXITS_KEPT = Kept(
    code="coop_exits",
    what=gettext_lazy("Sums and days of the settlement of who left, on a record without a name"),
    why=gettext_lazy("The book belongs to all members: each of them may work it out again."),
    source=gettext_lazy("Law 27/2022, article 31; the rules of the group"),
)


def told(village: Village, ids: Sequence[int]) -> list[Section]:
    """Every membership of a person, and where she was named by others."""
    rows = tuple(
        _row(member, step)
        for member in _of(village, ids).select_related("group")
        for step in members.steps_of(member)
    )
    named = Trusted.objects.of(village).filter(member__in=_of(village, ids)).order_by("pk")
    by_others = Trusted.objects.of(village).filter(resident__in=ids).order_by("pk")
    doubted = Doubt.objects.of(village).filter(member__in=_of(village, ids))
    doubted = doubted.select_related("answer__by").order_by("pk")
    left = _exits(village, ids)
    return [
        Section(_("Cooperative"), rows, goes=_("Cooperative: the reasons of steps")),
        Section(_("Whom she named"), tuple(_named(one) for one in named)),
        Section(_("Named by others"), tuple(_named(one) for one in by_others)),
        Section(_("Lines she doubted"), tuple(_doubted(one) for one in doubted)),
        Section(_("Settlements when she left"), tuple(_left(one) for one in left), goes=""),
        Section(_("Steps to a cooperative that she does"), tuple(_owed(village, ids))),
        Section(
            _("Days on which she was reminded of wajib"), tuple(_reminded(village, ids)), goes=""
        ),
        Section(_("Foundings that she signed"), tuple(_founded(village, ids)), goes=""),
        Section(_("Her promise to join a cooperative"), tuple(_pledged(village, ids))),
        Section(_("What she objected under her name"), tuple(_objected(village, ids))),
    ]


def _row(member: Member, step: MemberStep) -> tuple[tuple[str, str], ...]:
    facts = (
        (_("Cooperative"), member.group.name),
        (_("Member number"), member.number),
        (_("Step"), str(step.get_kind_display())),
        (_("When"), partial_date(step.on)),
        (_("Why"), step.reason),
    )
    return tuple((label, value) for label, value in facts if value)


def _named(one: Trusted) -> tuple[tuple[str, str], ...]:
    facts = (
        (_("As"), str(one.get_role_display())), (_("Name"), one.name),
        (_("Relation"), one.relation), (_("Phone number"), one.phone),
    )  # fmt: skip
    return tuple((label, value) for label, value in facts if value)


def _doubted(one: Doubt) -> tuple[tuple[str, str], ...]:
    facts = [(_("When"), partial_date(one.at)), (_("What is wrong about it?"), one.said)]
    answer = getattr(one, "answer", None)
    if answer:
        found = f"{answer.get_outcome_display()}: {answer.said}"
        facts += [(_("Answer"), found), (_("Answered by"), answer.by.name)]
    return tuple((label, value) for label, value in facts if value)


def _left(one: Exit) -> tuple[tuple[str, str], ...]:
    facts = (
        (_("When"), partial_date(one.on)), (_("All that was hers"), said(one.gross_rp)),
        (_("Taken off"), said(one.deducted_rp)), (_("She gets"), said(one.refund_rp)),
        (_("To be paid until"), partial_date(one.pay_by) if one.pay_by else ""),
    )  # fmt: skip
    return tuple((label, value) for label, value in facts if value)


def _owed(village: Village, ids: Sequence[int]) -> Iterator[tuple[tuple[str, str], ...]]:
    rows = PathDuty.objects.of(village).filter(resident__in=ids).select_related("group")
    for one in rows.order_by("since", "pk"):
        label = str(checklist.BY_CODE[one.step].label)
        yield (
            (_("Cooperative"), one.group.name), (_("Step"), label),
            (_("When"), partial_date(one.since)),
        )  # fmt: skip


def _reminded(village: Village, ids: Sequence[int]) -> Iterator[tuple[tuple[str, str], ...]]:
    rows = DuesReminder.objects.of(village).filter(member__in=_of(village, ids))
    for one in rows.select_related("member__group").order_by("on", "pk"):
        yield (_("Cooperative"), one.member.group.name), (_("When"), partial_date(one.on))


def _founded(village: Village, ids: Sequence[int]) -> Iterator[tuple[tuple[str, str], ...]]:
    rows = Founder.objects.of(village).filter(resident__in=ids).select_related("mark__group")
    for one in rows.order_by("mark__on", "pk"):
        yield (_("Cooperative"), one.mark.group.name), (_("When"), partial_date(one.mark.on))


def _pledged(village: Village, ids: Sequence[int]) -> Iterator[tuple[tuple[str, str], ...]]:
    rows = Pledge.objects.of(village).filter(resident__in=ids).select_related("group")
    for one in rows.order_by("at", "pk"):
        facts = [
            (_("Cooperative"), one.group.name), (_("When"), partial_date(one.at)),
            (_("I join if at least so many people join"), str(one.least)),
        ]  # fmt: skip
        if one.ended_at:
            facts.append((_("Taken back"), partial_date(one.ended_at)))
        yield tuple(facts)


def _objected(village: Village, ids: Sequence[int]) -> Iterator[tuple[tuple[str, str], ...]]:
    rows = Objection.objects.of(village).filter(resident__in=ids).select_related("group")
    for one in rows.order_by("on", "pk"):
        yield (
            (_("Cooperative"), one.group.name), (_("When"), partial_date(one.on)),
            (str(one.get_kind_display()), one.said),
        )  # fmt: skip


def _exits(village: Village, ids: Sequence[int]) -> QuerySet[Exit]:
    return Exit.objects.of(village).filter(member__in=_of(village, ids)).order_by("on", "pk")


def erase(village: Village, ids: Sequence[int], at: datetime) -> None:
    """Empty reasons, doubts, answers, and names: of whom she named, and hers where others did."""
    mine = _of(village, ids)
    Doubt.objects.of(village).filter(member__in=mine).exclude(said="").update(said="")
    answers = DoubtAnswer.objects.of(village).filter(doubt__member__in=mine)
    answers.exclude(said=ERASED).update(said=ERASED)
    MemberStep.objects.of(village).filter(member__in=mine).exclude(reason="").update(reason="")
    gone = {"name": ERASED_NAME, "relation": ERASED_NAME, "phone": ""}
    named = Trusted.objects.of(village).filter(member__in=mine)
    named.filter(ended_at__isnull=True).update(ended_at=at)
    named.update(resident=None, **gone)
    by_others = Trusted.objects.of(village).filter(resident__in=ids)
    by_others.filter(ended_at__isnull=True).update(ended_at=at)
    by_others.update(resident=None, **gone)
    objected = Objection.objects.of(village).filter(resident__in=ids)
    objected.exclude(said=ERASED).update(said=ERASED)
    pledged = Pledge.objects.of(village).filter(resident__in=ids)
    pledged.filter(ended_at__isnull=True).update(ended_at=at)
    pledged.update(least=1, may_invite=False)  # her number goes; that somebody promised stays
    PathDuty.objects.of(village).filter(resident__in=ids).update(resident=None, name=ERASED_NAME)


def staying(village: Village, ids: Sequence[int]) -> dict[str, int]:
    """How many entries of registers and settlements stay, without a name."""
    return {
        REGISTER_KEPT.code: _of(village, ids).count(),
        EXITS_KEPT.code: _exits(village, ids).count(),
    }


def _of(village: Village, ids: Sequence[int]) -> QuerySet[Member]:
    return Member.objects.of(village).filter(resident__in=ids).order_by("pk")


HOLDING = Holding(
    order=65, told=told, erase=erase, staying=staying, kept=(REGISTER_KEPT, EXITS_KEPT)
)
