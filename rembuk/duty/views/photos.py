"""Photos of a turn: added, with the mark that it was done; shown; taken away."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from rembuk.duty import photos, records
from rembuk.duty.models import Turn, TurnPhoto
from rembuk.duty.views.places import frame, turn_of
from rembuk.enterprise.forms.photos import OnlyPhotoForm
from rembuk.enterprise.views.photos import JPEG, private_photo, sent
from rembuk.villages.access import VillageRequest, actor_of, group_of, requires
from rembuk.villages.permissions import Permission
from rembuk.web.forms import press, status
from rembuk.web.views import address


@requires(Permission.SEE_WORK)
def new_photo(request: VillageRequest, turn_id: int) -> HttpResponse:
    """Add a photo of a turn; one that waits for its mark is done with it."""
    turn = turn_of(request, turn_id)
    form = OnlyPhotoForm(*sent(request))

    def work(*, turn: Turn) -> dict[str, Any]:
        assert form.picture
        told: dict[str, Any] = {"by": actor_of(request), "at": timezone.now()}
        made = photos.add(turn=turn, picture=form.picture, today=request.today, **told)
        return {"photo": made.pk}

    if request.method == "POST" and form.run(
        request, kind="duty.new_photo", work=work, about={"turn": turn}
    ):
        messages.success(request, _("The photo is kept, for your group only."))
        return redirect("duty:turn", *address(request, turn.pk))
    is_marked = records.kept_one(turn).mark is not None
    context = frame(
        request, form=form, back=reverse("duty:turn", args=address(request, turn.pk)),
        heading=_("Add a photo") if is_marked else _("Done, with a photo"), about=turn.holder.name,
    )  # fmt: skip
    return render(request, "enterprise/new_photo.html", context, status=status(form))


@requires(Permission.SEE_WORK)
@require_safe
def photo(request: VillageRequest, photo_id: int) -> HttpResponse:
    """A photo, as large as it is kept."""
    return private_photo(_photo(request, photo_id).picture, JPEG)


@requires(Permission.SEE_WORK)
@require_safe
def small_photo(request: VillageRequest, photo_id: int) -> HttpResponse:
    """The square photo of a page."""
    return private_photo(_photo(request, photo_id).thumbnail)


@requires(Permission.SEE_WORK)
@require_POST
def remove_photo(request: VillageRequest, photo_id: int) -> HttpResponse:
    """Take a photo away."""
    mine = TurnPhoto.objects.of(request.village).filter(turn__group=group_of(request))
    found = mine.select_related("turn__holder__resident", "turn__group")
    one = get_object_or_404(found, pk=photo_id)  # also one that is taken away: sent twice

    def work(*, photo: TurnPhoto) -> None:
        photos.remove(photo=photo, by=actor_of(request), at=timezone.now())

    done = _("The photo is taken away.")
    press(request, kind="duty.remove_photo", work=work, about={"photo": one}, done=done)
    return redirect("duty:turn", *address(request, one.turn_id))


def _photo(request: VillageRequest, photo_id: int) -> TurnPhoto:
    mine = TurnPhoto.objects.of(request.village).filter(removed_at__isnull=True)
    return get_object_or_404(mine.filter(turn__group=group_of(request)), pk=photo_id)
