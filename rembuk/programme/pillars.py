"""The programmes that ship with Rembuk, and which of them a village runs."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from rembuk.lib.errors import Refused
from rembuk.programme.models import Pillar, ProgrammeTemplate, VillageProgramme
from rembuk.programme.sources import DATA
from rembuk.villages import audit
from rembuk.villages.actors import Actor
from rembuk.villages.models import Known, Village

SHIPPED = ("desmigratif.json", "desa_migran_emas.json")
FIRST_YEAR = 2016  # the first Desmigratif villages (kontan.co.id, 15 January 2019)


@transaction.atomic
def load_templates(**_signal: Any) -> None:
    """Bring the shipped programmes up to date with their files; harmless when they are.

    Called after every migration. A pillar that a file no longer names is left where it is,
    because villages' records may hang on it.
    """
    contents = [json.loads((DATA / name).read_text(encoding="utf-8")) for name in SHIPPED]
    pillars = {key: pillar for content in contents for key, pillar in _load(content)}
    for content in contents:
        for part in content["pillars"]:
            served = [pillars[key] for key in part.get("serves", [])]
            pillars[f"{content['code']}:{part['code']}"].serves.set(served)


def _load(content: dict[str, Any]) -> Iterable[tuple[str, Pillar]]:
    about = {key: value for key, value in content.items() if key != "pillars"}
    template, _made = ProgrammeTemplate.objects.update_or_create(
        code=content["code"],
        defaults={
            "order": content["order"],
            "name_id": content["name"]["id"],
            "name_en": content["name"]["en"],
            "content": about,
        },
    )
    for part in content["pillars"]:
        pillar, _made = Pillar.objects.update_or_create(
            template=template,
            code=part["code"],
            defaults={
                "order": part["order"],
                "name_id": part["name"]["id"],
                "name_en": part["name"]["en"],
                "colour": part["colour"],
                "content": part,
            },
        )
        yield f"{template.code}:{pillar.code}", pillar


def running_in(village: Village, *, on: date) -> list[VillageProgramme]:
    """The programmes the village runs on a day; the last day still counts."""
    runs = lasting(village, on=on).select_related("template")
    return list(runs.order_by("template__order", "pk"))


def lasting(village: Village, *, on: date) -> QuerySet[VillageProgramme]:
    """What the village runs on a day, to be asked further."""
    still = Q(until__isnull=True) | Q(until__gte=on)
    return VillageProgramme.objects.of(village).filter(still, since__lte=on)


def runs_of(village: Village) -> list[VillageProgramme]:
    """Every programme the village ever ran, newest first."""
    runs = VillageProgramme.objects.of(village).select_related("template", "started_by")
    return list(runs.order_by("-since", "pk"))


def pillars_of(runs: Iterable[VillageProgramme]) -> list[Pillar]:
    """The pillars and themes of these programmes, in order, with what serves them."""
    codes = [run.template_id for run in runs]
    pillars = Pillar.objects.filter(template__in=codes).select_related("template")
    return list(pillars.prefetch_related("served_by").order_by("template__order", "order", "pk"))


def may_start(village: Village) -> list[ProgrammeTemplate]:
    """The programmes the village does not run now or later."""
    open_runs = VillageProgramme.objects.of(village).filter(until__isnull=True)
    taken = open_runs.values("template")
    return list(ProgrammeTemplate.objects.exclude(pk__in=taken).order_by("order", "code"))


def every() -> list[ProgrammeTemplate]:
    """Return the programmes of the ministry, in their order."""
    return list(ProgrammeTemplate.objects.order_by("order", "code"))


@transaction.atomic
def start(  # noqa: PLR0913  # what is known of one run, each part named by the caller
    *,
    village: Village,
    template: ProgrammeTemplate,
    since: date,
    since_precision: str = Known.DAY,
    designation_year: int | None = None,
    decree_number: str = "",
    source: str = "",
    by: Actor,
    at: datetime,
) -> VillageProgramme:
    """Let the village run a programme from a day on; another may run beside it.

    `since` is any day of what `since_precision` covers, where no source gives the day.
    `designation_year` and `decree_number` stay empty where nobody knows them.
    Errors: Refused if it runs already on that day or later.
    """
    earlier = VillageProgramme.objects.of(village).filter(template=template)
    if earlier.filter(Q(until__isnull=True) | Q(until__gte=since)).exists():
        raise Refused(
            _("%(programme)s runs already on that day. Choose a later day, or stop it first.")
            % {"programme": template.short_name}
        )
    run = VillageProgramme.objects.create(
        village=village,
        template=template,
        since=since,
        since_precision=since_precision,
        designation_year=designation_year,
        decree_number=decree_number,
        source=source,
        started_at=at,
        started_by=by.user,
    )
    audit.record(village=village, verb="programme.started", subject=run, by=by, at=at)
    return run


@transaction.atomic
def stop(*, run: VillageProgramme, until: date, by: Actor, at: datetime) -> VillageProgramme:
    """Stop a programme; `until` is its last day. Its evidence and facts stay.

    Errors: Refused if it has stopped already, or would end before it began.
    """
    if run.until is not None:
        raise Refused(_("This programme has stopped already. Open the page again."))
    if until < run.since:
        raise Refused(_("The last day comes before the first. Choose a later day."))
    run.until, run.stopped_at, run.stopped_by = until, at, by.user
    run.save(update_fields=["until", "stopped_at", "stopped_by"])
    audit.record(
        village=run.village,
        verb="programme.stopped",
        subject=run,
        by=by,
        at=at,
        changes=[("programme_until", None, until)],
    )
    return run
