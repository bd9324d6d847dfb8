"""The pen is counted: the sheet to take along, what was found, and what was found before."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from rembuk.herd import counts, pen
from rembuk.herd.forms.counts import CountForm
from rembuk.herd.views.animals import signed_by
from rembuk.villages.access import VillageRequest, group_of, requires
from rembuk.villages.models import Group
from rembuk.villages.permissions import Permission
from rembuk.web.forms import status
from rembuk.web.views import address

SHOWN = 12


@requires(Permission.SEE_WORK)
@require_safe
def counts_page(request: VillageRequest) -> HttpResponse:
    """What was counted, the newest first."""
    group = group_of(request)
    context = {
        "group": group,
        "counts": [(row, counts.lines(row)) for row in counts.of(group)[:SHOWN]],
        "may_record": request.acting.may(Permission.RECORD_WORK),
    }
    return render(request, "herd/counts.html", context)


@requires(Permission.RECORD_WORK)
def new_count(request: VillageRequest) -> HttpResponse:
    """Write down what two people counted; what the book says is not shown before."""
    group = group_of(request)
    form = CountForm(request.POST or None, group=group, today=request.today)

    def work(*, group: Group, **typed: Any) -> dict[str, Any]:
        row = counts.record(group=group, counted=form.counted(**typed), signed=signed_by(request))
        return {"count": row.pk}

    if request.method == "POST" and form.run(
        request, kind="herd.new_count", work=work, about={"group": group}
    ):
        messages.success(request, _("The count is recorded."))
        return redirect("herd:counts", *address(request))
    context = {"group": group, "form": form}
    return render(request, "herd/new_count.html", context, status=status(form))


@requires(Permission.SEE_WORK)
@require_safe
def count_sheet(request: VillageRequest) -> HttpResponse:
    """A sheet to print: each goat with a box, and two places to sign."""
    group = group_of(request)
    context = {
        "group": group,
        "heads": pen.heads(group, on=request.today),
        "on": request.today,
        "blank": range(4),
    }
    return render(request, "herd/count_sheet.html", context)
