"""Dues: what members bring, one sum or a whole round, and the rule behind it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from rembuk.cash.views import steps
from rembuk.coop import dues, members, paying, reminding
from rembuk.coop.forms.dues import DepositForm, RoundForm, RuleForm
from rembuk.coop.views.places import coop_of, member_of, sees_sums, shown
from rembuk.ledger import books
from rembuk.ledger.reading import Book
from rembuk.villages import groups
from rembuk.villages.access import VillageRequest, actor_of, group_of, requires
from rembuk.villages.models import Group
from rembuk.villages.permissions import Permission
from rembuk.web.forms import CommandForm, status
from rembuk.web.views import Question, address, ask


@requires(Permission.RECORD_CASH)
@require_safe
def begin_round(request: VillageRequest) -> HttpResponse:
    """Go from '+ Catat' to the round of the treasurer's own cooperative."""
    group = next(
        (one for one in groups.seen_by(request.acting, request.village)
         if one.kind == Group.Kind.COOPERATIVE), None,
    )  # fmt: skip
    if group is None:
        raise Http404
    page = "round" if books.book_of(group) else "dues"
    return redirect(f"coop:{page}", request.village.slug, group.pk)


@requires(Permission.SEE_GROUP)
@require_safe
def dues_page(request: VillageRequest) -> HttpResponse:
    """The rule, all members' capital together, and, for who keeps it, each member's."""
    context = shown(request)
    group: Group = context["group"]
    book = _book(group)
    rules = dues.rules_of(group)
    standings = []
    if book:
        people = members.now(group, on=request.today)
        standings = dues.standing_of(book, people, on=request.today)
    context |= {
        "book": book,
        "rules": rules[::-1],
        "rule": dues.rule_on(rules, request.today),
        "standings": standings if sees_sums(request) else [],
        "people": len(standings),
        "pokok_rp": sum(one.pokok_rp for one in standings),
        "wajib_rp": sum(one.wajib_rp for one in standings),
        "may_record": request.acting.may(Permission.RECORD_CASH),
        "may_decide": request.acting.may(Permission.RUN_GROUP),
    }
    return render(request, "coop/dues.html", context)


@requires(Permission.RUN_GROUP)
def agree_dues(request: VillageRequest) -> HttpResponse:
    """Record the rule of pokok and wajib, from a month on."""
    group: Group = shown(request)["group"]
    form = RuleForm(request.POST or None, group=group, today=request.today)

    def work(*, group: Group, **typed: Any) -> None:
        terms = form.terms(**typed)
        dues.agree(group=group, terms=terms, by=actor_of(request), at=timezone.now())

    question = Question(
        kind="coop.agree_dues", title=_("Pokok and wajib"), done=_("The rule is recorded."),
        back=reverse("coop:dues", args=address(request)),
    )  # fmt: skip
    return ask(request, form, question, work=work, about={"group": group})


@requires(Permission.RECORD_CASH)
def remind_dues(request: VillageRequest) -> HttpResponse:
    """Who has months of wajib open; one press reminds all of them, kindly."""
    book = steps.book_of(request)
    form = CommandForm(request.POST or None)

    def work(*, group: Group) -> dict[str, Any]:
        many = reminding.remind(
            book=book, by=actor_of(request), at=timezone.now(), today=request.today
        )
        return {"members": many}

    about = {"group": book.group}
    if request.method == "POST" and form.run(
        request, kind="coop.remind_dues", work=work, about=about
    ):
        messages.success(request, _("Written down. Now tap WhatsApp for each."))
        return redirect("coop:remind_dues", *address(request))
    link = request.build_absolute_uri(reverse("books:mine"))
    behind = reminding.behind(book, today=request.today)
    sent = reminding.to_send(book, behind, link=link, sender=request.user.name, today=request.today)
    context = {
        "group": coop_of(request), "form": form, "behind": behind, "sent": sent,
        "waiting": [one for one in behind if one.may_be],
    }  # fmt: skip
    return render(request, "coop/remind_dues.html", context, status=status(form))


@requires(Permission.RECORD_CASH)
def deposit(request: VillageRequest, member_id: int) -> HttpResponse:
    """Take in what one member brings: the sum, the check page, saved."""
    member = member_of(request, member_id)
    book = steps.book_of(request)
    checked = steps.is_checked(request)
    standing = dues.of_member(book, member, on=request.today)
    form = DepositForm(
        request.POST or None, book=book, standing=standing, today=request.today, checked=checked
    )

    def work(*, on: date, **_typed: Any) -> dict[str, Any]:
        return _record(request, book, form, on=on)

    context = shown(request, form=form, member=member, standing=standing)
    about = {"member": member}
    outcome = form.run(request, kind="coop.deposit", work=work, about=about) if checked else None
    if outcome:
        return _recorded(request, outcome)
    if steps.shows_check_page(request, form):
        form.fields["again_rp"].required = True
        context |= {"payments": form.payments(), "carried": steps.carried(request, form)}
        context |= {"total_rp": form.typed_rp, "on": form.cleaned_data["on"]}
        return render(request, "coop/check_deposit.html", context, status=status(form))
    return render(request, "coop/deposit.html", context, status=status(form))


@requires(Permission.RECORD_CASH)
def round_page(request: VillageRequest) -> HttpResponse:
    """The monthly round: tick who brought what is due, read it back, save all of it at once."""
    group, book = group_of(request), steps.book_of(request)
    context = shown(request)
    people = members.now(group, on=request.today)
    standings = sorted(
        dues.standing_of(book, people, on=request.today), key=lambda one: not one.due_rp
    )
    checked = steps.is_checked(request)
    form = RoundForm(
        request.POST or None, book=book, standings=standings, today=request.today, checked=checked
    )

    def work(*, on: date, **_typed: Any) -> dict[str, Any]:
        return _record(request, book, form, on=on)

    about = {"group": group}
    outcome = form.run(request, kind="coop.round", work=work, about=about) if checked else None
    if outcome:
        return _recorded(request, outcome)
    context |= {"form": form, "has_rule": bool(dues.rules_of(group))}
    if steps.shows_check_page(request, form):
        form.fields["again_rp"].required = True
        brought = form.brought()
        context |= {"carried": steps.carried(request, form), "total_rp": form.typed_rp}
        context |= {"brought": brought, "left": len(standings) - len(brought)}
        context |= {"on": form.cleaned_data["on"]}
        return render(request, "coop/check_round.html", context, status=status(form))
    return render(request, "coop/round.html", context, status=status(form))


def _record(
    request: VillageRequest, book: Book, form: DepositForm | RoundForm, *, on: date
) -> dict[str, Any]:
    signed = steps.signed(request, form.cleaned_data["request_id"])
    memo = paying.round_memo(on)
    payments = [
        paying.Payment(one.member, one.due, one.amount_rp, memo=memo) for one in form.payments()
    ]
    made = paying.record(book=book, payments=payments, on=on, signed=signed, today=request.today)
    return {"line": made[0].sequence, "lines": len(made)}


def _recorded(request: VillageRequest, outcome: Any) -> HttpResponse:
    if outcome.repeated:
        messages.info(request, _("This was recorded already. Nothing was written twice."))
    page = "sheet" if outcome.facts["lines"] > 1 else "saved"
    return redirect(f"cash:{page}", *address(request, outcome.facts["line"]))


def _book(group: Group) -> Book | None:
    book = books.book_of(group)
    if book:
        book.group = group
    return book
