"""Bringing in a workbook: choose, look, confirm, and undo as a whole."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from rembuk.lib import tables
from rembuk.lib.countries import country_label
from rembuk.lib.errors import Refused
from rembuk.people import exporting, storing
from rembuk.people.forms.imports import ColumnsForm, UploadForm
from rembuk.people.importing import error_workbook
from rembuk.people.importing.messages import (
    FILE_ERRORS,
    IGNORED,
    issue_message,
    known_place,
    row_place,
)
from rembuk.people.models import ColumnChoice, ImportBatch, ImportRow
from rembuk.people.views import import_work
from rembuk.villages.access import VillageRequest, actor_of, requires
from rembuk.villages.permissions import Permission
from rembuk.web.forms import CommandForm, status
from rembuk.web.parts import Tab
from rembuk.web.uploads import was_too_large

ROWS_A_PAGE = 30
BATCHES_SHOWN = 20
OUTCOMES = (
    ("rejected", gettext_lazy("Wait for correction")),
    ("accepted", gettext_lazy("Taken")),
    ("flagged", gettext_lazy("Taken, with a remark")),
    ("duplicate", gettext_lazy("Here already")),
    ("ignored", gettext_lazy("Not people")),
)


@requires(Permission.IMPORT_PEOPLE)
def imports_page(request: VillageRequest) -> HttpResponse:
    """Choose a file, and see the files that came before."""
    sent = request.method == "POST"
    form = UploadForm(
        request.POST if sent else None,
        request.FILES if sent else None,
        too_large=was_too_large(request),
    )
    done = form.run(request, kind="people.import", work=partial(_stage, request))
    if done:
        return redirect("people:import", request.village.slug, done.facts["batch"])
    batches = ImportBatch.objects.of(request.village).select_related("uploaded_by")
    recent = batches.defer("file_sealed").order_by("-uploaded_at", "-pk")[:BATCHES_SHOWN]
    context = {"form": form, "batches": recent}
    return render(request, "people/imports/list.html", context, status=status(form))


@requires(Permission.IMPORT_PEOPLE)
@never_cache
@require_safe
def import_page(request: VillageRequest, batch_id: int) -> HttpResponse:
    """One file: how far it is, what would become of each row, what became of it."""
    batch = _batch_of(request, batch_id)
    busy = batch.state in {batch.State.READING, batch.State.STORING}
    if busy:
        context = {
            "batch": batch,
            "progress": import_work.progress_of(batch),
            "form": CommandForm(),
        }
        partial_page = "HX-Request" in request.headers and context["progress"]
        name = "people/imports/_progress.html" if partial_page else "people/imports/busy.html"
        return render(request, name, context)
    if "HX-Request" in request.headers and "HX-Boosted" not in request.headers:
        # Progress was looked for and the work is done: show the whole page.
        return HttpResponse(status=204, headers={"HX-Refresh": "true"})
    return render(request, "people/imports/batch.html", _shown(request, batch))


@requires(Permission.IMPORT_PEOPLE)
def columns_page(request: VillageRequest, batch_id: int) -> HttpResponse:
    """Say which column means what; the file is then read again."""
    batch = _batch_of(request, batch_id)
    remembered = ColumnChoice.objects.of(request.village).values_list("signature", "columns")
    form = ColumnsForm(
        request.POST or None,
        tables=batch.report.get("tables", []),
        remembered={**dict(remembered), **batch.choices},
    )
    done = form.run(
        request,
        kind="people.import_columns",
        about={"batch": batch},
        work=lambda batch, **_chosen: import_work.check(batch, form.choices()),
    )
    if done:
        return redirect("people:import", request.village.slug, batch.pk)
    context = {"form": form, "batch": batch}
    return render(request, "people/imports/columns.html", context, status=status(form))


@requires(Permission.IMPORT_PEOPLE)
@require_POST
def check_again(request: VillageRequest, batch_id: int) -> HttpResponse:
    """Read the file again, after a stop or when people were recorded since."""
    batch = _batch_of(request, batch_id)
    return _do(
        request, batch, "people.import_check", lambda: import_work.check(batch, batch.choices)
    )


@requires(Permission.IMPORT_PEOPLE)
@require_POST
def store(request: VillageRequest, batch_id: int) -> HttpResponse:
    """Store what was looked at, and remember its columns for the next file like it."""
    batch = _batch_of(request, batch_id)

    def work() -> None:
        by = actor_of(request)
        storing.remember(village=request.village, choices=batch.choices, by=by, at=timezone.now())
        import_work.store(batch, by)

    return _do(request, batch, "people.import_store", work)


@requires(Permission.IMPORT_PEOPLE)
@require_POST
def undo(request: VillageRequest, batch_id: int) -> HttpResponse:
    """Take a whole file back."""
    batch = _batch_of(request, batch_id)

    def work() -> dict[str, int]:
        removed = storing.undo(batch=batch, by=actor_of(request), at=timezone.now())
        return {"removed": removed}

    return _do(request, batch, "people.import_undo", work)


@requires(Permission.IMPORT_PEOPLE)
@require_safe
def corrections(request: VillageRequest, batch_id: int) -> HttpResponse:
    """The rows that wait, as a workbook to correct and bring in again."""
    batch = _batch_of(request, batch_id)
    try:
        data = storing.file_of(batch)
    except Refused as reason:
        messages.warning(request, str(reason))
        return redirect("people:import", request.village.slug, batch.pk)
    report = storing.judge(
        village=request.village,
        data=data,
        file_name=batch.file_name,
        today=request.today,
        choices=batch.choices,
    )
    book = error_workbook(report, data, file_name=batch.file_name)
    name = f"perbaikan-{batch.pk}.xlsx"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(book, content_type=tables.XLSX, headers=headers)


@requires(Permission.EXPORT_PEOPLE)
@require_safe
def download(request: VillageRequest) -> HttpResponse:
    """Everybody as a workbook, without NIK and family-card numbers; the trail says who took it."""
    columns = exporting.EXPORT_COLUMNS["residents"]
    book = tables.as_xlsx([columns, *exporting.table_rows(request.village)], sheet="Warga")
    exporting.note_download(village=request.village, by=actor_of(request), at=timezone.now())
    name = f"warga-{request.today:%Y-%m-%d}.xlsx"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(book, content_type=tables.XLSX, headers=headers)


# --- inside ------------------------------------------------------------------------------------


def _batch_of(request: VillageRequest, batch_id: int) -> ImportBatch:
    batches = ImportBatch.objects.of(request.village).select_related("village")
    return get_object_or_404(batches.select_related("uploaded_by", "stored_by"), pk=batch_id)


def _stage(request: VillageRequest, *, file: Any) -> dict[str, int]:
    batch = storing.stage(
        village=request.village,
        data=file.read(),
        file_name=file.name,
        by=actor_of(request),
        at=timezone.now(),
    )
    import_work.check(batch, {})
    return {"batch": batch.pk}


def _do(request: VillageRequest, batch: ImportBatch, kind: str, work: Any) -> HttpResponse:
    """Run one step of a batch once and go back to its page, with what was refused if it was."""
    form = CommandForm(request.POST)
    done = form.run(request, kind=kind, about={"batch": batch}, work=lambda batch: work())
    if done is None:
        context = {**_shown(request, batch), "form": form}
        return render(request, "people/imports/batch.html", context, status=status(form))
    if "removed" in done.facts:
        removed = done.facts["removed"]
        messages.success(request, _("%(count)s people of this file removed.") % {"count": removed})
    return redirect("people:import", request.village.slug, batch.pk)


def _shown(request: VillageRequest, batch: ImportBatch) -> dict[str, Any]:
    counts = batch.report.get("counts", {})
    numbers = {**counts, "duplicate": counts.get("duplicates", 0)}
    here = reverse("people:import", args=[request.village.slug, batch.pk])
    present = [(key, label) for key, label in OUTCOMES if numbers.get(key)]
    asked = request.GET.get("rows", "")
    chosen = (
        asked if asked in {key for key, _label in present} else present[0][0] if present else ""
    )
    tabs = [
        Tab(label=f"{label} ({numbers[key]})", url=f"{here}?rows={key}", current=key == chosen)
        for key, label in present
    ]
    page = Paginator(_rows(batch, chosen), ROWS_A_PAGE).get_page(request.GET.get("page"))
    if chosen != "ignored":
        page.object_list = [_in_words(row) for row in page.object_list]
    return {
        "batch": batch, "counts": counts, "tabs": tabs, "chosen": chosen, "page": page,
        "query": f"rows={chosen}&", "form": CommandForm(),
        "refused": import_work.refusal_of(batch),
        "file_refused": FILE_ERRORS.get(batch.report.get("file_error") or "", ""),
        "changed": storing.changed_since(batch) if batch.state == batch.State.STORED else 0,
    }  # fmt: skip


def _rows(batch: ImportBatch, chosen: str) -> Any:
    if chosen == "ignored":
        return [{**row, "label": IGNORED[row["reason"]]} for row in batch.report["ignored"]]
    rows = batch.rows.select_related("resident").order_by("pk")
    if chosen == "flagged":
        return rows.filter(outcome="accepted").exclude(issues=[])
    return rows.filter(outcome=chosen)


def _in_words(row: ImportRow) -> ImportRow:
    """Say issues in the reader's language, and a suggestion as people read it: Taiwan, not TW."""
    for issue in row.issues:
        other = issue.get("other") or {}
        place = row_place(other["sheet"], other["row"]) if "row" in other else ""
        place = known_place() if "resident_key" in other else place
        issue["message"] = issue_message(issue["code"], of_row=place)
        if issue.get("suggest") and issue["field"] == "country":
            issue["suggest"] = country_label(issue["suggest"])
    return row
