"""Addresses of this room, under /desa/<village>/surplus/, and its calculator at /hitung/shu/."""

from django.urls import path

from rembuk.surplus.views import calculator, yearly

app_name = "surplus"
group = "<int:group_id>/"
urlpatterns = [
    path(f"{group}statements/", yearly.statements_page, name="statements"),
    path(f"{group}statements/<str:report>/", yearly.year_page, name="statement"),
    path(f"{group}statements/<str:report>.<str:kind>", yearly.year_file, name="statement_file"),
]
public_urls = [
    path("", calculator.calculator, name="calculator"),
]
