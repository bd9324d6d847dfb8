"""Addresses of this room: under /desa/<village>/supervision/ and /mine/supervision/."""

from django.urls import path

from rembuk.supervision.views import desk, findings, health, ours

app_name = "supervision"
group = "<int:group_id>/"
one = f"{group}findings/<int:finding_id>/"
urlpatterns = [
    path(f"{group}", desk.console, name="console"),
    path(f"{group}close-loans/", desk.close_loans, name="close_loans"),
    path(f"{group}money/", desk.money, name="money"),
    path(f"{group}money/floor/", desk.agree_floor, name="agree_floor"),
    path(f"{group}health/", health.health_page, name="health"),
    path(f"{group}health.pdf", health.health_paper, name="health_paper"),
    path(f"{group}health/sign/", health.sign_health, name="sign_health"),
    path(f"{group}health/limits/", health.agree_cuts, name="agree_cuts"),
    path(f"{group}findings/", findings.findings_page, name="findings"),
    path(f"{group}findings/new/", findings.write_finding, name="write_finding"),
    path(f"{one}answer/", findings.answer_finding, name="answer_finding"),
    path(f"{one}close/", findings.close_finding, name="close_finding"),
]
# Mounted outside the villages: what a member reads of the whole cooperative.
own_urls = [
    path("<int:member_id>/money/", ours.our_money, name="money"),
    path("<int:member_id>/oversight/", ours.our_oversight, name="oversight"),
]
