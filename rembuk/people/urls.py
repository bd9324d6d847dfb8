"""Addresses of this room, under /desa/<village>/people/."""

from django.urls import URLPattern, path

from rembuk.people.views import (
    consents,
    duplicates,
    history,
    households,
    imports,
    journeys,
    numbers,
    own,
    own_access,
    registering,
    residents,
    rights,
)

app_name = "people"
resident_urls = [
    path("", residents.residents_page, name="residents"),
    path("paper/", residents.residents_paper, name="residents_paper"),
    path("found/", residents.found, name="found"),
    path("new/", registering.new_resident, name="new_resident"),
    path("<int:resident_id>/", residents.resident_page, name="resident"),
    path("<int:resident_id>/national-id/", residents.national_id_page, name="national_id"),
    path("<int:resident_id>/edit/<slug:part>/", registering.edit_resident, name="edit_resident"),
    path("<int:resident_id>/undo/", registering.undo_resident, name="undo_resident"),
    path(
        "<int:resident_id>/corrections/<int:entry_id>/undo/",
        registering.undo_correction,
        name="undo_correction",
    ),
]
journey_urls = [
    path("journey/", journeys.pick_for_step, name="pick_for_step"),
    path("<int:resident_id>/journey/", journeys.journey_page, name="journey"),
    path("<int:resident_id>/journey/new/", journeys.new_step, name="new_step"),
    path("steps/<int:step_id>/withdraw/", journeys.withdraw_step, name="withdraw_step"),
    path("steps/<int:step_id>/undo/", journeys.undo_step, name="undo_step"),
    path("steps/<int:step_id>/restore/", journeys.restore_step, name="restore_step"),
]
household_urls = [
    path("households/", households.households_page, name="households"),
    path("households/new/", households.new_household, name="new_household"),
    path("households/<int:household_id>/", households.household_page, name="household"),
    path("households/<int:household_id>/undo/", households.undo_household, name="undo_household"),
    path("households/<int:household_id>/members/", households.add_member, name="add_member"),
    path("households/<int:household_id>/duties/", households.new_duty, name="new_duty"),
    path(
        "households/<int:household_id>/members/<int:resident_id>/undo/",
        households.undo_leave,
        name="undo_leave",
    ),
    path("<int:resident_id>/household/leave/", households.leave_household, name="leave_household"),
    path("<int:resident_id>/household/undo/", households.undo_join, name="undo_join"),
    path("duties/<int:duty_id>/end/", households.end_duty, name="end_duty"),
    path("duties/<int:duty_id>/resume/", households.resume_duty, name="resume_duty"),
    path("duties/<int:duty_id>/undo/", households.undo_duty, name="undo_duty"),
]
number_urls = [
    path("numbers/", numbers.numbers_page, name="numbers"),
    path("numbers/people/", numbers.people_then, name="people_then"),
    path("numbers/moves/", numbers.people_moved, name="people_moved"),
    path("numbers/crossings/", numbers.people_crossed, name="people_crossed"),
]
import_urls = [
    path("download/", imports.download, name="download"),
    path("imports/", imports.imports_page, name="imports"),
    path("imports/<int:batch_id>/", imports.import_page, name="import"),
    path("imports/<int:batch_id>/columns/", imports.columns_page, name="import_columns"),
    path("imports/<int:batch_id>/check/", imports.check_again, name="import_check"),
    path("imports/<int:batch_id>/store/", imports.store, name="import_store"),
    path("imports/<int:batch_id>/undo/", imports.undo, name="import_undo"),
    path("imports/<int:batch_id>/corrections/", imports.corrections, name="import_corrections"),
]
duplicate_urls = [
    path("duplicates/", duplicates.duplicates_page, name="duplicates"),
    path("duplicates/<int:one_id>/<int:other_id>/", duplicates.compare_page, name="compare"),
    path("duplicates/<int:one_id>/<int:other_id>/join/", duplicates.merge_page, name="merge"),
    path("duplicates/<int:one_id>/<int:other_id>/apart/", duplicates.tell_apart, name="tell_apart"),
    path("apart/<int:apart_id>/undo/", duplicates.apart_undo, name="apart_undo"),
    path("merges/<int:merge_id>/undo/", duplicates.merge_undo, name="merge_undo"),
]
consent_urls = [
    path("<int:resident_id>/consents/", consents.consents_page, name="resident_consents"),
    path("<int:resident_id>/consents/<slug:purpose>/", consents.give_page, name="consent_give"),
    path("consents/<int:consent_id>/withdraw/", consents.withdraw_page, name="consent_withdraw"),
    path("consents/<int:consent_id>/undo/", consents.withdrawal_undo, name="consent_undo"),
    path("consent-form/", consents.consent_paper, name="consent_paper"),
    path("<int:resident_id>/consent-form/", consents.consent_paper, name="resident_consent_paper"),
]
rights_urls = [
    path("history/", history.history_page, name="history"),
    path("openings/", history.openings_page, name="openings"),
    path("<int:resident_id>/history/", history.resident_history, name="resident_history"),
    path("<int:resident_id>/copy/", rights.copy_page, name="resident_copy"),
    path("<int:resident_id>/copy.json", rights.copy_file, name="resident_copy_file"),
    path("<int:resident_id>/erase/", rights.erase_page, name="resident_erase"),
    path("<int:resident_id>/erased/", rights.erasure_page, name="erasure"),
    path("<int:resident_id>/access/", own_access.access_page, name="resident_access"),
    path("<int:resident_id>/access/slip/", own_access.access_slip, name="resident_access_slip"),
    path("corrections/", rights.corrections_page, name="corrections"),
    path("corrections/<int:request_id>/", rights.correction_page, name="correction"),
]
# Mounted outside the villages: a person's own pages, wherever her record is kept.
own_urls: list[URLPattern] = [
    path("", own.my_data, name="data"),
    path("correction/", own.my_correction, name="correction"),
]
urlpatterns: list[URLPattern] = [
    *duplicate_urls,
    *consent_urls,
    *rights_urls,
    *resident_urls,
    *journey_urls,
    *household_urls,
    *number_urls,
    *import_urls,
]
