"""Records that may be one person: found, compared, joined, told apart, and taken back."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from rembuk.lib.errors import Refused
from rembuk.people import comparing, duplicates, merging, residents
from rembuk.people.forms.rights import ChooseForm, MergeForm
from rembuk.people.models import DifferentPersons, Merge, Resident
from rembuk.people.views.lookup import resident_of
from rembuk.villages.access import VillageRequest, actor_of, requires
from rembuk.villages.permissions import Permission
from rembuk.web.forms import press, status
from rembuk.web.undo import offer_undo

A_PAGE = 20


@requires(Permission.MERGE_PEOPLE)
@require_safe
def duplicates_page(request: VillageRequest) -> HttpResponse:
    """Mungkin orang yang sama: pairs that nobody has answered yet, the likeliest first."""
    page = Paginator(duplicates.found(request.village), A_PAGE).get_page(request.GET.get("page"))
    ids = {pk for pair in page for pk in (pair.one_id, pair.other_id)}
    people = residents.known(request.village).in_bulk(list(ids))
    shown = [
        (people[pair.one_id], people[pair.other_id], pair.reasons)
        for pair in page
        if {pair.one_id, pair.other_id} <= people.keys()
    ]
    return render(request, "people/rights/duplicates.html", {"page": page, "pairs": shown})


@requires(Permission.MERGE_PEOPLE)
@require_safe
def compare_page(request: VillageRequest, one_id: int, other_id: int) -> HttpResponse:
    """Two records side by side; for each difference somebody chooses what is right."""
    kept, merged = _pair(request, one_id, other_id)
    pairs = comparing.pairs(kept, merged)
    context = {
        "kept": kept,
        "merged": merged,
        "both": (kept, merged),
        "form": ChooseForm(request.GET or None, pairs=pairs),
        "same": [pair for pair in pairs if pair.same and pair.kept != comparing.EMPTY],
    }
    return render(request, "people/rights/compare.html", context)


@requires(Permission.MERGE_PEOPLE)
def merge_page(request: VillageRequest, one_id: int, other_id: int) -> HttpResponse:
    """Everything that will move, then the button that joins the two records."""
    kept, merged = _pair_as_sent(request, (one_id, other_id))
    chosen = request.POST if request.method == "POST" else request.GET
    form = MergeForm(request.POST or None, initial={c: chosen.get(c) for c in merging.LABELS})
    choices = {c: value for c in merging.LABELS if (value := chosen.get(c)) in SIDES}

    def work(*, kept: Resident, merged: Resident, **choices: Any) -> dict[str, Any]:
        done = merging.merge(
            kept=kept, merged=merged, choices=choices, by=actor_of(request), at=timezone.now()
        )
        return {"merge": done.pk, "kept": kept.pk}

    done = None
    if request.method == "POST":
        done = form.run(
            request, kind="people.merge", work=work, about={"kept": kept, "merged": merged}
        )
    if done:
        return _joined(request, kept, merge_id=done.facts["merge"])
    planned, reason = _plan(kept, merged, choices)
    context = {"kept": kept, "merged": merged, "form": form, "reason": reason, "query": request.GET}
    if planned:
        context |= {
            "results": comparing.results(planned),
            "moves": comparing.moves(planned),
            "leftovers": comparing.leftovers(planned),
        }
    return render(request, "people/rights/merge.html", context, status=status(form))


SIDES = {"kept", "merged", merging.BOTH}


def _plan(
    kept: Resident, merged: Resident, choices: dict[str, str]
) -> tuple[merging.Plan | None, str]:
    try:
        return merging.plan(kept=kept, merged=merged, choices=choices), ""
    except Refused as reason:
        return None, str(reason)


def _joined(request: VillageRequest, kept: Resident, *, merge_id: int) -> HttpResponse:
    slug = request.village.slug
    offer_undo(
        request,
        done=_("The two records of %(name)s are one now.") % {"name": kept.name},
        url=reverse("people:merge_undo", args=[slug, merge_id]),
    )
    return redirect("people:resident", slug, kept.pk)


def _pair(request: VillageRequest, one_id: int, other_id: int) -> tuple[Resident, Resident]:
    if one_id == other_id:
        raise Http404
    return merging.which_stays(resident_of(request, one_id), resident_of(request, other_id))


def _pair_as_sent(request: VillageRequest, ids: tuple[int, int]) -> tuple[Resident, Resident]:
    """The pair of a form that may have arrived before: then one of the two is joined already."""
    records = Resident.objects.of(request.village).filter(erased_at__isnull=True)
    found = records.select_related("household", "user").in_bulk(list(ids))
    if len(found) < len(set(ids)) or len(found) == 1:
        raise Http404
    return merging.which_stays(*found.values())


@requires(Permission.MERGE_PEOPLE)
@require_POST
def tell_apart(request: VillageRequest, one_id: int, other_id: int) -> HttpResponse:
    """Bukan orang yang sama: the pair is not shown again."""
    one, other = _pair(request, one_id, other_id)

    def work(*, one: Resident, other: Resident) -> dict[str, Any]:
        apart = duplicates.tell_apart(one=one, other=other, by=actor_of(request), at=timezone.now())
        return {"apart": apart.pk}

    done = press(request, kind="people.tell_apart", work=work, about={"one": one, "other": other})
    if done:
        url = reverse("people:apart_undo", args=[request.village.slug, done.facts["apart"]])
        told = _("%(one)s and %(other)s are two persons.") % {"one": one.name, "other": other.name}
        offer_undo(request, done=told, url=url)
    return redirect("people:duplicates", request.village.slug)


@requires(Permission.MERGE_PEOPLE)
@require_POST
def apart_undo(request: VillageRequest, apart_id: int) -> HttpResponse:
    """Ask about the pair again."""
    apart = get_object_or_404(
        DifferentPersons.objects.of(request.village).select_related("one", "other"), pk=apart_id
    )
    work = partial(duplicates.take_back, by=actor_of(request), at=timezone.now())
    told = _("The pair is shown again.")
    press(request, kind="people.undo_apart", work=work, about={"apart": apart}, done=told)
    return redirect("people:duplicates", request.village.slug)


@requires(Permission.MERGE_PEOPLE)
@require_POST
def merge_undo(request: VillageRequest, merge_id: int) -> HttpResponse:
    """Make one record two again."""
    merges = Merge.objects.of(request.village).select_related("kept", "merged", "undo")
    merge = get_object_or_404(merges, pk=merge_id)

    def work(*, merge: Merge) -> dict[str, int]:
        undone = merging.undo(merge=merge, by=actor_of(request), at=timezone.now())
        return {"undone": undone.pk}

    told = _("There are two records again, each as it was.")
    press(request, kind="people.undo_merge", work=work, about={"merge": merge}, done=told)
    return redirect("people:resident", request.village.slug, merging.final_record(merge.kept).pk)
