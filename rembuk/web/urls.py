"""Pages that belong to no room."""

from django.urls import path, register_converter

from rembuk.web import gallery, home, pwa, stylesheet, views
from rembuk.web.converters import DayInAddress, MonthInAddress, VillageSlug

register_converter(VillageSlug, "village")
register_converter(DayInAddress, "day")
register_converter(MonthInAddress, "month")

app_name = "web"
urlpatterns = [
    path("", home.door, name="door"),
    path("home/", home.home, name="home"),
    path("act-as/<int:term_id>/", home.act_as, name="act_as"),
    path("desa/<village:village>/today/", home.today_page, name="today"),
    path("desa/<village:village>/record/", home.record_page, name="record"),
    path("help/", views.help_page, name="help"),
    path("help/<slug:slug>/", views.guide_page, name="guide"),
    path("look-<slug:digest>.css", stylesheet.stylesheet, name="stylesheet"),
    path("manifest.webmanifest", pwa.manifest, name="manifest"),
    path("sw.js", pwa.service_worker, name="service_worker"),
    path("offline/", pwa.offline, name="offline"),
    path("gallery/", gallery.gallery, name="gallery"),
    path("gallery/form/", gallery.sample_form, name="gallery_form"),
    path("gallery/undo/", gallery.sample_undo, name="gallery_undo"),
    path("gallery/paper/", gallery.sample_paper, name="gallery_paper"),
    path("gallery/problems/<int:status>/", gallery.sample_problem, name="gallery_problem"),
]
