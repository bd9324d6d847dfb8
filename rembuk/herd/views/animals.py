"""One goat: a new one, its page, and what is corrected of it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from rembuk.enterprise.views.photos import frames, sent
from rembuk.herd import animals, bookings, fitting, lives, photos, swaps
from rembuk.herd.emergencies import AFTER_KIDDING
from rembuk.herd.events import Signed
from rembuk.herd.forms.animals import AnimalForm, NewAnimalForm
from rembuk.herd.models import Animal
from rembuk.villages.access import VillageRequest, actor_of, group_of, requires
from rembuk.villages.models import Group
from rembuk.villages.permissions import Permission
from rembuk.web.forms import status
from rembuk.web.views import address


@requires(Permission.SEE_WORK)
@require_safe
def animal_page(request: VillageRequest, animal_id: int) -> HttpResponse:
    """One goat: what it is, its kin, and its life."""
    animal = animal_of(request, animal_id)
    may_record = request.acting.may(Permission.RECORD_WORK)
    life = lives.of(animal, on=request.today)
    context = {
        "group": group_of(request),
        "animal": animal,
        "life": life,
        "after": AFTER_KIDDING,
        "booking": bookings.open_of(group_of(request)).filter(animal=animal).first(),
        "offered": fitting.offered(sex=animal.sex, age_class=life.age_class, months=life.months),
        "photos": frames(request, photos.of(animal), room="herd", may_remove=may_record),
        "may_record": may_record,
    }
    return render(request, "herd/animal.html", context)


@requires(Permission.RECORD_WORK)
def new_animal(request: VillageRequest) -> HttpResponse:
    """Record a goat that came from elsewhere."""
    group = group_of(request)
    known = swaps.arriving(group, request.GET.get("card", ""), on=request.today)
    form = NewAnimalForm(*sent(request), today=request.today, initial=known)

    def work(*, group: Group, **typed: Any) -> dict[str, Any]:
        facts, coming = form.told(**typed)
        made = animals.add(
            group=group, facts=facts, coming=coming, signed=signed_by(request),
            picture=form.picture,
        )  # fmt: skip
        return {"animal": made.pk, "name": str(made)}

    if request.method == "POST":
        outcome = form.run(request, kind="herd.new_animal", work=work, about={"group": group})
        if outcome:
            told = _("%(name)s is in the herd book.") % {"name": outcome.facts["name"]}
            messages.success(request, told)
            return redirect("herd:animal", *address(request, outcome.facts["animal"]))
    context = {"group": group, "form": form}
    return render(request, "herd/new_animal.html", context, status=status(form))


@requires(Permission.RECORD_WORK)
def correct_animal(request: VillageRequest, animal_id: int) -> HttpResponse:
    """Correct what is known of a goat."""
    animal = animal_of(request, animal_id)
    form = AnimalForm(request.POST or None, animal=animal)

    def work(*, animal: Animal, **typed: Any) -> None:
        animals.correct(animal=animal, facts=form.facts(**typed), signed=signed_by(request))

    about = {"animal": animal}
    if request.method == "POST" and form.run(
        request, kind="herd.correct_animal", work=work, about=about
    ):
        messages.success(request, _("The change is saved."))
        return redirect("herd:animal", *address(request, animal.pk))
    context = {"group": group_of(request), "animal": animal, "form": form}
    return render(request, "herd/correct_animal.html", context, status=status(form))


def animal_of(request: VillageRequest, animal_id: int) -> Animal:
    """Return a goat of the group that the address names."""
    mine = animals.of(group_of(request)).select_related(
        "group", "village", "dam", "sire", "other_sire"
    )
    return get_object_or_404(mine, pk=animal_id)


def signed_by(request: VillageRequest) -> Signed:
    """Return who writes, now."""
    return Signed(by=actor_of(request), at=timezone.now(), today=request.today)
