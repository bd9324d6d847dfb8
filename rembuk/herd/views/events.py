"""What happens to a goat: recorded, corrected, taken back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from rembuk.herd import births, bookings, events, fathers
from rembuk.herd.births import Litter
from rembuk.herd.events import Told
from rembuk.herd.forms import events as forms
from rembuk.herd.models import COMING, Animal, Event, Kind
from rembuk.herd.views.animals import animal_of, signed_by
from rembuk.villages.access import VillageRequest, group_of, requires
from rembuk.villages.permissions import Permission
from rembuk.web.forms import press, status
from rembuk.web.views import address

FORMS: dict[str, Any] = {
    Kind.ILL: forms.IllForm,
    Kind.DIED: forms.DiedForm,
    Kind.TREATED: forms.TreatedForm,
    Kind.DEFECT: forms.DefectForm,
    Kind.MENDED: forms.MendedForm,
    Kind.WEIGHED: forms.WeighedForm,
    Kind.MATED: forms.MatedForm,
    Kind.NURSED: forms.NursedForm,
    Kind.WEANED: forms.WeanedForm,
    Kind.KEPT: forms.KeptForm,
    Kind.SLAUGHTERED: forms.LeftForm,
    Kind.SHARED: forms.LeftForm,
    Kind.LOST: forms.LeftForm,
    Kind.SWAPPED: forms.LeftForm,
    Kind.CULLED: forms.LeftForm,
    Kind.GIVEN: forms.LeftForm,
    Kind.KIDDED: forms.MovedForm,
    Kind.GRANTED: forms.CameForm,
    Kind.BOUGHT: forms.CameForm,
    Kind.HERE: forms.CameForm,
    Kind.EXCHANGED: forms.CameForm,
    Kind.CAME: forms.CameForm,
}
ASKS = {
    Kind.ILL: gettext_lazy("Illness"),
    Kind.DIED: gettext_lazy("Death"),
    Kind.TREATED: gettext_lazy("Treatment"),
    Kind.DEFECT: gettext_lazy("Defect"),
    Kind.MENDED: gettext_lazy("A defect is over"),
    Kind.WEIGHED: gettext_lazy("Weight or girth"),
    Kind.MATED: gettext_lazy("Mating"),
    Kind.NURSED: gettext_lazy("Another mother's milk"),
    Kind.WEANED: gettext_lazy("Weaning"),
    Kind.KEPT: gettext_lazy("Another keeper"),
    Kind.LOST: gettext_lazy("Out of the pen"),
}


@requires(Permission.RECORD_WORK)
def record(request: VillageRequest, animal_id: int, *, what: str) -> HttpResponse:
    """Record one thing that happened to a goat."""
    animal = animal_of(request, animal_id)
    form = _form(request, animal, what)

    def work(*, animal: Animal, **typed: Any) -> None:
        events.record(animal=animal, told=form.told(**typed), signed=signed_by(request))

    if request.method == "POST" and form.run(
        request, kind=f"herd.{what.lower()}", work=work, about={"animal": animal}
    ):
        return _done(request, animal)
    context = {"group": group_of(request), "animal": animal, "form": form, "asks": ASKS[Kind(what)]}
    if what == Kind.LOST:
        context["sale_url"] = reverse("herd:new_sale", args=address(request))
        context["booking"] = bookings.open_of(animal.group).filter(animal=animal).first()
    return render(request, "herd/record.html", context, status=status(form))


@requires(Permission.RECORD_WORK)
def birth(request: VillageRequest, animal_id: int) -> HttpResponse:
    """Record that a doe kidded."""
    dam = animal_of(request, animal_id)
    form = forms.KiddedForm(request.POST or None, animal=dam, today=request.today)

    def work(*, dam: Animal, **typed: Any) -> dict[str, Any]:
        sire, other, sure = fathers.likely(dam, on=typed["on"])
        litter = Litter(**typed, sire=sire, other_sire=other, sire_certainty=sure)
        kids = births.record(dam=dam, litter=litter, signed=signed_by(request))
        return {"kids": len(kids)}

    if request.method == "POST":
        outcome = form.run(request, kind="herd.birth", work=work, about={"dam": dam})
        if outcome:
            told = _("Recorded: %(name)s kidded, %(kids)s alive.") % {
                "name": dam, "kids": outcome.facts["kids"],
            }  # fmt: skip
            messages.success(request, told)
            return redirect("herd:animal", *address(request, dam.pk))
    context = {
        "group": group_of(request), "animal": dam, "form": form, "asks": _("Birth"),
    }  # fmt: skip
    return render(request, "herd/record.html", context, status=status(form))


@requires(Permission.RECORD_WORK)
@require_POST
def check(request: VillageRequest, animal_id: int) -> HttpResponse:
    """Tick that one looked at a doe after she kidded: today, now."""
    animal = animal_of(request, animal_id)

    def work(*, animal: Animal) -> None:
        told = Told(Kind.CHECKED, request.today)
        events.record(animal=animal, told=told, signed=signed_by(request))

    done = _("It is recorded. The others see that you looked.")
    press(request, kind="herd.checked", work=work, about={"animal": animal}, done=done)
    return redirect("herd:animal", *address(request, animal.pk))


@requires(Permission.RECORD_WORK)
def correct(request: VillageRequest, event_id: int) -> HttpResponse:
    """Let another row stand for an event."""
    event = _event(request, event_id, *FORMS)
    form = _form(request, event.animal, event.kind, event=event)

    def work(*, event: Event, **typed: Any) -> None:
        signed = signed_by(request)
        if event.kind == Kind.KIDDED:
            births.move(kidded=event, signed=signed, **typed)
        else:
            events.correct(event=event, told=form.told(**typed), signed=signed)

    if request.method == "POST" and form.run(
        request, kind="herd.correct", work=work, about={"event": event}
    ):
        messages.success(request, _("The change is saved."))
        return redirect("herd:animal", *address(request, event.animal_id))
    context = {
        "group": group_of(request), "animal": event.animal, "form": form, "event": event,
        "asks": event.get_kind_display(),
    }  # fmt: skip
    return render(request, "herd/record.html", context, status=status(form))


@requires(Permission.RECORD_WORK)
def take_back(request: VillageRequest, event_id: int) -> HttpResponse:
    """Take an event back, with a reason."""
    event = _event(request, event_id)
    form = forms.WhyForm(request.POST or None)

    def work(*, event: Event, why: str) -> None:
        events.take_back(event=event, why=why, signed=signed_by(request))

    if request.method == "POST" and form.run(
        request, kind="herd.take_back", work=work, about={"event": event}
    ):
        messages.success(request, _("It counts no more. It stays to be read with the reason."))
        if event.kind in COMING:
            return redirect("herd:animals", *address(request))
        return redirect("herd:animal", *address(request, event.animal_id))
    context = {"group": group_of(request), "animal": event.animal, "form": form, "event": event}
    return render(request, "herd/take_back.html", context, status=status(form))


@requires(Permission.RECORD_WORK)
def add_kid(request: VillageRequest, event_id: int) -> HttpResponse:
    """Add a kid that was forgotten to a kidding."""
    kidded = _event(request, event_id, Kind.KIDDED)
    form = forms.KidForm(request.POST or None)

    def work(*, event: Event, sex: str) -> None:
        births.add_kid(kidded=event, sex=sex, signed=signed_by(request))

    if request.method == "POST" and form.run(
        request, kind="herd.add_kid", work=work, about={"event": kidded}
    ):
        return _done(request, kidded.animal)
    context = {
        "group": group_of(request), "animal": kidded.animal, "form": form,
        "asks": _("One more kid"),
    }  # fmt: skip
    return render(request, "herd/record.html", context, status=status(form))


def _form(request: VillageRequest, animal: Animal, what: str, event: Event | None = None) -> Any:
    more: dict[str, Any] = {"animal": animal, "today": request.today}
    if event is not None:
        more["event"] = event
    return FORMS[what](request.POST or None, **more)


def _event(request: VillageRequest, event_id: int, *kinds: str) -> Event:
    """Return an event of the group, of one of the kinds."""
    mine = Event.objects.of(request.village).filter(group=request.group)
    mine = mine.filter(kind__in=kinds) if kinds else mine.exclude(kind=Kind.TAKEN_BACK)
    return get_object_or_404(mine.select_related("animal", "group", "village"), pk=event_id)


def _done(request: VillageRequest, animal: Animal) -> HttpResponse:
    messages.success(request, _("It is recorded."))
    return redirect("herd:animal", *address(request, animal.pk))
