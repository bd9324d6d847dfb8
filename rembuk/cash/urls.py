"""Addresses of a group's cash, under /desa/<village>/cash/."""

from django.urls import path

from rembuk.cash.views import (
    approving,
    counting,
    days,
    differences,
    expected,
    limits,
    lines,
    monthend,
    months,
    moving,
    purse,
    receipts,
    recording,
    sheets,
    statements,
    yearend,
)

app_name = "cash"
urlpatterns = [
    path("", purse.purses_page, name="purses"),
    path("in/", recording.begin_in, name="begin_in"),
    path("out/", recording.begin_out, name="begin_out"),
    path("count/", counting.begin_count, name="begin_count"),
    path("receipt/", receipts.check_page, name="check_receipt"),
    path("receipt/<int:receipt_no>/<slug:code>/", receipts.confirmed_page, name="confirmed"),
    path("<int:group_id>/", purse.purse_page, name="purse"),
    path("<int:group_id>/open/", purse.open_purse, name="open_purse"),
    path("<int:group_id>/in/", recording.record_in, name="record_in"),
    path("<int:group_id>/out/", recording.record_out, name="record_out"),
    path("<int:group_id>/sheet/", sheets.record_sheet, name="record_sheet"),
    path("<int:group_id>/sheets/<int:line_no>/", sheets.sheet_page, name="sheet"),
    path(
        "<int:group_id>/sheets/<int:line_no>/take-back/",
        sheets.take_back_sheet,
        name="take_back_sheet",
    ),
    path(
        "<int:group_id>/sheets/<int:line_no>/take-back-large/",
        sheets.take_back_large_sheet,
        name="take_back_large_sheet",
    ),
    path("<int:group_id>/lines/", lines.lines_page, name="lines"),
    path("<int:group_id>/lines/<int:line_no>/", lines.line_page, name="line"),
    path("<int:group_id>/lines/<int:line_no>/saved/", recording.saved_page, name="saved"),
    path("<int:group_id>/lines/<int:line_no>/receipt/", receipts.receipt_page, name="receipt"),
    path(
        "<int:group_id>/lines/<int:line_no>/receipt/<slug:size>.pdf",
        receipts.receipt_pdf,
        name="receipt_pdf",
    ),
    path("<int:group_id>/lines/<int:line_no>/take-back/", lines.take_back, name="take_back"),
    path(
        "<int:group_id>/lines/<int:line_no>/take-back-large/",
        lines.take_back_large,
        name="take_back_large",
    ),
    path("<int:group_id>/entries/<int:line_no>/", statements.entry_page, name="entry"),
    path("<int:group_id>/reports/", statements.reports_page, name="reports"),
    path("<int:group_id>/reports/<str:report>/", statements.report_page, name="report"),
    path(
        "<int:group_id>/reports/<str:report>/file.<str:kind>",
        statements.report_file,
        name="report_file",
    ),
    path("<int:group_id>/asked/<int:asked_id>/", approving.asked_page, name="asked"),
    path("<int:group_id>/asked/<int:asked_id>/approve/", approving.approve, name="approve"),
    path("<int:group_id>/asked/<int:asked_id>/refuse/", approving.refuse, name="refuse"),
    path("<int:group_id>/asked/<int:asked_id>/withdraw/", approving.withdraw, name="withdraw"),
    path("<int:group_id>/expected/", expected.expected_page, name="expected"),
    path(
        "<int:group_id>/expected/<int:expected_id>/", expected.book_expected, name="book_expected"
    ),
    path(
        "<int:group_id>/expected/<int:expected_id>/found/",
        expected.match_expected,
        name="match_expected",
    ),
    path(
        "<int:group_id>/expected/<int:expected_id>/drop/",
        expected.drop_expected,
        name="drop_expected",
    ),
    path("<int:group_id>/count/", counting.count, name="count"),
    path("<int:group_id>/counts/<int:count_id>/", counting.counted_page, name="counted"),
    path("<int:group_id>/days/", days.days_page, name="days"),
    path("<int:group_id>/days/<day:on>/", days.day_page, name="day"),
    path("<int:group_id>/days/<day:on>/count/", counting.count, name="count_day"),
    path("<int:group_id>/days/<day:on>/close/", days.close_day, name="close_day"),
    path("<int:group_id>/days/<day:on>/open-again/", days.open_day_again, name="open_day_again"),
    path("<int:group_id>/difference/", differences.difference_page, name="difference"),
    path("<int:group_id>/difference/<slug:ending>/", differences.explain, name="explain"),
    path("<int:group_id>/move/", moving.move, name="move"),
    path("<int:group_id>/limit/", limits.limit_page, name="limit"),
    path("<int:group_id>/limit/change/", limits.change_limit, name="change_limit"),
    path("<int:group_id>/limit/<int:change_id>/agree/", limits.agree_limit, name="agree_limit"),
    path(
        "<int:group_id>/limit/<int:change_id>/decline/", limits.decline_limit, name="decline_limit"
    ),
    path("<int:group_id>/month-end/", monthend.begin_month_end, name="begin_month_end"),
    path("<int:group_id>/months/<month:first>/steps/", monthend.month_end_page, name="month_end"),
    path("<int:group_id>/year-end/", yearend.begin_year_end, name="begin_year_end"),
    path("<int:group_id>/years/<int:year>/", yearend.year_end_page, name="year_end"),
    path("<int:group_id>/months/", months.months_page, name="months"),
    path("<int:group_id>/months/<month:first>/", months.month_page, name="month"),
    path("<int:group_id>/months/<month:first>/ask/", months.propose_month, name="propose_month"),
    path(
        "<int:group_id>/months/<month:first>/confirm/", months.confirm_month, name="confirm_month"
    ),
    path(
        "<int:group_id>/months/<month:first>/open-again/",
        months.open_month_again,
        name="open_month_again",
    ),
    path("<int:group_id>/months/<month:first>/seal/", months.seal_month, name="seal_month"),
]
