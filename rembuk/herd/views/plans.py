"""The plan for a feast: its day, and who may be sold for it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from rembuk.herd import feasts, papers, ripe
from rembuk.herd.feasts import Coming
from rembuk.herd.forms.plans import FeastDayForm
from rembuk.herd.models import Feast
from rembuk.herd.ripe import Candidate
from rembuk.herd.views.animals import signed_by
from rembuk.villages.access import VillageRequest, group_of, requires
from rembuk.villages.models import Group
from rembuk.villages.permissions import Permission
from rembuk.web.parts import Tab
from rembuk.web.views import Question, address, as_paper, ask

A_PAGE = 50


@requires(Permission.SEE_WORK)
@require_safe
def feast_page(request: VillageRequest, feast_code: str) -> HttpResponse:
    """The next time of a feast, and every goat beside it."""
    group, feast, found = _beside(request, feast_code)
    context = {
        "group": group,
        "feast": feast,
        "days_left": feast.days_left(request.today),
        "tabs": [_tab(request, one, current=one == feast.feast) for one in Feast],
        "counted": [(one.label, n) for one, n in ripe.counted(found).items() if n],
        "page": Paginator(found, A_PAGE).get_page(request.GET.get("page")),
        "free": sum(row.is_free for row in found),
        "flawed": any(row.flaws for row in found),
        "today": request.today,
        "may_record": request.acting.may(Permission.RECORD_WORK),
    }
    return render(request, "herd/feast.html", context)


@requires(Permission.SEE_WORK)
@require_safe
def feast_pdf(request: VillageRequest, feast_code: str) -> HttpResponse:
    """The same list as a file to print and take along."""
    group, feast, found = _beside(request, feast_code)
    made = papers.feast_list(group, feast, found=found, at=timezone.now())
    return as_paper(made, name=f"{feast.feast.replace('_', '-')}-{feast.on.year}")


@requires(Permission.RECORD_WORK)
def feast_day(request: VillageRequest, feast_code: str) -> HttpResponse:
    """Record the day of a feast as one read it."""
    feast = feasts.coming(request.village, _known(feast_code), on=request.today)
    form = FeastDayForm(request.POST or None, initial={"on": feast.on})

    def work(*, group: Group, on: date, source: str) -> dict[str, Any]:
        row = feasts.record(
            village=group.village, feast=feast.feast, on=on, source=source,
            signed=signed_by(request),
        )  # fmt: skip
        return {"day": row.pk}

    question = Question(
        kind="herd.feast_day",
        title=_("On which day is %(feast)s?") % {"feast": feast.feast.label},
        done=_("The day is recorded."),
        back=reverse("herd:feast", args=address(request, feast_code)),
        lead=_("Record it as soon as it is announced. Until then the day stands as it was."),
        keeps_typed=True,
    )
    return ask(request, form, question, work=work, about={"group": group_of(request)})


def _beside(request: VillageRequest, code: str) -> tuple[Group, Coming, list[Candidate]]:
    group = group_of(request)
    feast = feasts.coming(request.village, _known(code), on=request.today)
    return group, feast, ripe.candidates(group, feast, today=request.today)


def _known(code: str) -> str:
    if code not in Feast.values:
        raise Http404
    return code


def _tab(request: VillageRequest, feast: Feast, *, current: bool) -> Tab:
    url = reverse("herd:feast", args=address(request, feast.value))
    return Tab(str(feast.label), url, current=current)
