"""Addresses of this room, under /desa/<village>/surplus/, and its calculator at /hitung/shu/."""

from django.urls import path

from rembuk.surplus.views import calculator, dividing, yearly

app_name = "surplus"
group = "<int:group_id>/"
one = f"{group}shu/<int:division_id>/"
urlpatterns = [
    path(f"{group}shu/", dividing.shu_page, name="shu"),
    path(f"{group}shu/parts/", dividing.agree_rule, name="agree_rule"),
    path(f"{group}shu/compute/", dividing.compute, name="compute"),
    path(f"{one}check/", dividing.check, name="check"),
    path(f"{one}decide/", dividing.decide, name="decide"),
    path(f"{one}book/", dividing.book_decision, name="book_decision"),
    path(f"{one}end/", dividing.end, name="end"),
    path(f"{group}statements/", yearly.statements_page, name="statements"),
    path(f"{group}statements/<str:report>/", yearly.year_page, name="statement"),
    path(f"{group}statements/<str:report>.<str:kind>", yearly.year_file, name="statement_file"),
]
public_urls = [
    path("", calculator.calculator, name="calculator"),
]
