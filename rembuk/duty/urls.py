"""Addresses of this room, under /desa/<village>/duty/."""

from django.urls import path

from rembuk.duty.views import agreed, photos, rosters, swaps, turns, weeks

app_name = "duty"
group = "<int:group_id>/"
turn = f"{group}turns/<int:turn_id>/"
swap = f"{group}swaps/<int:swap_id>/"
photo = f"{group}photos/<int:photo_id>/"
roster = f"{group}rosters/<int:roster_id>/"
urlpatterns = [
    path("begin/", weeks.begin, name="begin"),
    path(group, weeks.week_page, name="week"),
    path(f"{group}month/", weeks.month_page, name="month"),
    path(f"{group}fairness/", weeks.fairness_page, name="fairness"),
    path(f"{roster}fairness/<int:membership_id>/", weeks.made_of, name="made_of"),
    path(f"{roster}paper/", weeks.print_roster, name="print_roster"),
    path(turn, turns.turn_page, name="turn"),
    path(f"{turn}done/", turns.mark_done, name="mark_done"),
    path(f"{turn}cover/", turns.cover, name="cover"),
    path(f"{turn}missed/", turns.mark_missed, name="mark_missed"),
    path(f"{turn}swap/", swaps.ask_swap, name="ask_swap"),
    path(f"{group}marks/<int:mark_id>/undo/", turns.undo_mark, name="undo_mark"),
    path(swap, swaps.swap_page, name="swap"),
    path(f"{swap}accept/", swaps.accept_swap, name="accept_swap"),
    path(f"{swap}decline/", swaps.decline_swap, name="decline_swap"),
    path(f"{swap}withdraw/", swaps.withdraw_swap, name="withdraw_swap"),
    path(f"{group}agreed/", agreed.agreed_page, name="agreed"),
    path(f"{group}agreed/new/", agreed.agree, name="agree"),
    path(f"{group}pairs/new/", agreed.pair, name="pair"),
    path(f"{group}pairs/<int:pair_id>/end/", agreed.unpair, name="unpair"),
    path(f"{group}absences/", agreed.absences_page, name="absences"),
    path(f"{group}absences/new/", agreed.be_away, name="be_away"),
    path(f"{group}absences/<int:absence_id>/withdraw/", agreed.not_away, name="not_away"),
    path(f"{group}rosters/", rosters.rosters_page, name="rosters"),
    path(f"{group}rosters/new/", rosters.ask_roster, name="ask_roster"),
    path(roster, rosters.roster_page, name="roster"),
    path(f"{roster}again/", rosters.work_again, name="work_again"),
    path(f"{roster}stop/", rosters.stop_roster, name="stop_roster"),
    path(f"{roster}force/", rosters.put_in_force, name="put_in_force"),
    path(f"{roster}aside/", rosters.put_aside, name="put_aside"),
    path(f"{roster}end/", rosters.end_roster, name="end_roster"),
    path(f"{turn}photos/new/", photos.new_photo, name="new_photo"),
    path(f"{photo}", photos.photo, name="photo"),
    path(f"{photo}small/", photos.small_photo, name="small_photo"),
    path(f"{photo}remove/", photos.remove_photo, name="remove_photo"),
]
