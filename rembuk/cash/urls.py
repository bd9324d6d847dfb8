"""Addresses of a group's cash, under /desa/<village>/cash/."""

from django.urls import path

from rembuk.cash.views import approving, lines, purse, recording

app_name = "cash"
urlpatterns = [
    path("", purse.purses_page, name="purses"),
    path("in/", recording.begin_in, name="begin_in"),
    path("out/", recording.begin_out, name="begin_out"),
    path("<int:group_id>/", purse.purse_page, name="purse"),
    path("<int:group_id>/open/", purse.open_purse, name="open_purse"),
    path("<int:group_id>/in/", recording.record_in, name="record_in"),
    path("<int:group_id>/out/", recording.record_out, name="record_out"),
    path("<int:group_id>/lines/", lines.lines_page, name="lines"),
    path("<int:group_id>/lines/<int:line_no>/", lines.line_page, name="line"),
    path("<int:group_id>/lines/<int:line_no>/saved/", recording.saved_page, name="saved"),
    path("<int:group_id>/lines/<int:line_no>/take-back/", lines.take_back, name="take_back"),
    path(
        "<int:group_id>/lines/<int:line_no>/take-back-large/",
        lines.take_back_large,
        name="take_back_large",
    ),
    path("<int:group_id>/asked/<int:asked_id>/", approving.asked_page, name="asked"),
    path("<int:group_id>/asked/<int:asked_id>/approve/", approving.approve, name="approve"),
    path("<int:group_id>/asked/<int:asked_id>/refuse/", approving.refuse, name="refuse"),
    path("<int:group_id>/asked/<int:asked_id>/withdraw/", approving.withdraw, name="withdraw"),
]
