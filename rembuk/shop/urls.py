"""Addresses of this room: /desa/<village>/shop/ for groups, /toko/<village>/ for everybody."""

from django.urls import path

from rembuk.shop.views import (
    feeds,
    listings,
    markets,
    public,
    qris,
    rates,
    stalls,
    stock,
    visits,
    windows,
)

app_name = "shop"
group = "<int:group_id>/"
own_qris = f"{group}qris/"
shown = f"{group}shown/<int:listing_id>/"
kept = f"{group}stock/promises/"
stall = f"{group}stalls/<int:stall_id>/"
visit = f"{group}visits/<int:visit_id>/"
urlpatterns = [
    path("show/", listings.begin_show, name="begin_show"),
    path(group, listings.window_page, name="window"),
    path(f"{group}open/", windows.open_window, name="open_window"),
    path(f"{group}close/", windows.close_window, name="close_window"),
    path(f"{group}show/", listings.show, name="show"),
    path(f"{group}show/<int:product_id>/", listings.show_product, name="show_product"),
    path(shown, listings.change, name="change"),
    path(f"{shown}out/", listings.take_out, name="take_out"),
    path(f"{shown}again/", listings.show_again, name="show_again"),
    path(f"{group}markets/", markets.markets_page, name="markets"),
    path(f"{group}markets/<int:customer_id>/", markets.say_place, name="say_place"),
    path(f"{group}characters/", listings.characters, name="characters"),
    path(f"{group}photos/<int:photo_id>/", listings.photo, name="photo"),
    path(f"{group}photos/<int:photo_id>/remove/", listings.remove_photo, name="remove_photo"),
    path(own_qris, qris.qris_page, name="qris"),
    path(f"{own_qris}new/", qris.propose_qris, name="propose_qris"),
    path(f"{own_qris}<int:qris_id>/agree/", qris.agree_to_qris, name="agree_to_qris"),
    path(f"{own_qris}<int:qris_id>/no/", qris.turn_down_qris, name="turn_down_qris"),
    path(f"{own_qris}<int:qris_id>/stop/", qris.stop_qris, name="stop_qris"),
    path(f"{own_qris}bills/new/", qris.new_bill, name="new_bill"),
    path(f"{own_qris}bills/<int:expected_id>/", qris.bill, name="bill"),
    path(f"{own_qris}bills/<int:expected_id>/qris.png", qris.bill_picture, name="bill_picture"),
    path(f"{group}channels/", feeds.channels_page, name="channels"),
    path(f"{group}files/new/", feeds.fill_file, name="fill_file"),
    path(f"{group}files/<int:file_id>/", feeds.filled_file, name="filled_file"),
    path(f"{group}files/<int:file_id>/filled.xlsx", feeds.download_file, name="download_file"),
    path("fees/", rates.fees_page, name="fees"),
    path("fees/<slug:channel>/<slug:category>/", rates.record_fee, name="record_fee"),
    path("qris-limit/", rates.record_qris_limit, name="record_qris_limit"),
    path(f"{group}compare/", rates.compare, name="compare"),
    path(f"{group}stock/", stock.stock_page, name="stock"),
    path(f"{group}stock/move/", stock.move, name="move"),
    path(f"{group}stock/<int:product_id>/", stock.product_stock, name="product_stock"),
    path(f"{group}stock/back/<int:movement_id>/", stock.take_back, name="take_back"),
    path(f"{kept}orders/<int:line_id>/", stock.keep_for_order, name="keep_for_order"),
    path(f"{kept}new/", stock.promise, name="promise"),
    path(f"{kept}<int:promise_id>/release/", stock.release, name="release"),
    path(f"{kept}<int:promise_id>/sold/", stock.hand_over, name="hand_over"),
    path(f"{group}stalls/", stalls.stalls_page, name="stalls"),
    path(f"{group}stalls/new/", stalls.begin_stall, name="begin_stall"),
    path(stall, stalls.stall_page, name="stall"),
    path(f"{stall}change/", stalls.change_stall, name="change_stall"),
    path(f"{stall}terms/", stalls.agree, name="agree"),
    path(f"{stall}end/", stalls.end_stall, name="end_stall"),
    path(f"{stall}visit/", visits.visit_stall, name="visit_stall"),
    path(visit, visits.visit_page, name="visit"),
    path(f"{visit}slip/<str:size>/", visits.slip_pdf, name="slip"),
]

# The shops of all villages, for who has no address.
shops_urls = [path("", public.shops_page, name="shops")]

# Short, because they are written on paper and sent from phone to phone.
public_urls = [
    path("", public.shop_page, name="shop"),
    path("<int:listing_id>/", public.good_page, name="good"),
    path("kelompok/<int:shop_id>/meta.csv", feeds.meta, name="meta"),
    path("kelompok/<int:shop_id>/google.csv", feeds.google, name="google"),
    path("kelompok/<int:shop_id>/schema.json", feeds.schema_org, name="schema_org"),
    path("<int:listing_id>/pesan/", public.order, name="order"),
    path("foto/<int:photo_id>.jpg", public.picture, name="picture"),
    path("foto/<int:photo_id>.webp", public.medium, name="medium"),
    path("foto/<int:photo_id>-s.webp", public.thumbnail, name="thumbnail"),
]
