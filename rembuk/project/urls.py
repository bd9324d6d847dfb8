"""Every address of Rembuk: one line per room."""

from django.urls import include, path

from rembuk.arisan.urls import own_urls as own_arisan_urls
from rembuk.coop.urls import own_urls as own_book_urls
from rembuk.enterprise import urls as enterprise
from rembuk.forum.urls import own_urls as own_meeting_urls
from rembuk.hall import urls as hall
from rembuk.herd import urls as herd
from rembuk.loans import urls as loans
from rembuk.messaging.urls import own_urls as own_message_urls
from rembuk.people.urls import own_urls
from rembuk.remittance.urls import own_urls as own_transfer_urls
from rembuk.savings.urls import own_urls as own_goal_urls
from rembuk.shop import urls as shop
from rembuk.supervision.urls import own_urls as own_money_urls
from rembuk.surplus import urls as surplus

urlpatterns = [
    path("", include("rembuk.web.urls")),
    path("account/", include("rembuk.accounts.urls")),
    path("desa/<village:village>/", include("rembuk.hall.urls")),
    path("desa/<village:village>/people/", include("rembuk.people.urls")),
    path("desa/<village:village>/messages/", include("rembuk.messaging.urls")),
    path("desa/<village:village>/cash/", include("rembuk.cash.urls")),
    path("desa/<village:village>/enterprise/", include("rembuk.enterprise.urls")),
    path("desa/<village:village>/forum/", include("rembuk.forum.urls")),
    path("desa/<village:village>/coop/", include("rembuk.coop.urls")),
    path("desa/<village:village>/savings/", include("rembuk.savings.urls")),
    path("desa/<village:village>/arisan/", include("rembuk.arisan.urls")),
    path("desa/<village:village>/surplus/", include("rembuk.surplus.urls")),
    path("desa/<village:village>/supervision/", include("rembuk.supervision.urls")),
    path("desa/<village:village>/workshop/", include("rembuk.workshop.urls")),
    path("desa/<village:village>/duty/", include("rembuk.duty.urls")),
    path("desa/<village:village>/shop/", include("rembuk.shop.urls")),
    path("toko/", include((shop.shops_urls, "shops"))),
    path("toko/<village:village>/", include((shop.public_urls, "window"))),
    path("desa/<village:village>/herd/", include("rembuk.herd.urls")),
    path("belajar-jualan/", include((enterprise.public_urls, "lessons"))),
    path("kambing-darurat/", include((herd.public_urls, "goats"))),
    path("desa/<village:village>/shares/", include("rembuk.shares.urls")),
    path("desa/<village:village>/programme/", include("rembuk.programme.urls")),
    path("desa/<village:village>/loans/", include("rembuk.loans.urls")),
    path("desa/<village:village>/remittance/", include("rembuk.remittance.urls")),
    path("hitung/pinjaman/", include((loans.public_urls, "simulator"))),
    path("hitung/shu/", include((surplus.public_urls, "shu"))),
    path("mine/", include((own_urls, "mine"))),
    path("mine/messages/", include((own_message_urls, "post"))),
    path("mine/meetings/", include((own_meeting_urls, "meets"))),
    path("mine/books/", include((own_book_urls, "books"))),
    path("mine/books/", include((own_goal_urls, "goals"))),
    path("mine/arisan/", include((own_arisan_urls, "myarisan"))),
    path("mine/books/", include((own_transfer_urls, "transfers"))),
    path("mine/loans/", include((loans.own_urls, "borrowing"))),
    path("mine/surplus/", include((surplus.own_urls, "myshu"))),
    path("mine/supervision/", include((own_money_urls, "ours"))),
    path("region/", include("rembuk.reporting.urls")),
    path("operator/", include((hall.above, "operator"))),
]

handler400 = "rembuk.web.views.bad_request"
handler403 = "rembuk.web.views.forbidden"
handler404 = "rembuk.web.views.not_found"
handler429 = "rembuk.web.views.too_many"  # allauth looks for it here
handler500 = "rembuk.web.views.server_error"
