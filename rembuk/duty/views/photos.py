"""Photos of a turn: added, with the mark that it was done; shown; taken away."""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from rembuk.duty import photos, records
from rembuk.duty.models import TurnPhoto
from rembuk.duty.views.places import turn_of
from rembuk.enterprise.pictures import Picture
from rembuk.enterprise.views.photos import JPEG, Asking, ask_photo, private_photo, take_away, there
from rembuk.enterprise.views.places import told
from rembuk.villages.access import VillageRequest, actor_of, group_of, requires
from rembuk.villages.permissions import Permission
from rembuk.web.views import address


@requires(Permission.SEE_WORK)
def new_photo(request: VillageRequest, turn_id: int) -> HttpResponse:
    """Add a photo of a turn; one that waits for its mark is done with it."""
    turn = turn_of(request, turn_id)

    def add(picture: Picture) -> TurnPhoto:
        return photos.add(turn=turn, picture=picture, **told(request))

    is_marked = records.kept_one(turn).mark is not None
    asking = Asking(
        kind="duty.new_photo", about={"turn": turn}, add=add, name=turn.holder.name,
        back=reverse("duty:turn", args=address(request, turn.pk)),
        heading=_("Add a photo") if is_marked else _("Done, with a photo"),
    )  # fmt: skip
    return ask_photo(request, asking)


@requires(Permission.SEE_WORK)
@require_safe
def photo(request: VillageRequest, photo_id: int) -> HttpResponse:
    """A photo, as large as it is kept."""
    return private_photo(there(_mine(request), photo_id).picture, JPEG)


@requires(Permission.SEE_WORK)
@require_safe
def small_photo(request: VillageRequest, photo_id: int) -> HttpResponse:
    """The square photo of a page."""
    return private_photo(there(_mine(request), photo_id).thumbnail)


@requires(Permission.SEE_WORK)
@require_POST
def remove_photo(request: VillageRequest, photo_id: int) -> HttpResponse:
    """Take a photo away."""
    found = _mine(request).select_related("turn__holder__resident", "turn__group")
    one = get_object_or_404(found, pk=photo_id)

    def remove() -> None:
        photos.remove(photo=one, by=actor_of(request), at=timezone.now())

    back = reverse("duty:turn", args=address(request, one.turn_id))
    return take_away(request, one, kind="duty.remove_photo", remove=remove, back=back)


def _mine(request: VillageRequest) -> QuerySet[TurnPhoto]:
    return TurnPhoto.objects.of(request.village).filter(turn__group=group_of(request))
