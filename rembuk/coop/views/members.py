"""The register of members, the page of one, and what may be recorded of her."""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Page, Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from rembuk.coop import exits, members, register, standing, trusted
from rembuk.coop.forms.members import ApplyForm, StepForm, TakeBackStepForm, TrustedForm
from rembuk.coop.models import Member, MemberStep, State, Trusted
from rembuk.coop.views.places import coop_of, member_of, sees_sums
from rembuk.ledger import books
from rembuk.ledger.reading import Book
from rembuk.lib import tables
from rembuk.villages.access import VillageRequest, actor_of, requires
from rembuk.villages.models import Group
from rembuk.villages.permissions import Permission
from rembuk.web.forms import CommandForm, status
from rembuk.web.views import Question, address, as_paper, ask, printed

A_PAGE = 50
ENDED = {"heir": Trusted.Role.HEIR, "contact": Trusted.Role.CONTACT}


@requires(Permission.SEE_WORK)
@require_safe
def members_page(request: VillageRequest) -> HttpResponse:
    """Who has a number in the cooperative: all, those of one state, or whom somebody looks for."""
    group = coop_of(request)
    text, state = _asked(request)
    page = found_page(request, group)
    context = {
        "group": group,
        "page": page,
        "rows": [(one, members.state_told(one)) for one in page],
        "text": text,
        "state": state,
        "counted": members.counted(group, on=request.today),
        "query": _query(text, state),
        "card_query": f"{_query(text, state)}page={page.number}",
        "may_record": request.acting.may(Permission.RECORD_MEMBERS),
        "may_open": _may_open(request),
    }
    return render(request, "coop/members.html", context)


def found_page(request: VillageRequest, group: Group) -> Page[Member]:
    """Return the page of members.of that the address asks for."""
    text, state = _asked(request)
    found = members.of(group, on=request.today)
    if text:
        found = members.find(found, text)
    elif state in State.values:
        found = members.in_states(found, [State(state)])
    return Paginator(found, A_PAGE).get_page(request.GET.get("page"))


@requires(Permission.SEE_WORK)
@require_safe
def member_page(request: VillageRequest, member_id: int) -> HttpResponse:
    """One member: where she stands, by which steps, whom she named."""
    member = member_of(request, member_id)
    state = members.state_of(member, on=request.today)
    book = books.book_of(member.group)
    if book:
        book.group = member.group
    context = {
        "group": member.group,
        "figure": _figure(request, book, member) if book and sees_sums(request) else None,
        "is_gone": state in standing.GONE,
        "member": member,
        "state": state,
        "is_member": state in standing.MEMBERS,
        "steps": members.history_of(member),
        "last": next(iter(reversed(members.steps_of(member))), None),
        "trusted": list(trusted.now(member)),
        "roles": Trusted.Role,
        "next_kinds": standing.next_kinds(state),
        "may_record": request.acting.may(Permission.RECORD_MEMBERS),
        "may_open": _may_open(request),
        "may_pay": book is not None and request.acting.may(Permission.RECORD_CASH),
    }
    return render(request, "coop/member.html", context)


@requires(Permission.RECORD_MEMBERS)
def apply(request: VillageRequest) -> HttpResponse:
    """Record that somebody applies."""
    group = coop_of(request)
    form = ApplyForm(request.POST or None, village=request.village, today=request.today)

    def work(*, group: Group, name: str, on: date, resident_id: str = "") -> dict[str, Any]:
        resident = form.chosen(resident_id)
        assert resident is not None, f"{name} is of the registry"
        made = members.apply(
            group=group, resident=resident, on=on, by=actor_of(request), at=timezone.now(),
            today=request.today,
        )  # fmt: skip
        return {"member": made.pk}

    if request.method == "POST":
        outcome = form.run(request, kind="coop.apply", work=work, about={"group": group})
        if outcome:
            messages.success(request, _("The application is recorded, with a member number."))
            return redirect("coop:member", *address(request, outcome.facts["member"]))
    context = {"group": group, "form": form}
    return render(request, "coop/apply.html", context, status=status(form))


@requires(Permission.RECORD_MEMBERS)
def new_step(request: VillageRequest, member_id: int) -> HttpResponse:
    """Record what happened to a member."""
    member = member_of(request, member_id)
    kinds = standing.next_kinds(members.state_of(member, on=request.today))
    form = StepForm(request.POST or None, today=request.today, kinds=kinds)

    def work(*, member: Member, **typed: Any) -> None:
        members.step(
            member=member, facts=members.Facts(**typed), by=actor_of(request), at=timezone.now(),
            today=request.today,
        )  # fmt: skip

    question = Question(
        kind="coop.step", title=_("What happened to %(name)s?") % {"name": member.name},
        done=_("The step is recorded."), back=_member_url(request, member),
    )  # fmt: skip
    return ask(request, form, question, work=work, about={"member": member})


@requires(Permission.RECORD_MEMBERS)
def take_back_step(request: VillageRequest, member_id: int, member_step_id: int) -> HttpResponse:
    """Take back the last step of a member."""
    member = member_of(request, member_id)
    mine = MemberStep.objects.of(request.village).filter(member=member)
    step = get_object_or_404(mine.exclude(kind=MemberStep.Kind.TAKEN_BACK), pk=member_step_id)
    step.member = member

    def work(*, step: MemberStep, reason: str) -> None:
        members.take_back(step=step, reason=reason, by=actor_of(request), at=timezone.now())

    question = Question(
        kind="coop.take_back_step",
        title=_("Take back: %(step)s") % {"step": step.get_kind_display()},
        done=_("The step is taken back. It stays visible."), back=_member_url(request, member),
        save=_("Take this step back"),
    )  # fmt: skip
    form = TakeBackStepForm(request.POST or None)
    return ask(request, form, question, work=work, about={"step": step})


@requires(Permission.RECORD_MEMBERS)
def name_trusted(request: VillageRequest, member_id: int, role: str) -> HttpResponse:
    """Write down whom a member named."""
    member, named_as = member_of(request, member_id), Trusted.Role(role.upper())
    form = TrustedForm(request.POST or None, village=request.village, role=named_as)

    def work(*, member: Member, role: str, **typed: Any) -> None:
        named = form.named(**typed)
        trusted.name(member=member, named=named, by=actor_of(request), at=timezone.now())

    heir = named_as == Trusted.Role.HEIR
    question = Question(
        kind="coop.name_trusted",
        title=_("Heir of %(name)s") % {"name": member.name}
        if heir
        else _("Who may read the book of %(name)s?") % {"name": member.name},
        lead=_("Her savings go to this person if she dies.")
        if heir
        else _("This person sees the balances while she is away, and moves no money."),
        done=_("It is written down."), back=_member_url(request, member),
    )  # fmt: skip
    return ask(request, form, question, work=work, about={"member": member, "role": role})


@requires(Permission.RECORD_MEMBERS)
def end_trusted(request: VillageRequest, member_id: int, trusted_role: str) -> HttpResponse:
    """Let whom a member named be so no longer, also where she names nobody else."""
    member = member_of(request, member_id)
    if trusted_role not in ENDED:
        raise Http404
    form = CommandForm(request.POST or None)

    def work(*, member: Member, role: str) -> None:
        trusted.end(member=member, role=role, by=actor_of(request), at=timezone.now())

    question = Question(
        kind="coop.end_trusted",
        title=_("Does %(name)s name nobody any more?") % {"name": member.name},
        lead=_("It stays visible that it was so. Another name can be written down any time."),
        done=_("It is ended."), back=_member_url(request, member), save=_("End it"),
    )  # fmt: skip
    about = {"member": member, "role": ENDED[trusted_role]}
    return ask(request, form, question, work=work, about=about)


@requires(Permission.SEE_WORK)
@require_safe
def register_file(request: VillageRequest, form: str) -> HttpResponse:
    """The whole register as a workbook or on paper; the trail says who took it."""
    group, now = coop_of(request), timezone.now()
    if not _may_open(request):
        raise PermissionDenied
    register.note_taken(group=group, by=actor_of(request), at=now)
    if form == "pdf":
        made = register.as_pdf(group, on=request.today, printed=printed(request), at=now)
        return as_paper(made, name="buku-daftar-anggota")
    response = HttpResponse(register.as_xlsx(group, on=request.today), content_type=tables.XLSX)
    response["Content-Disposition"] = 'attachment; filename="buku-daftar-anggota.xlsx"'
    return response


def _figure(request: VillageRequest, book: Book, member: Member) -> exits.Figure:
    left_on = members.left_on(members.last_step(member, on=request.today))
    return exits.figure(book, member, on=request.today, left_on=left_on)


def _asked(request: VillageRequest) -> tuple[str, str]:
    return request.GET.get("q", "").strip()[:100], request.GET.get("state", "")


def _query(text: str, state: str) -> str:
    """What the addresses of earlier and later pages carry on: what was looked for."""
    if text:
        return urlencode({"q": text}) + "&"
    return f"state={state}&" if state in State.values else ""


def _may_open(request: VillageRequest) -> bool:
    """Heirs, phones and reasons: for who writes them down, and who keeps or oversees her money."""
    return request.acting.may(Permission.RECORD_MEMBERS) or sees_sums(request)


def _member_url(request: VillageRequest, member: Member) -> str:
    return reverse("coop:member", args=address(request, member.pk))
