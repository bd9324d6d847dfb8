"""From '+ Catat' to one goat: first what happened, then to which goat."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_safe

from rembuk.herd import due, fitting, numbers, pen
from rembuk.herd.views.pens import is_wanted
from rembuk.villages.access import VillageRequest, group_of, requires
from rembuk.villages.permissions import Permission
from rembuk.web.views import address

A_PAGE = 50
# What one chooses goats for, the commonest first; each is the end of an address of a goat.
ASKED: dict[str, Promise] = {
    "birth": pgettext_lazy("button", "Kidded"),
    "illness": _("Illness"),
    "treatment": _("Treatment or medicine"),
    "defect": _("Defect: blind, lame, very thin, torn ear"),
    "weight": _("Weight or girth"),
    "mating": _("Mating"),
    "weaning": _("Weaning"),
    "nursing": _("Another mother's milk"),
    "death": pgettext_lazy("button", "Died"),
    "keeper": _("Another keeper"),
    "left": _("Out of the pen: slaughtered, culled, swapped, lost or given away"),
}

# What a word alone may leave open: said below it.
HINTS: dict[str, Promise] = {"birth": _("a doe kidded")}

# What '+ Catat' leads to: the end of the address, and the page of the group it goes to.
BEGUN = (
    ("birth", "choose_birth"),
    ("illness", "choose_illness"),
    ("treatment", "choose_treatment"),
    ("event", "choose_kind"),
)


@requires(Permission.RECORD_WORK)
@require_safe
def begin(request: VillageRequest, *, name: str) -> HttpResponse:
    """Go to a page of the group whose office one holds; without one, to the groups."""
    if request.acting.group_id is None:
        return redirect("hall:groups", request.village.slug)
    return redirect(f"herd:{name}", request.village.slug, request.acting.group_id)


@requires(Permission.RECORD_WORK)
@require_safe
def choose_kind(request: VillageRequest) -> HttpResponse:
    """Say what happened."""
    rows = [
        (label, HINTS.get(word, ""), reverse(f"herd:choose_{word}", args=address(request)))
        for word, label in ASKED.items()
    ]
    return render(request, "herd/choose_kind.html", {"group": group_of(request), "rows": rows})


@requires(Permission.RECORD_WORK)
@require_safe
def choose(request: VillageRequest, *, word: str) -> HttpResponse:
    """Say to which goat it happened, among those it may happen to."""
    group, typed = group_of(request), str(request.GET.get("q", ""))[:40].strip()
    fit = [
        head
        for head in pen.heads(group, on=request.today)
        if word
        in fitting.offered(sex=head.animal.sex, age_class=head.age_class, months=head.months)
    ]
    page = Paginator([head for head in fit if is_wanted(head, typed)], A_PAGE).get_page(
        request.GET.get("page")
    )
    context = {
        "group": group,
        "asks": ASKED[word],
        "hint": HINTS.get(word, ""),
        "rows": [
            (head, reverse(f"herd:{word}", args=address(request, head.animal.pk))) for head in page
        ],
        "page": page,
        "total": len(fit),
        "marks": due.marks(group, numbers.of(request.village, on=request.today), on=request.today),
        "typed": typed,
        "here": reverse(f"herd:choose_{word}", args=address(request)),
    }
    return render(request, "herd/choose.html", context)
