"""Every address of Rembuk: one line per room."""

from django.urls import include, path

urlpatterns = [
    path("", include("rembuk.web.urls")),
    path("account/", include("rembuk.accounts.urls")),
    path("desa/<village:village>/", include("rembuk.villages.urls")),
    path("desa/<village:village>/people/", include("rembuk.people.urls")),
    path("desa/<village:village>/messages/", include("rembuk.messaging.urls")),
    path("desa/<village:village>/programme/", include("rembuk.programme.urls")),
    path("region/", include("rembuk.reporting.urls")),
]
