"""Addresses of this room, under /desa/<village>/forum/."""

from django.urls import path

from rembuk.forum.views import meetings, own, plans, rules

app_name = "forum"
group = "<int:group_id>/"
one = f"{group}<int:meeting_id>/"
planned = f"{group}plans/<int:plan_id>/"
urlpatterns = [
    path("mine/", plans.to_my_meetings, name="my_meetings"),
    path("call/", plans.begin_plan, name="begin_plan"),
    path(f"{group}plans/new/", plans.call_meeting, name="call_meeting"),
    path(planned, plans.plan_page, name="plan"),
    path(f"{planned}second/", plans.call_second, name="call_second"),
    path(f"{planned}invite/", plans.invite, name="invite"),
    path(f"{planned}invitations/", plans.invitations_page, name="invitations"),
    path(f"{planned}invitation.pdf", plans.invitation_pdf, name="invitation_pdf"),
    path(f"{planned}off/", plans.call_off, name="call_off"),
    path(f"{planned}tasks/<str:task_code>/", plans.mark_task, name="mark_task"),
    path(f"{planned}tasks/<int:task_done_id>/back/", plans.take_back_task, name="take_back_task"),
    path(group, meetings.meetings_page, name="meetings"),
    path(f"{group}new/", meetings.record_meeting, name="record_meeting"),
    path(f"{group}rules/", rules.rules_page, name="rules"),
    path(f"{group}rules/new/", rules.write_rule, name="write_rule"),
    path(f"{group}rules/<int:meeting_rule_id>/back/", rules.take_back_rule, name="take_back_rule"),
    path(one, meetings.meeting_page, name="meeting"),
    path(f"{one}agree/", meetings.agree, name="agree"),
    path(f"{one}back/", meetings.take_back_meeting, name="take_back_meeting"),
    path(
        f"{group}decisions/<int:resolution_id>/back/",
        meetings.take_back_decision,
        name="take_back_decision",
    ),
]
# Mounted outside the villages: what a member is invited to, wherever she is.
own_urls = [
    path("", own.my_meetings, name="mine"),
    path("group/<int:own_group_id>/", own.my_group, name="group"),
    path("<int:plan_id>/", own.my_meeting, name="meeting"),
]
