"""The rule of a group: what is agreed, since when, and how it was before."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from rembuk.forum import resolutions
from rembuk.shares import rules, wording
from rembuk.shares.forms.rules import RuleForm, WhyForm
from rembuk.shares.models import Rule
from rembuk.villages.access import VillageRequest, actor_of, group_of, requires
from rembuk.villages.models import Group
from rembuk.villages.permissions import Permission
from rembuk.web.forms import status
from rembuk.web.views import address


@requires(Permission.SEE_WORK)
@require_safe
def rules_page(request: VillageRequest) -> HttpResponse:
    """The rule in force in plain words, and every version there was."""
    group = group_of(request)
    versions = list(rules.all_of(group))
    standing = [one for one in versions if one.dropped_at is None]
    now = next((one for one in standing if one.since <= request.today), None)
    context = {
        "group": group,
        "now": now,
        "sentences": wording.sentences(now) if now else [],
        "versions": [(one, wording.short(one)) for one in versions],
        "to_compare": standing[:2] if len(standing) > 1 else None,
        "may_run": request.acting.may(Permission.RUN_GROUP) and not group.ended_on,
    }
    return render(request, "shares/rules.html", context)


@requires(Permission.SEE_WORK)
@require_safe
def rule_page(request: VillageRequest, rule_id: int) -> HttpResponse:
    """One version, the decision behind it, and how it differs from the one before."""
    rule = _rule(request, rule_id)
    before = rules.of(rule.group).filter(since__lt=rule.since).first()
    context = {
        "group": rule.group,
        "rule": rule,
        "sentences": wording.sentences(rule),
        "before": before,
        "may_run": request.acting.may(Permission.RUN_GROUP),
    }
    return render(request, "shares/rule.html", context)


@requires(Permission.SEE_WORK)
@require_safe
def compare(request: VillageRequest, rule_id: int, other_rule_id: int) -> HttpResponse:
    """Two versions beside each other."""
    one, other = _rule(request, rule_id), _rule(request, other_rule_id)
    if one == other:
        raise Http404
    context = {
        "group": one.group,
        "one": one,
        "other": other,
        "rows": wording.compared(one, other),
    }
    return render(request, "shares/compare.html", context)


@requires(Permission.RUN_GROUP)
def new_rule(request: VillageRequest) -> HttpResponse:
    """Write down a version that the members agreed on."""
    group = group_of(request)
    rows = list(resolutions.every(group))
    now = rules.in_force(group, on=request.today)
    initial = {**vars(rules.terms_of(now) if now else rules.Terms()), "since": request.today}
    form = RuleForm(
        request.POST or None, rows=rows, language=get_language() or "id", initial=initial
    )

    def work(*, group: Group, resolution_id: int, since: Any, **typed: Any) -> dict[str, Any]:
        chosen = next(one for one in rows if one.pk == resolution_id)
        made = rules.record(
            group=group, terms=form.terms(**typed), since=since, resolution=chosen,
            by=actor_of(request), at=timezone.now(),
        )  # fmt: skip
        return {"rule": made.pk}

    if request.method == "POST" and form.run(
        request, kind="shares.new_rule", work=work, about={"group": group}
    ):
        messages.success(request, _("The rule is saved. Every member can read it."))
        return redirect("shares:rules", *address(request))
    context = {"group": group, "form": form, "decided": any(one.is_in_force for one in rows)}
    return render(request, "shares/new_rule.html", context, status=status(form))


@requires(Permission.RUN_GROUP)
def drop_rule(request: VillageRequest, rule_id: int) -> HttpResponse:
    """Take a version back that was written down wrongly."""
    rule = _rule(request, rule_id)
    form = WhyForm(request.POST or None)

    def work(*, rule: Rule, why: str) -> None:
        rules.drop(rule=rule, why=why, by=actor_of(request), at=timezone.now())

    if request.method == "POST" and form.run(
        request, kind="shares.drop_rule", work=work, about={"rule": rule}
    ):
        messages.success(request, _("The version is taken back. It stays in the list."))
        return redirect("shares:rules", *address(request))
    context = {"group": rule.group, "rule": rule, "form": form}
    return render(request, "shares/drop_rule.html", context, status=status(form))


def _rule(request: VillageRequest, pk: int) -> Rule:
    return get_object_or_404(rules.all_of(group_of(request)), pk=pk)
