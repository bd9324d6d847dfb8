"""Addresses of this room, under /region/."""

from django.urls import path

from rembuk.reporting import views

app_name = "reporting"
urlpatterns = [
    path("", views.overview, name="overview"),
    path("villages/", views.villages_page, name="villages"),
    path("villages/<str:code>/", views.profile, name="profile"),
    path("indicators/", views.indicators_page, name="indicators"),
    path("indicators/<slug:key>/", views.indicator_page, name="indicator"),
    path("comparison/", views.comparison, name="comparison"),
    path("download/", views.download, name="download"),
    path("download/indicators.csv", views.download_csv, name="download_csv"),
    path("download/indicators.xlsx", views.download_xlsx, name="download_xlsx"),
]
