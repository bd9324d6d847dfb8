"""Addresses of this room, under /desa/<village>/people/."""

from django.urls import URLPattern, path

from rembuk.people.views import imports

app_name = "people"
import_urls = [
    path("imports/", imports.imports_page, name="imports"),
    path("imports/<int:batch_id>/", imports.import_page, name="import"),
    path("imports/<int:batch_id>/columns/", imports.columns_page, name="import_columns"),
    path("imports/<int:batch_id>/check/", imports.check_again, name="import_check"),
    path("imports/<int:batch_id>/store/", imports.store, name="import_store"),
    path("imports/<int:batch_id>/undo/", imports.undo, name="import_undo"),
    path("imports/<int:batch_id>/corrections/", imports.corrections, name="import_corrections"),
]
urlpatterns: list[URLPattern] = [*import_urls]
