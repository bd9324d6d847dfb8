"""Small lessons: for everybody to read and keep on the phone; in a group, with how far one is."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from rembuk.enterprise import lessons
from rembuk.enterprise.forms.lessons import LessonForm
from rembuk.enterprise.lesson_texts import LESSONS
from rembuk.enterprise.models import Membership
from rembuk.villages.access import VillageRequest, actor_of, group_of, public, requires
from rembuk.villages.permissions import Permission
from rembuk.web.forms import status
from rembuk.web.views import address


@public
@require_safe
def all_lessons(request: HttpRequest) -> HttpResponse:
    """All lessons on one page, so that one page is all a phone must keep; it prints."""
    return render(request, "enterprise/all_lessons.html", {"lessons": LESSONS})


@requires(Permission.SEE_WORK)
@require_safe
def lessons_page(request: VillageRequest) -> HttpResponse:
    """How far she is herself; who leads the group reads how far each member is."""
    group = group_of(request)
    mine = lessons.membership_of(group, request.user)
    steps = lessons.steps_of(mine)
    leads = request.acting.may(Permission.RUN_GROUP)
    context = {
        "group": group,
        "mine": mine,
        "steps": steps,
        "done": sum(one.done_on is not None for one in steps),
        "all": len(LESSONS),
        "learners": lessons.learners(group, on=request.today) if leads else [],
    }
    return render(request, "enterprise/lessons.html", context)


@requires(Permission.SEE_WORK)
def lesson_page(request: VillageRequest, lesson_code: str) -> HttpResponse:
    """One lesson and its question; a member's right answer is kept."""
    lesson = lessons.by_code(lesson_code)
    if lesson is None:
        raise Http404
    group = group_of(request)
    mine = lessons.membership_of(group, request.user)
    form = LessonForm(request.POST or None, lesson=lesson)

    def work(*, membership: Membership, chosen: str, **_about: str) -> None:
        lessons.answer(
            membership=membership, lesson=lesson, chosen=chosen, by=actor_of(request),
            at=timezone.now(), today=request.today,
        )  # fmt: skip

    about = {"membership": mine, "lesson": lesson.code}
    if request.method == "POST" and mine is None:
        raise Http404
    if request.method == "POST" and form.run(
        request, kind="enterprise.lesson", work=work, about=about
    ):
        messages.success(request, str(lesson.because))
        return redirect("enterprise:lessons", *address(request))
    step = next(one for one in lessons.steps_of(mine) if one.lesson is lesson)
    context = {"group": group, "mine": mine, "one": lesson, "done_on": step.done_on, "form": form}
    return render(request, "enterprise/lesson.html", context, status=status(form))
