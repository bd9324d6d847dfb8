"""Addresses of this room, under /desa/<village>/surplus/, /mine/surplus/ and /hitung/shu/."""

from django.urls import path

from rembuk.surplus.views import calculator, dividing, losses, ours, own, paying, reports, yearly

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
    path(f"{one}payments/", paying.payments_page, name="payments"),
    path(f"{one}payments/round/", paying.pay_round, name="pay_round"),
    path(f"{group}shu/pay/<int:share_id>/", paying.pay_share, name="pay_share"),
    path(f"{one}end/", dividing.end, name="end"),
    path(f"{group}shu/loss/", losses.cover_loss, name="cover_loss"),
    path(f"{group}shu/loss/back/", losses.take_back_cover, name="take_back_cover"),
    path(f"{group}meeting-book.pdf", yearly.meeting_book, name="meeting_book"),
    path(f"{group}reports/", reports.reports_page, name="reports"),
    path(f"{group}reports/budget/", reports.write_budget, name="write_budget"),
    path(f"{group}reports/<str:report>/", reports.write_report, name="write_report"),
    path(f"{group}statements/", yearly.statements_page, name="statements"),
    path(f"{group}statements/<str:report>/", yearly.year_page, name="statement"),
    path(f"{group}statements/<str:report>.<str:kind>", yearly.year_file, name="statement_file"),
]
# Mounted outside the villages: a member's own parts, wherever they are kept.
own_urls = [
    path("<int:member_id>/", own.my_shares, name="shares"),
    path("<int:member_id>/statements/", ours.to_statement, name="statements"),
    path("<int:member_id>/statements/<str:report>/", ours.my_statement, name="statement"),
    path("<int:member_id>/reports/", ours.my_reports, name="reports"),
    path("<int:member_id>/meeting-book.pdf", ours.my_meeting_book, name="meeting_book"),
    path("<int:member_id>/<int:own_share_id>/slip.pdf", own.my_slip, name="slip"),
]
public_urls = [
    path("", calculator.calculator, name="calculator"),
]
