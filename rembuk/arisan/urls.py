"""Addresses of this room, under /desa/<village>/arisan/, and a participant's own page."""

from django.urls import path

from rembuk.arisan.views import beginning, drawing, handing, own, pages, paying

app_name = "arisan"
group = "<int:group_id>/"
one = f"{group}<int:arisan_id>/"
a_round = f"{one}rounds/<int:round_no>/"
draw = f"{group}draws/<int:draw_id>/"
handed = f"{group}handed/<int:handed_id>/"
urlpatterns = [
    path(group, pages.arisans_page, name="arisans"),
    path(f"{group}new/", beginning.begin, name="begin"),
    path(one, pages.arisan_page, name="arisan"),
    path(f"{one}paper/", pages.print_arisan, name="print_arisan"),
    path(f"{one}end/", beginning.end, name="end"),
    path(a_round, pages.round_page, name="round"),
    path(f"{a_round}paid/", paying.record_paid, name="record_paid"),
    path(f"{group}paid/<int:paid_id>/take-back/", paying.take_back_paid, name="take_back_paid"),
    path(f"{a_round}draw/", drawing.begin_draw, name="begin_draw"),
    path(f"{draw}sign/", drawing.sign_draw, name="sign_draw"),
    path(f"{draw}take-back/", drawing.take_back_draw, name="take_back_draw"),
    path(f"{draw}hand-over/", handing.hand_over, name="hand_over"),
    path(f"{handed}receipt/", handing.receipt, name="receipt"),
    path(f"{handed}take-back/", handing.take_back_handed, name="take_back_handed"),
]
# Mounted outside the villages, for a participant wherever she is.
own_urls = [path("", own.my_arisan, name="mine")]
