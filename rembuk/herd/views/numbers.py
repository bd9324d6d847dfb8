"""Numbers a herd is reckoned with, and how it may grow by them."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from rembuk.herd import growing, numbers
from rembuk.herd.forms.numbers import GrowForm, NumberForm, YesNoForm
from rembuk.herd.models import Measure
from rembuk.herd.views.animals import signed_by
from rembuk.villages.access import VillageRequest, group_of, requires
from rembuk.villages.models import Group
from rembuk.villages.permissions import Permission
from rembuk.web.views import Question, address, ask


@requires(Permission.SEE_WORK)
@require_safe
def numbers_page(request: VillageRequest) -> HttpResponse:
    """Every number with its source and since when it holds."""
    held = numbers.of(request.village, on=request.today)
    context = {
        "group": group_of(request),
        "numbers": list(held.by_measure.values()),
        "may_record": request.acting.may(Permission.RECORD_WORK),
    }
    return render(request, "herd/numbers.html", context)


@requires(Permission.RECORD_WORK)
def new_number(request: VillageRequest, measure_code: str) -> HttpResponse:
    """Record a number as one read it."""
    if measure_code not in Measure.values:
        raise Http404
    measure = Measure(measure_code)
    now = numbers.of(request.village, on=request.today).by_measure[measure]
    initial = {"value": f"{now.value.normalize():f}", "valid_from": request.today}
    kind_of = YesNoForm if measure.is_asked else NumberForm
    form = kind_of(request.POST or None, initial=initial)

    def work(*, group: Group, **typed: Any) -> dict[str, Any]:
        row = numbers.record(
            village=group.village, measure=measure, read=form.read(**typed),
            signed=signed_by(request),
        )  # fmt: skip
        return {"number": row.pk}

    question = Question(
        kind="herd.new_number",
        title=str(measure.label),
        done=_("The number is recorded. It holds for your whole village."),
        back=reverse("herd:numbers", args=address(request)),
        lead=_("Now in use: %(source)s") % {"source": now.source},
        keeps_typed=True,
    )
    return ask(request, form, question, work=work, about={"group": group_of(request)})


@requires(Permission.SEE_WORK)
@require_safe
def growth_page(request: VillageRequest) -> HttpResponse:
    """How many goats there may be in the next three years, and how it went so far."""
    group = group_of(request)
    form = GrowForm(request.GET or None)
    target = form.cleaned_data["target"] if form.is_bound and form.is_valid() else None
    held = numbers.of(request.village, on=request.today)
    told = growing.of(group, held, on=request.today, target=target)
    return render(request, "herd/growth.html", {"group": group, "told": told})
