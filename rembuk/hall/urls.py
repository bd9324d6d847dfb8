"""Addresses of this room: under /desa/<village>/ for a village, under /operator/ above villages."""

from django.urls import path

from rembuk.hall.views import groups, offices, operator, village, visits

app_name = "hall"
urlpatterns = [
    path("", village.village_page, name="village"),
    path("hall/", village.hall_page, name="hall"),
    path("settings/", village.settings_page, name="settings"),
    path("settings/change/", village.change_settings, name="change_settings"),
    path("settings/privacy/", village.change_privacy, name="change_privacy"),
    path("offices/", offices.offices_page, name="offices"),
    path("offices/<int:term_id>/", offices.term_page, name="term"),
    path("offices/<int:term_id>/end/", offices.end_term, name="end_term"),
    path("offices/<int:term_id>/link/", offices.first_link, name="first_link"),
    path("offices/appoint/", offices.appoint_page, name="appoint"),
    path("offices/appoint/new/", offices.appoint_newcomer, name="appoint_new"),
    path("offices/appoint/<str:person>/", offices.appoint_known, name="appoint_known"),
    path("groups/", groups.groups_page, name="groups"),
    path("groups/new/", groups.start_group, name="start_group"),
    path("groups/<int:group_id>/", groups.group_page, name="group"),
    path("groups/<int:group_id>/change/", groups.change_group, name="change_group"),
    path("groups/<int:group_id>/end/", groups.end_group, name="end_group"),
    path("visits/", visits.visits_page, name="visits"),
    path("visits/<int:visit_id>/", visits.visit_page, name="visit"),
]

head = "villages/<int:village_id>/head/"
above = [
    path("", operator.villages_page, name="villages"),
    path("villages/new/", operator.found_page, name="found"),
    path("villages/<int:village_id>/", operator.village_page, name="village"),
    path(head, operator.appoint_head, name="appoint_head"),
    path(f"{head}new/", operator.appoint_head_newcomer, name="appoint_head_new"),
    path(f"{head}<str:person>/", operator.appoint_head_known, name="appoint_head_known"),
    path("visits/<int:visit_id>/end/", operator.end_visit, name="end_visit"),
    path("offices/", operator.offices_page, name="offices"),
    path("offices/<int:term_id>/", operator.term_page, name="term"),
    path("offices/<int:term_id>/end/", operator.end_term, name="end_term"),
    path("offices/<int:term_id>/link/", operator.first_link, name="first_link"),
    path("appoint/<str:region>/", operator.appoint_above, name="appoint_above"),
    path("appoint/<str:region>/new/", operator.appoint_above_newcomer, name="appoint_above_new"),
    path(
        "appoint/<str:region>/<str:person>/",
        operator.appoint_above_known,
        name="appoint_above_known",
    ),
]
