"""Pages that belong to no room."""

from django.urls import path, register_converter

from rembuk.web import home
from rembuk.web.converters import VillageSlug

register_converter(VillageSlug, "village")

app_name = "web"
urlpatterns = [
    path("", home.door, name="door"),
    path("home/", home.home, name="home"),
    path("act-as/<int:term_id>/", home.act_as, name="act_as"),
    path("desa/<village:village>/today/", home.today_page, name="today"),
    path("desa/<village:village>/record/", home.record_page, name="record"),
]
