"""Addresses of this room, under /desa/<village>/remittance/."""

from django.urls import path

from rembuk.remittance.views import statements, unknown

app_name = "remittance"
group = "<int:group_id>/"
one = f"{group}<int:statement_id>/"
urlpatterns = [
    path("begin/", statements.begin, name="begin"),
    path(group, statements.statements_page, name="statements"),
    path(f"{group}unknown/", unknown.unknown_page, name="unknown"),
    path(f"{group}unknown/<int:credit_id>/", unknown.identify, name="identify"),
    path(one, statements.statement_page, name="statement"),
    path(f"{one}book/", statements.book_statement, name="book"),
]
