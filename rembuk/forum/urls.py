"""Addresses of this room, under /desa/<village>/forum/."""

from django.urls import path

from rembuk.forum.views import attending, meetings, own, plans, rules, votes

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
    path(f"{planned}open/", attending.open_meeting, name="open_meeting"),
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
    path(f"{one}minutes.pdf", meetings.minutes_pdf, name="minutes_pdf"),
    path(f"{one}votes/new/", votes.put_to_vote, name="put_to_vote"),
    path(f"{one}votes/<int:motion_id>/", votes.motion_page, name="motion"),
    path(f"{one}votes/<int:motion_id>/hall/", votes.votes_of_hall, name="votes_of_hall"),
    path(f"{one}votes/<int:motion_id>/back/", votes.take_back_motion, name="take_back_motion"),
    path(f"{one}present/", attending.attendance_page, name="attendance"),
    path(
        f"{one}present/<int:attendance_id>/back/",
        attending.take_back_attendance,
        name="take_back_attendance",
    ),
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
    path("<int:plan_id>/come/", own.come, name="come"),
    path("<int:plan_id>/minutes.pdf", own.my_minutes, name="minutes"),
    path("<int:plan_id>/votes/<int:motion_id>/", own.my_vote, name="vote"),
]
