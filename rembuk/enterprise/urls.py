"""Addresses of this room, under /desa/<village>/enterprise/."""

from django.urls import path

from rembuk.enterprise.views import members

app_name = "enterprise"
group = "<int:group_id>/members/"
urlpatterns = [
    path(group, members.members_page, name="members"),
    path(f"{group}new/", members.join, name="join"),
    path(f"{group}<int:membership_id>/leave/", members.leave, name="leave"),
    path(f"{group}<int:membership_id>/stay/", members.take_back_leaving, name="take_back_leaving"),
]
