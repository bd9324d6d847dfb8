"""The surplus of a year: its parts, the members', who checked it, what the members decided."""

from __future__ import annotations

from fractions import Fraction
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from rembuk.cash.views import steps
from rembuk.coop.views.places import coop_of, sees_sums
from rembuk.forum.models import Resolution
from rembuk.ledger import books
from rembuk.ledger.reading import Book
from rembuk.lib import words
from rembuk.lib.rounding import HUNDRED
from rembuk.surplus import booked, dividing, losses, reckoning, rules
from rembuk.surplus.dividing import Standing, State
from rembuk.surplus.forms.dividing import DecisionForm, PartsForm, RuleForm, WhyForm
from rembuk.surplus.models import Division
from rembuk.surplus.models.parts import LABELS
from rembuk.surplus.reckoning import Basis, Reckoned
from rembuk.surplus.views.places import book_of, shu_address, year_of
from rembuk.villages.access import VillageRequest, actor_of, requires
from rembuk.villages.models import Group
from rembuk.villages.permissions import Permission
from rembuk.web.forms import key, press, status
from rembuk.web.parts import Tab
from rembuk.web.views import Question, address, ask

P = Permission


@requires(P.SEE_GROUP)
@require_safe
def shu_page(request: VillageRequest) -> HttpResponse:
    """One year: what there is to divide, into what, who gets which part, how far it is."""
    group = coop_of(request)
    book = books.book_of(group)
    if book is None:
        return render(request, "surplus/no_book.html", {"group": group})
    book.group = group
    basis = reckoning.basis_of(book, year_of(request, book))
    standing = dividing.of_year(group, basis.year.year)
    loss = _loss(request, book, basis)
    rule = standing.division.rule if standing else None
    if not standing and not loss["has_loss"]:  # a loss has no parts
        rule = rules.of_year(group, basis.year.year)
    why_not = dividing.why_not(basis)
    told = reckoning.divided(basis, rule.parts()) if rule and not why_not else None
    form = PartsForm(request.GET if "what_if" in request.GET else None, initial=_initial(rule))
    imagined = reckoning.divided(basis, form.parts()) if told and form.is_valid() else None
    context = {
        "group": group, "year": basis.year, "basis": basis, "rule": rule, "told": told,
        "why_not": why_not, "standing": standing, "sees_sums": sees_sums(request), "form": form,
        "members": _members(book, standing, told) if told and sees_sums(request) else [],
        "funds": _funds(rule, told, imagined), "imagined": imagined,
        "changed": standing and dividing.differs(standing.division, basis),
        "years": _years(request, book, basis), "key": key(), **_may(request, standing),
        **loss,
    }  # fmt: skip
    return render(request, "surplus/shu.html", context, status=status(form))


@requires(P.RUN_GROUP)
def agree_rule(request: VillageRequest) -> HttpResponse:
    """Write down into which parts the surplus goes, from a year on."""
    group = coop_of(request)
    initial = {"from_year": request.today.year - 1} | _initial(rules.of(group).first())
    form = RuleForm(request.POST or None, latest=request.today.year + 1, initial=initial)

    def work(*, group: Group, **typed: Any) -> None:
        terms = form.terms(**typed)
        rules.agree(group=group, terms=terms, by=actor_of(request), at=timezone.now())

    question = Question(
        kind="surplus.rule", title=_("Into which parts the surplus goes"),
        done=_("The parts are written down."), back=reverse("surplus:shu", args=address(request)),
        lead=_("Together exactly 100 percent. An earlier version stays for its years."),
    )  # fmt: skip
    return ask(request, form, question, work=work, about={"group": group})


@requires(P.RECORD_CASH)
@require_POST
def compute(request: VillageRequest) -> HttpResponse:
    """Compute the division of a year and keep it."""
    book = book_of(request)
    asked = year_of(request, book).year

    def work(*, book: Book, year: int) -> None:
        dividing.compute(
            book=book, year=year, by=actor_of(request), at=timezone.now(), today=request.today
        )

    about = {"book": book, "year": asked}
    done = _("It is computed. Now the supervisory board checks it.")
    press(request, kind="surplus.compute", work=work, about=about, done=done)
    return _back(request, asked)


@requires(P.OVERSEE_GROUP)
@require_POST
def check(request: VillageRequest, division_id: int) -> HttpResponse:
    """Say as the supervisory board that the numbers are right."""
    book, division = book_of(request), _division(request, division_id)

    def work(*, division: Division) -> None:
        dividing.check(
            division=division, book=book, by=actor_of(request), at=timezone.now(),
            today=request.today,
        )  # fmt: skip

    done = _("It is checked. Now the members' meeting decides.")
    press(request, kind="surplus.check", work=work, about={"division": division}, done=done)
    return _back(request, division.year)


@requires(P.RUN_GROUP)
def decide(request: VillageRequest, division_id: int) -> HttpResponse:
    """Say in which decision the members' meeting agreed."""
    book, division = book_of(request), _division(request, division_id)
    form = DecisionForm(request.POST or None, group=book.group)

    def work(*, division: Division, resolution: Resolution, number: str) -> None:
        dividing.decide(
            division=division, book=book, resolution=resolution, number=number,
            by=actor_of(request), at=timezone.now(), today=request.today,
        )  # fmt: skip

    question = Question(
        kind="surplus.decide", title=_("What the members' meeting decided on the SHU"),
        done=_("The decision is written down."), back=shu_address(request, division.year),
        lead=_("Record the meeting and its decision first, under Meetings."),
    )  # fmt: skip
    return ask(request, form, question, work=work, about={"division": division})


@requires(P.RECORD_CASH)
@require_POST
def book_decision(request: VillageRequest, division_id: int) -> HttpResponse:
    """Book what the members decided: funds, and what each member gets."""
    book, division = book_of(request), _division(request, division_id)

    def work(*, division: Division) -> None:
        signed = steps.signed(request, UUID(request.POST["request_id"]))
        booked.book_decision(
            book=book, division=division, on=request.today, signed=signed, today=request.today
        )

    done = _("It is booked. Now members can be paid.")
    press(request, kind="surplus.book", work=work, about={"division": division}, done=done)
    return _back(request, division.year)


@requires(P.RUN_GROUP)
def end(request: VillageRequest, division_id: int) -> HttpResponse:
    """Take a division back with a reason."""
    book, division = book_of(request), _division(request, division_id)
    form = WhyForm(request.POST or None)

    def work(*, division: Division, why: str) -> None:
        signed = steps.signed(request, form.cleaned_data["request_id"])
        booked.end(division=division, book=book, why=why, signed=signed, today=request.today)

    question = Question(
        kind="surplus.end", title=_("Take the division back"),
        done=_("It is taken back, and can be computed once more."),
        back=shu_address(request, division.year),
    )  # fmt: skip
    return ask(request, form, question, work=work, about={"division": division})


def _division(request: VillageRequest, division_id: int) -> Division:
    division = get_object_or_404(dividing.of(coop_of(request)), pk=division_id)
    division.village = request.village
    return division


def _back(request: VillageRequest, year: int) -> HttpResponse:
    return redirect(shu_address(request, year))


def _may(request: VillageRequest, standing: Standing | None) -> dict[str, bool]:
    may, state = request.acting.may, standing.state if standing else None
    return {
        "may_agree": may(P.RUN_GROUP),
        "may_compute": may(P.RECORD_CASH) and state is None,
        "may_check": may(P.OVERSEE_GROUP) and state == State.COMPUTED,
        "may_decide": may(P.RUN_GROUP) and state == State.CHECKED,
        "may_book": may(P.RECORD_CASH) and state == State.DECIDED,
        "may_end": may(P.RUN_GROUP) and state not in {None, State.PAID},
    }


def _loss(request: VillageRequest, book: Book, basis: Basis) -> dict[str, Any]:
    """Return what bears the loss of a closed year; nothing for a year without one."""
    if basis.result.shu_rp >= 0 or not basis.year.is_closed:
        return {"has_loss": False}
    cover, reserve_rp = losses.of_year(book.group, basis.year.year), losses.reserve_of(book)
    may = request.acting.may
    return {
        "has_loss": True, "cover": cover, "reserve_rp": reserve_rp,
        "would_carry_rp": losses.carried(-basis.result.shu_rp, reserve_rp),
        "may_cover": may(P.RECORD_CASH) and reserve_rp > 0, "may_uncover": may(P.RUN_GROUP),
    }  # fmt: skip


def _initial(rule: Any) -> dict[str, str]:
    return {name: _percent(part) for name, part in rule.parts().items()} if rule else {}


def _percent(hundredths: int) -> str:
    return words.decimal(Fraction(hundredths, HUNDRED), language=get_language() or "id")


def _funds(rule: Any, told: Reckoned | None, imagined: Reckoned | None) -> list[dict[str, Any]]:
    """Return each fund with its percent, its sum, and what it would be."""
    parts = rule.parts() if rule else {}
    return [
        {
            "label": label, "percent": _percent(parts[name]),
            "rp": told.funds[name] if told else None,
            "would_be_rp": imagined.funds[name] if imagined else None,
        }
        for name, label in LABELS.items() if parts
    ]  # fmt: skip


def _members(
    book: Book, standing: Standing | None, told: Reckoned
) -> list[tuple[str, reckoning.Line]]:
    """Return each member's name beside her part."""
    if standing:
        shares = dividing.shares_of(standing.division)
        names = {one.member.number: one.member.name for one in shares}
    else:
        names = {number: one.name for number, one in reckoning.people_of(book).items()}
    return [(names.get(line.own.number, ""), line) for line in told.lines]


def _years(request: VillageRequest, book: Book, basis: Basis) -> list[Tab]:
    year, first, last = basis.year.year, book.begins_on.year, request.today.year
    return [
        Tab(str(one), shu_address(request, one), current=one == year)
        for one in range(max(first, year - 1), min(last, year + 1) + 1)
    ]
