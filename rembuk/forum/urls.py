"""Addresses of this room, under /desa/<village>/forum/."""

from django.urls import path

from rembuk.forum.views import meetings, rules

app_name = "forum"
group = "<int:group_id>/"
one = f"{group}<int:meeting_id>/"
urlpatterns = [
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
