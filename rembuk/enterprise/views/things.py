"""What a group works with: the list, one thing, and everything that happens to it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from rembuk.cash import expected
from rembuk.enterprise import papers, repairs, things
from rembuk.enterprise.forms import things as forms
from rembuk.enterprise.models import Keeping, Repair, Thing
from rembuk.enterprise.views.places import told
from rembuk.villages.access import VillageRequest, actor_of, group_of, requires
from rembuk.villages.models import Group
from rembuk.villages.permissions import Permission
from rembuk.web.forms import press
from rembuk.web.undo import offer_undo
from rembuk.web.views import Question, address, as_paper, ask


@requires(Permission.SEE_WORK)
@require_safe
def things_page(request: VillageRequest) -> HttpResponse:
    """What the group works with, and what it had once."""
    group = group_of(request)
    here = list(things.there(group))
    usage = things.usage(here, on=request.today)
    context = {
        "group": group,
        "there": [(thing, usage.get(thing.pk)) for thing in here],
        "gone": things.gone(group),
        "may_record": request.acting.may(Permission.RECORD_WORK),
    }
    return render(request, "enterprise/things.html", context)


@requires(Permission.SEE_WORK)
@require_safe
def thing_page(request: VillageRequest, thing_id: int) -> HttpResponse:
    """One thing: what it is, who keeps it, how it is, and what happened to it."""
    thing = _thing(request, thing_id)
    mended = repairs.of(thing)
    asked = [one.money_id for one in mended if one.money_id]
    money = expected.settled(request.village, asked) if asked else {}
    context = {
        "group": thing.group,
        "thing": thing,
        "keepings": list(thing.keepings.order_by("-since", "-pk")),
        "checks": list(thing.checks.select_related("by").order_by("-on", "-pk")),
        "repairs": [(one, money.get(one.money_id or 0)) for one in mended],
        "usage": things.usage([thing], on=request.today).get(thing.pk),
        "use_days": things.USE_DAYS,
        "may_record": request.acting.may(Permission.RECORD_WORK),
    }
    return render(request, "enterprise/thing.html", context)


@requires(Permission.RECORD_WORK)
def add_thing(request: VillageRequest) -> HttpResponse:
    """Record a machine or tool that came."""
    form = forms.NewThingForm(
        request.POST or None, group=group_of(request), today=request.today,
        known=request.GET.get("known", ""),
    )  # fmt: skip

    def work(*, group: Group, **typed: Any) -> None:
        things.add(group=group, facts=things.Facts(**typed), **told(request))

    question = Question(
        kind="enterprise.add_thing",
        title=_("New machine or tool"),
        done=_("It is recorded."),
        back=reverse("enterprise:things", args=address(request)),
    )
    return ask(request, form, question, work=work, about={"group": group_of(request)})


@requires(Permission.RECORD_WORK)
def change_thing(request: VillageRequest, thing_id: int) -> HttpResponse:
    """Correct what is told of a thing."""
    thing = _thing(request, thing_id)
    initial = {name: getattr(thing, name) for name in things.FACTS}
    form = forms.ChangeThingForm(request.POST or None, initial=initial, read=initial)

    def work(*, thing: Thing, **typed: Any) -> None:
        facts = things.Facts(source=thing.source, **typed)
        things.change(thing=thing, facts=facts, by=actor_of(request), at=timezone.now())

    question = _about(request, thing, kind="change_thing", title=_("Change what is told of it"))
    return ask(request, form, question, work=work, about={"thing": thing})


@requires(Permission.RECORD_WORK)
def give_thing(request: VillageRequest, thing_id: int) -> HttpResponse:
    """Give a thing into somebody's keeping."""
    thing = _thing(request, thing_id)
    form = forms.KeeperForm(request.POST or None, group=thing.group, today=request.today)

    def work(*, thing: Thing, on: date, **typed: Any) -> None:
        things.give(thing=thing, since=on, **typed, **told(request))

    question = _about(
        request, thing, kind="give_thing", title=_("Who keeps “%(name)s”?") % {"name": thing.name},
        lead=_("On the next page you can print the slip that both sign."),
    )  # fmt: skip
    return ask(request, form, question, work=work, about={"thing": thing})


@requires(Permission.RECORD_WORK)
def check_thing(request: VillageRequest, thing_id: int) -> HttpResponse:
    """Record how a thing is."""
    thing = _thing(request, thing_id)
    form = forms.CheckForm(request.POST or None, today=request.today)

    def work(*, thing: Thing, **typed: Any) -> None:
        things.check(thing=thing, **typed, **told(request))

    title = _("How is “%(name)s”?") % {"name": thing.name}
    question = _about(request, thing, kind="check_thing", title=title)
    return ask(request, form, question, work=work, about={"thing": thing})


@requires(Permission.RECORD_WORK)
def repair_thing(request: VillageRequest, thing_id: int) -> HttpResponse:
    """Record that a thing was mended."""
    thing = _thing(request, thing_id)
    form = forms.RepairForm(request.POST or None, today=request.today)

    def work(*, thing: Thing, **typed: Any) -> None:
        repairs.record(thing=thing, facts=repairs.Facts(**typed), **told(request))

    title = _("Mending of “%(name)s”") % {"name": thing.name}
    question = _about(request, thing, kind="repair_thing", title=title)
    return ask(request, form, question, work=work, about={"thing": thing})


@requires(Permission.RECORD_WORK)
def take_back_repair(request: VillageRequest, thing_id: int, repair_id: int) -> HttpResponse:
    """Take back a repair recorded by mistake."""
    thing = _thing(request, thing_id)
    repair = get_object_or_404(Repair.objects.of(request.village).filter(thing=thing), pk=repair_id)
    form = forms.WhyForm(request.POST or None)

    def work(*, repair: Repair, why: str) -> None:
        repairs.take_back(repair=repair, why=why, by=actor_of(request), at=timezone.now())

    question = _about(
        request, thing, kind="take_back_repair", title=_("Take this mending back"),
        lead=repair.what,
    )  # fmt: skip
    return ask(request, form, question, work=work, about={"repair": repair})


@requires(Permission.RECORD_WORK)
def end_thing(request: VillageRequest, thing_id: int) -> HttpResponse:
    """Record that a thing is gone."""
    thing = _thing(request, thing_id)
    form = forms.EndThingForm(request.POST or None, today=request.today)

    def work(*, thing: Thing, **typed: Any) -> None:
        things.end(thing=thing, **typed, **told(request))

    title = _("“%(name)s” is no longer there") % {"name": thing.name}
    question = _about(request, thing, kind="end_thing", title=title)
    if request.method == "POST" and form.run(
        request, kind=question.kind, work=work, about={"thing": thing}
    ):
        url = reverse("enterprise:bring_back_thing", args=address(request, thing.pk))
        offer_undo(request, done=title, url=url)
        return redirect("enterprise:things", *address(request))
    return ask(request, form, question, work=work, about={"thing": thing})


@requires(Permission.RECORD_WORK)
@require_POST
def bring_back_thing(request: VillageRequest, thing_id: int) -> HttpResponse:
    """Take back that a thing is gone."""
    thing = _thing(request, thing_id)

    def work(*, thing: Thing) -> None:
        things.bring_back(thing=thing, by=actor_of(request), at=timezone.now())

    told = _("“%(name)s” is there.") % {"name": thing.name}
    press(request, kind="enterprise.bring_back_thing", work=work, about={"thing": thing}, done=told)
    return redirect("enterprise:thing", *address(request, thing.pk))


@requires(Permission.RECORD_WORK)
def note_use(request: VillageRequest) -> HttpResponse:
    """Note which machines were used on a day."""
    group, here = group_of(request), list(things.there(group_of(request)))
    form = forms.UseForm(request.POST or None, things=here, today=request.today)

    def work(*, group: Group, on: date, **typed: Any) -> None:
        things.note_use(group=group, on=on, used=form.used(**typed), **told(request))

    question = Question(
        kind="enterprise.note_use",
        title=_("What was used?"),
        done=_("The use of that day is noted."),
        back=reverse("enterprise:things", args=address(request)),
        lead=_("Whatever is left empty stood still that day. Told again, the later word counts."),
    )
    if not here:
        messages.info(request, _("Record a machine or tool first."))
        return redirect(question.back)
    return ask(request, form, question, work=work, about={"group": group})


@requires(Permission.SEE_WORK)
@require_safe
def hand_over_slip(request: VillageRequest, thing_id: int, keeping_id: int) -> HttpResponse:
    """The slip that both sign when a thing changes hands."""
    mine = Keeping.objects.of(request.village).filter(thing__group=request.group, thing=thing_id)
    keeping = get_object_or_404(mine.select_related("thing__group"), pk=keeping_id)
    keeping.thing.group.village = request.village
    made = papers.hand_over(keeping, at=timezone.now())
    return as_paper(made, name=f"serah-terima-{keeping.pk}")


def _thing(request: VillageRequest, thing_id: int) -> Thing:
    mine = Thing.objects.of(request.village).filter(group=request.group)
    return get_object_or_404(mine.select_related("group", "owner"), pk=thing_id)


def _about(
    request: VillageRequest, thing: Thing, *, kind: str, title: str, lead: str = ""
) -> Question:
    return Question(
        kind=f"enterprise.{kind}",
        title=title,
        done=_("The change is saved."),
        back=reverse("enterprise:thing", args=address(request, thing.pk)),
        lead=lead,
    )
