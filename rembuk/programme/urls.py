"""Addresses of this room, under /desa/<village>/programme/."""

from django.urls import path

from rembuk.programme import views

app_name = "programme"
urlpatterns = [
    path("", views.pillars_page, name="pillars"),
    path("pillars/<int:pillar_id>/", views.pillar_page, name="pillar"),
    path("evidence/new/", views.new_evidence, name="new_evidence"),
    path("evidence/<int:evidence_id>/withdraw/", views.withdraw_evidence, name="withdraw_evidence"),
    path("evidence/<int:evidence_id>/undo/", views.undo_evidence, name="undo_evidence"),
    path("facts/", views.facts_page, name="facts"),
    path("facts/download/", views.facts_download, name="facts_download"),
    path("differences/", views.differences_page, name="differences"),
    path("running/", views.running_page, name="running"),
    path("running/start/", views.start_programme, name="start"),
    path("running/<int:run_id>/stop/", views.stop_programme, name="stop"),
]
