"""Addresses of this room: under /desa/<village>/loans/, /mine/loans/ and /hitung/pinjaman/."""

from django.urls import path

from rembuk.loans.views import (
    borrowing,
    calculator,
    instalments,
    lending,
    products,
    rescheduling,
    reserves,
    written,
)

app_name = "loans"
group = "<int:group_id>/"
one = f"{group}<int:application_id>/"
months = f"{group}provisions/"
month = f"{months}<int:provision_id>/"
urlpatterns = [
    path(group, lending.loans_page, name="loans"),
    path(f"{group}products/", products.products_page, name="products"),
    path(f"{group}products/new/", products.agree_product, name="agree_product"),
    path(f"{group}apply/", lending.apply_for, name="apply_for"),
    path("payments/", instalments.begin_payments, name="begin_payments"),
    path(f"{group}payments/", instalments.payments_page, name="payments"),
    path(f"{group}arrears/", instalments.arrears_page, name="arrears"),
    path(f"{group}classes/", reserves.classes_page, name="classes"),
    path(f"{group}rates/<str:kind>/", reserves.record_rates, name="record_rates"),
    path(months, reserves.runs_page, name="provisions"),
    path(f"{months}new/", reserves.prepare_run, name="prepare_provision"),
    path(month, reserves.run_page, name="provision"),
    path(f"{month}check/", reserves.check_run, name="check_provision"),
    path(f"{month}drop/", reserves.drop_run, name="drop_provision"),
    path(f"{one}pay/", instalments.pay_in, name="pay_in"),
    path(f"{one}settle/", instalments.settle_loan, name="settle"),
    path(one, lending.application_page, name="application"),
    path(f"{one}decide/", lending.decide, name="decide"),
    path(f"{one}agreement.pdf", lending.contract, name="contract"),
    path(f"{one}pay-out/", lending.pay_out, name="pay_out"),
    path(f"{one}schedule/", rescheduling.reschedule, name="reschedule"),
    path(f"{one}schedule/decide/", rescheduling.decide_schedule, name="decide_schedule"),
    path(f"{one}schedule/back/", rescheduling.take_back_schedule, name="take_back_schedule"),
    path(f"{one}schedule.pdf", rescheduling.addendum, name="addendum"),
    path(f"{one}write-off/", written.write_off, name="write_off"),
    path(f"{one}write-off/decide/", written.decide_write_off, name="decide_write_off"),
    path(f"{one}write-off/back/", written.take_back_write_off, name="take_back_write_off"),
    path(f"{one}recover/", written.recover, name="recover"),
]
# Mounted outside the villages: a member's own loans, wherever they are kept.
own_urls = [
    path("<int:member_id>/", borrowing.my_loans, name="loans"),
    path("<int:member_id>/apply/", borrowing.apply, name="apply"),
    path("<int:member_id>/<int:borrowed_id>/agreement.pdf", borrowing.my_contract, name="contract"),
    path("<int:member_id>/<int:borrowed_id>/schedule.pdf", borrowing.my_addendum, name="addendum"),
]
# Open to everybody.
public_urls = [path("", calculator.calculator, name="calculator")]
