"""Addresses of this room, under /desa/<village>/remittance/."""

from django.urls import path

from rembuk.remittance.views import divisions, heard, own, statements, unknown

app_name = "remittance"
group = "<int:group_id>/"
one = f"{group}<int:statement_id>/"
hers = f"{group}divisions/<int:member_id>/"
urlpatterns = [
    path("begin/", statements.begin, name="begin"),
    path(group, statements.statements_page, name="statements"),
    path(f"{group}unknown/", unknown.unknown_page, name="unknown"),
    path(f"{group}unknown/<int:credit_id>/", unknown.identify, name="identify"),
    path(f"{group}booked/<int:booked_credit_id>/back/", unknown.take_back, name="take_back"),
    path(f"{group}divisions/", divisions.divisions_page, name="divisions"),
    path(hers, divisions.division_page, name="division"),
    path(f"{hers}divide/", divisions.divide_for_her, name="divide"),
    path(one, statements.statement_page, name="statement"),
    path(f"{one}book/", statements.book_statement, name="book"),
]
# Mounted outside the villages, for a member wherever she is: her own
# transfers, and those a worker lets one of her family hear of.
mine = "<int:member_id>/transfers/"
heard_of = "<int:member_id>/heard/"
own_urls = [
    path(mine, own.my_transfers, name="mine"),
    path(f"{mine}<int:booked_no>/", own.receipt_page, name="receipt"),
    path(f"{mine}<int:booked_no>.pdf", own.receipt_paper, name="paper"),
    path(f"{mine}family/", own.my_family, name="family"),
    path(f"{mine}family/back/", own.take_back_family, name="family_back"),
    path(heard_of, heard.heard_transfers, name="heard"),
    path(f"{heard_of}<int:booked_no>/", heard.heard_receipt, name="heard_receipt"),
    path(f"{heard_of}<int:booked_no>.pdf", heard.heard_paper, name="heard_paper"),
    path(f"{mine}division/", divisions.my_division, name="division"),
    path(f"{mine}divide/", divisions.divide, name="divide"),
]
