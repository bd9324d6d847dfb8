"""Photos of a goat: added, shown, taken away."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from rembuk.enterprise.forms.photos import OnlyPhotoForm
from rembuk.enterprise.views.photos import JPEG, private_photo, sent
from rembuk.herd import photos
from rembuk.herd.models import Animal, AnimalPhoto
from rembuk.herd.views.animals import animal_of, signed_by
from rembuk.villages.access import VillageRequest, group_of, requires
from rembuk.villages.permissions import Permission
from rembuk.web.forms import press, status
from rembuk.web.views import address


@requires(Permission.RECORD_WORK)
def new_photo(request: VillageRequest, animal_id: int) -> HttpResponse:
    """Add a photo of a goat."""
    animal = animal_of(request, animal_id)
    form = OnlyPhotoForm(*sent(request))

    def work(*, animal: Animal) -> dict[str, Any]:
        assert form.picture
        return {"photo": photos.add(animal=animal, picture=form.picture,
                                    signed=signed_by(request)).pk}  # fmt: skip

    if request.method == "POST" and form.run(
        request, kind="herd.new_photo", work=work, about={"animal": animal}
    ):
        messages.success(request, _("The photo is kept, for your group only."))
        return redirect("herd:animal", *address(request, animal.pk))
    context = {
        "group": group_of(request), "form": form, "about": animal, "heading": _("Add a photo"),
        "back": reverse("herd:animal", args=address(request, animal.pk)),
    }  # fmt: skip
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


@requires(Permission.RECORD_WORK)
@require_POST
def remove_photo(request: VillageRequest, photo_id: int) -> HttpResponse:
    """Take a photo away."""
    mine = AnimalPhoto.objects.of(request.village).filter(animal__group=group_of(request))
    one = get_object_or_404(mine.select_related("animal"), pk=photo_id)  # also one that is gone

    def work(*, photo: AnimalPhoto) -> None:
        photos.remove(photo=photo, signed=signed_by(request))

    done = _("The photo is taken away.")
    press(request, kind="herd.remove_photo", work=work, about={"photo": one}, done=done)
    return redirect("herd:animal", *address(request, one.animal_id))


def _photo(request: VillageRequest, photo_id: int) -> AnimalPhoto:
    mine = AnimalPhoto.objects.of(request.village).filter(removed_at__isnull=True)
    return get_object_or_404(mine.filter(animal__group=group_of(request)), pk=photo_id)
