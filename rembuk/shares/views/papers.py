"""A sharing as files to print."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from rembuk.shares import papers
from rembuk.shares.views.places import seen, sharing_of
from rembuk.shares.views.sharings import part_of, reckoned
from rembuk.villages.access import VillageRequest, requires
from rembuk.villages.permissions import Permission
from rembuk.web import paper
from rembuk.web.views import printed


@requires(Permission.SEE_WORK)
@require_safe
def statement(request: VillageRequest, sharing_id: int) -> HttpResponse:
    """The statement of all members on A4, for who sees every sum."""
    sharing = sharing_of(request, sharing_id)
    told, _refused = reckoned(sharing)
    if told is None or not seen(request, sharing).everybody:
        raise Http404
    sharing.village = request.village
    made = papers.statement(sharing, told, printed=printed(request), at=timezone.now())
    return _file(made, f"bagi-hasil-{sharing.until.isoformat()}.pdf")


@requires(Permission.SEE_WORK)
@require_safe
def slip(request: VillageRequest, sharing_id: int, sharer_id: int) -> HttpResponse:
    """One member's slip on A6."""
    sharing = sharing_of(request, sharing_id)
    told, line = part_of(request, sharing, sharer_id)
    sharing.village = request.village
    made = papers.slip(told, line, sharing=sharing, printed=printed(request), at=timezone.now())
    return _file(made, f"bagian-{sharing.until.isoformat()}.pdf")


def _file(made: bytes, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'inline; filename="{name}"'}
    return HttpResponse(made, content_type=paper.PDF, headers=headers)
