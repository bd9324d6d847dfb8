"""Addresses of this room, under /desa/<village>/remittance/."""

from django.urls import path

from rembuk.remittance.views import divisions, statements, unknown

app_name = "remittance"
group = "<int:group_id>/"
one = f"{group}<int:statement_id>/"
hers = f"{group}divisions/<int:member_id>/"
urlpatterns = [
    path("begin/", statements.begin, name="begin"),
    path(group, statements.statements_page, name="statements"),
    path(f"{group}unknown/", unknown.unknown_page, name="unknown"),
    path(f"{group}unknown/<int:credit_id>/", unknown.identify, name="identify"),
    path(f"{group}divisions/", divisions.divisions_page, name="divisions"),
    path(hers, divisions.division_page, name="division"),
    path(f"{hers}divide/", divisions.divide_for_her, name="divide"),
    path(one, statements.statement_page, name="statement"),
    path(f"{one}book/", statements.book_statement, name="book"),
]
# Mounted outside the villages, for a member wherever she is: her own transfers.
mine = "<int:member_id>/transfers/"
own_urls = [
    path(f"{mine}division/", divisions.my_division, name="division"),
    path(f"{mine}divide/", divisions.divide, name="divide"),
]
