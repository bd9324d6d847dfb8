"""How a group meets: its versions, a new one, one taken back."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from rembuk.forum import rules
from rembuk.forum.forms import BackForm, RuleForm
from rembuk.forum.models import MeetingRule
from rembuk.villages.access import VillageRequest, actor_of, group_of, requires
from rembuk.villages.models import Group
from rembuk.villages.permissions import Permission
from rembuk.web.forms import status


@requires(Permission.SEE_WORK)
@require_safe
def rules_page(request: VillageRequest) -> HttpResponse:
    """Every version there was, the newest first."""
    group = group_of(request)
    context = {
        "group": group,
        "rules": rules.all_of(group),
        "may_run": request.acting.may(Permission.RUN_GROUP),
    }
    return render(request, "forum/rules.html", context)


@requires(Permission.RUN_GROUP)
def write_rule(request: VillageRequest) -> HttpResponse:
    """Write down how the group meets from a day on."""
    form = RuleForm(request.POST or None, group=group_of(request), today=request.today)

    def work(*, group: Group, since: date, **typed: Any) -> None:
        rules.record(
            group=group, terms=rules.Terms(**typed), since=since, by=actor_of(request),
            at=timezone.now(),
        )  # fmt: skip

    about = {"group": group_of(request)}
    if request.method == "POST" and form.run(request, kind="forum.rule", work=work, about=about):
        messages.success(request, _("Written down. Each meeting since then is measured by it."))
        return _to(request)
    context = {"group": group_of(request), "form": form}
    return render(request, "forum/write_rule.html", context, status=status(form))


@requires(Permission.RUN_GROUP)
def take_back_rule(request: VillageRequest, meeting_rule_id: int) -> HttpResponse:
    """Take a version back."""
    mine = MeetingRule.objects.of(request.village).filter(group=request.group)
    rule = get_object_or_404(mine.select_related("group"), pk=meeting_rule_id)
    form = BackForm(request.POST or None)

    def work(*, rule: MeetingRule, why: str) -> None:
        rules.take_back(rule=rule, why=why, by=actor_of(request), at=timezone.now())

    about = {"rule": rule}
    if request.method == "POST" and form.run(
        request, kind="forum.take_back_rule", work=work, about=about
    ):
        messages.success(request, _("Taken back. It stays visible with the reason."))
        return _to(request)
    context = {"group": rule.group, "what": rule.source, "form": form}
    return render(request, "forum/take_back.html", context, status=status(form))


def _to(request: VillageRequest) -> HttpResponse:
    return redirect("forum:rules", request.village.slug, group_of(request).pk)
