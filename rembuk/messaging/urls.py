"""Addresses of this room, under /desa/<village>/messages/."""

from django.urls import URLPattern, path

from rembuk.messaging.views import reading, sending, writing

app_name = "messaging"
urlpatterns: list[URLPattern] = [
    path("", writing.messages_page, name="messages"),
    path("announce/", writing.announce, name="announce"),
    path("send/", sending.send_page, name="send_all"),
    path("<int:message_id>/", sending.message_page, name="message"),
    path("<int:message_id>/send/", sending.send_page, name="send"),
    path("<int:message_id>/slips/", sending.slips_page, name="slips"),
    path("<int:message_id>/slips/done/", sending.handed_out, name="handed_out"),
    path("<int:message_id>/slips/undo/", sending.undo_slips, name="undo_slips"),
    path("<int:message_id>/take-back/", writing.take_back, name="take_back"),
    path("to/<int:delivery_id>/opened/", sending.opened, name="opened"),
    path("to/<int:delivery_id>/sent/", sending.sent, name="sent"),
    path("to/<int:delivery_id>/undo/", sending.undo_sent, name="undo_sent"),
    path("to/<int:delivery_id>/not-reached/", sending.not_reached, name="not_reached"),
    path("to/<int:delivery_id>/answered/", sending.answered, name="answered"),
    path("r/<slug:code>/", reading.read_page, name="read"),
]
# Mounted outside the villages: codes and links belong to an account.
own_urls: list[URLPattern] = [
    path("", reading.inbox, name="inbox"),
    path("<int:secret_id>/", reading.open_secret, name="open"),
]
