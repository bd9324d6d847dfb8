"""What is settled with a member who left, and the sheet that both sign."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from rembuk.cash import expected
from rembuk.enterprise import letters, owed, settlements, things
from rembuk.enterprise.forms.people import SettleForm
from rembuk.enterprise.forms.things import WhyForm
from rembuk.enterprise.models import Membership, Settlement
from rembuk.enterprise.views.paths import member_of
from rembuk.villages.access import VillageRequest, actor_of, requires
from rembuk.villages.permissions import Permission
from rembuk.web.letters import rupiah
from rembuk.web.views import OnRecord, Question, address, as_paper, ask


@requires(Permission.RECORD_WORK)
def settle(request: VillageRequest, membership_id: int) -> HttpResponse:
    """Settle with a member who left."""
    membership = member_of(request, membership_id)
    form = SettleForm(
        request.POST or None, things=list(things.to_part_with(membership)), today=request.today
    )

    def work(*, membership: Membership, on: date, note: str, **typed: Any) -> dict[str, int]:
        who = settlements.Who(actor_of(request), timezone.now(), request.today)
        made = settlements.settle(
            membership=membership, kept=form.kept(**typed), sums=form.sums(**typed), on=on,
            note=note, who=who,
        )  # fmt: skip
        return {"settlement": made.pk}

    question = Question(
        kind="enterprise.settle",
        title=_("Settlement with %(name)s") % {"name": membership.name},
        done=_("The settlement is recorded. Print the sheet, and sign it together."),
        back=reverse("enterprise:member", args=address(request, membership.pk)),
        lead=_("Sums that are left empty are nothing. The treasurer is told what to pay or take."),
        on_record=_on_record(membership, today=request.today),
    )
    return ask(
        request, form, question, work=work, about={"membership": membership},
        then=lambda facts: reverse(
            "enterprise:settlement", args=address(request, membership.pk, facts["settlement"])
        ),
    )  # fmt: skip


@requires(Permission.RECORD_WORK)
@require_safe
def settlement_page(
    request: VillageRequest, membership_id: int, settlement_id: int
) -> HttpResponse:
    """What was settled, and what became of its money."""
    settlement = _settlement(request, membership_id, settlement_id)
    sums = list(settlement.sums.order_by("pk"))
    money = expected.settled(request.village, [one.money_id for one in sums]) if sums else {}
    context = {
        "group": settlement.membership.group,
        "membership": settlement.membership,
        "settlement": settlement,
        "things": list(settlement.things.select_related("thing").order_by("pk")),
        "sums": [(one, settlements.is_out(one.owing), money.get(one.money_id)) for one in sums],
    }
    return render(request, "enterprise/settlement.html", context)


@requires(Permission.RECORD_WORK)
@require_safe
def settlement_paper(
    request: VillageRequest, membership_id: int, settlement_id: int
) -> HttpResponse:
    """The sheet that both sign."""
    settlement = _settlement(request, membership_id, settlement_id)
    settlement.membership.group.village = request.village
    made = letters.settlement_sheet(settlement, at=timezone.now())
    return as_paper(made, name=f"penyelesaian-{settlement.pk}")


@requires(Permission.RECORD_WORK)
def take_back_settlement(
    request: VillageRequest, membership_id: int, settlement_id: int
) -> HttpResponse:
    """Take a settlement back."""
    settlement = _settlement(request, membership_id, settlement_id)

    def work(*, settlement: Settlement, why: str) -> None:
        settlements.take_back(
            settlement=settlement, why=why, by=actor_of(request), at=timezone.now()
        )

    question = Question(
        kind="enterprise.take_back_settlement",
        title=_("Take this settlement back"),
        done=_("It is recorded."),
        back=reverse("enterprise:member", args=address(request, membership_id)),
        lead=_("Its sums are no longer expected. Where the things are stays as recorded."),
    )
    form = WhyForm(request.POST or None)
    return ask(request, form, question, work=work, about={"settlement": settlement})


def _on_record(membership: Membership, *, today: date) -> OnRecord:
    rows = [(one.told, rupiah(one.amount_rp), one.url) for one in owed.of(membership, today=today)]
    lead = _("These are paid on their own pages. Do not write them once more below.")
    return OnRecord(_("On record already"), lead, rows)


def _settlement(request: VillageRequest, membership_id: int, settlement_id: int) -> Settlement:
    mine = Settlement.objects.of(request.village).filter(
        membership=membership_id, membership__group=request.group
    )
    return get_object_or_404(mine.select_related("membership__group"), pk=settlement_id)
