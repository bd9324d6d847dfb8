"""Partners: the list, one partner, steps, agreements and offers."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from rembuk.enterprise import letters, partners, products
from rembuk.enterprise.forms import partners as forms
from rembuk.enterprise.models import Agreement, Offer, Partner, Sort
from rembuk.enterprise.views.places import told
from rembuk.lib import words
from rembuk.villages.access import VillageRequest, actor_of, group_of, requires
from rembuk.villages.models import Group
from rembuk.villages.permissions import Permission
from rembuk.web.views import Question, address, as_paper, ask


@requires(Permission.SEE_WORK)
@require_safe
def partners_page(request: VillageRequest) -> HttpResponse:
    """With whom the group works or would like to, what needs work first."""
    group = group_of(request)
    context = {
        "group": group,
        "partners": [
            (one, partners.stage_of(one), partners.words_of(one, partners.stage_of(one)))
            for one in partners.of(group)
        ],
        "may_record": request.acting.may(Permission.RECORD_WORK),
    }
    return render(request, "enterprise/partners.html", context)


@requires(Permission.SEE_WORK)
@require_safe
def partner_page(request: VillageRequest, partner_id: int) -> HttpResponse:
    """One partner: how far it has come, what was agreed, what was offered."""
    partner = _partner(request, partner_id)
    context = {
        "group": partner.group,
        "partner": partner,
        "stage": partners.words_of(partner, partners.stage_of(partner)),
        "steps": [
            (one, partners.words_of(partner, one.stage))
            for one in partner.steps.select_related("by").order_by("-on", "-pk")
        ],
        "online": partner.sort == Sort.ONLINE,
        "agreements": list(partner.agreements.order_by("-since", "-pk")),
        "offers": list(partner.offers.order_by("-made_on", "-pk")),
        "school_words": letters.school_words() if partner.sort == Sort.SCHOOL else "",
        "may_record": request.acting.may(Permission.RECORD_WORK),
    }
    return render(request, "enterprise/partner.html", context)


@requires(Permission.RECORD_WORK)
def add_partner(request: VillageRequest) -> HttpResponse:
    """Record somebody the group would like to work with."""
    form = forms.PartnerForm(request.POST or None)

    def work(*, group: Group, **typed: Any) -> None:
        partners.add(group=group, facts=partners.Facts(**typed), **told(request))

    question = Question(
        kind="enterprise.add_partner",
        title=_("New partner"),
        done=_("It is recorded."),
        back=reverse("enterprise:partners", args=address(request)),
    )
    return ask(request, form, question, work=work, about={"group": group_of(request)})


@requires(Permission.RECORD_WORK)
def change_partner(request: VillageRequest, partner_id: int) -> HttpResponse:
    """Correct what is told of a partner."""
    partner = _partner(request, partner_id)
    initial = {name: getattr(partner, name) for name in partners.FACTS}
    initial["phone"] = words.phone_number(partner.phone)
    form = forms.ChangePartnerForm(request.POST or None, initial=initial, read=initial)

    def work(*, partner: Partner, **typed: Any) -> None:
        facts = partners.Facts(**typed)
        partners.change(partner=partner, facts=facts, by=actor_of(request), at=timezone.now())

    question = _about(request, partner, kind="change_partner", title=_("Change what is told of it"))
    return ask(request, form, question, work=work, about={"partner": partner})


@requires(Permission.RECORD_WORK)
def record_step(request: VillageRequest, partner_id: int) -> HttpResponse:
    """Record what happened with a partner."""
    partner = _partner(request, partner_id)
    kind = forms.OnlineStepForm if partner.sort == Sort.ONLINE else forms.StepForm
    form = kind(
        request.POST or None, today=request.today, initial={"stage": partners.stage_of(partner)}
    )

    def work(*, partner: Partner, **typed: Any) -> None:
        partners.step(partner=partner, step=partners.Step(**typed), **told(request))

    title = _("What happened with %(name)s?") % {"name": partner.name}
    question = _about(request, partner, kind="partner_step", title=title)
    return ask(request, form, question, work=work, about={"partner": partner})


@requires(Permission.RECORD_WORK)
def record_agreement(request: VillageRequest, partner_id: int) -> HttpResponse:
    """Record what was agreed with a partner."""
    partner = _partner(request, partner_id)
    form = forms.AgreementForm(request.POST or None, today=request.today)

    def work(*, partner: Partner, **typed: Any) -> None:
        partners.agree(partner=partner, **typed, **told(request))

    title = _("What was agreed with %(name)s?") % {"name": partner.name}
    question = _about(request, partner, kind="agree", title=title)
    return ask(request, form, question, work=work, about={"partner": partner})


@requires(Permission.RECORD_WORK)
def end_agreement(request: VillageRequest, partner_id: int, agreement_id: int) -> HttpResponse:
    """Record that an agreement ended."""
    partner = _partner(request, partner_id)
    mine = Agreement.objects.of(request.village).filter(partner=partner)
    agreement = get_object_or_404(mine, pk=agreement_id)
    form = forms.EndAgreementForm(request.POST or None, today=request.today)

    def work(*, agreement: Agreement, on: date, why: str) -> None:
        partners.end_agreement(agreement=agreement, on=on, why=why, **told(request))

    question = _about(
        request, partner, kind="end_agreement", title=_("The agreement ends"),
        lead=agreement.agreed,
    )  # fmt: skip
    return ask(request, form, question, work=work, about={"agreement": agreement})


@requires(Permission.RECORD_WORK)
def write_offer(request: VillageRequest, partner_id: int) -> HttpResponse:
    """Write an offer: what, at which price, until when."""
    partner = _partner(request, partner_id)
    sold = list(products.offered(partner.group).exclude(price_rp=None)[: partners.LINES_MAX])
    form = forms.OfferForm(
        request.POST or None, products=sold, initial={"made_by": request.user.name}
    )

    def work(*, partner: Partner, valid_until: date, made_by: str, note: str, **typed: Any) -> None:
        partners.offer(
            partner=partner, lines=form.lines(**typed), valid_until=valid_until, made_by=made_by,
            note=note, **told(request),
        )  # fmt: skip

    question = _about(
        request, partner, kind="offer", title=_("Offer to %(name)s") % {"name": partner.name},
        lead=letters.school_words() if partner.sort == Sort.SCHOOL else "",
    )  # fmt: skip
    return ask(request, form, question, work=work, about={"partner": partner})


@requires(Permission.SEE_WORK)
@require_safe
def offer_paper(request: VillageRequest, partner_id: int, offer_id: int) -> HttpResponse:
    """An offer as a letter to print."""
    mine = Offer.objects.of(request.village).filter(
        partner__group=request.group, partner=partner_id
    )
    offer = get_object_or_404(mine.select_related("partner__group"), pk=offer_id)
    offer.partner.group.village = request.village
    return as_paper(letters.offer_letter(offer, at=timezone.now()), name=f"penawaran-{offer.pk}")


def _partner(request: VillageRequest, partner_id: int) -> Partner:
    mine = partners.told(request.village).filter(group=request.group)
    partner: Partner = get_object_or_404(mine.select_related("group"), pk=partner_id)
    return partner


def _about(
    request: VillageRequest, partner: Partner, *, kind: str, title: str, lead: str = ""
) -> Question:
    return Question(
        kind=f"enterprise.{kind}",
        title=title,
        done=_("It is recorded."),
        back=reverse("enterprise:partner", args=address(request, partner.pk)),
        lead=lead,
    )
