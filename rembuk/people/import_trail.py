"""What imports and downloads leave in the audit trail, on + Catat and on Hari ini."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rembuk.people.models import ImportBatch
from rembuk.villages import audit
from rembuk.villages.access import VillageRequest
from rembuk.villages.permissions import Permission
from rembuk.web import today

CARDS_MAX = 2


def register() -> None:
    """Register sentences, the entry under + Catat and the cards of files that wait."""
    audit.say(
        "people.import_undone",
        gettext_lazy("%(who)s undid the file %(subject)s and removed %(people_removed)s people"),
    )
    audit.say("people.list_printed", gettext_lazy("%(who)s opened a list of residents for paper"))
    audit.say("people.downloaded", gettext_lazy("%(who)s downloaded the list of residents"))
    audit.call_field("people_removed", gettext_lazy("people removed"))
    today.add_entry(
        today.Entry(
            label=gettext_lazy("Workbook"),
            hint=gettext_lazy("Bring in many people at once"),
            icon="upload",
            url_name="people:imports",
            permission=Permission.IMPORT_PEOPLE,
            order=60,
        )
    )
    today.add_cards(Permission.IMPORT_PEOPLE, cards)


def cards(request: VillageRequest) -> Iterator[today.Card]:
    """Files that were read and wait for somebody to decide."""
    waiting = ImportBatch.objects.of(request.village).filter(state=ImportBatch.State.CHECKED)
    for batch in waiting.only("file_name", "village_id").order_by("-uploaded_at", "-pk")[
        :CARDS_MAX
    ]:
        yield today.Card(
            urgency=today.Urgency.WAITS_FOR_APPROVAL,
            title=_("The file %(name)s waits for you") % {"name": batch.file_name},
            why=_("It was read. Nothing of it is stored before somebody decides."),
            button=_("Look at it"),
            url=reverse("people:import", args=[request.village.slug, batch.pk]),
            icon="file",
        )
