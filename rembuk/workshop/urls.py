"""Addresses of this room, under /desa/<village>/workshop/."""

from django.urls import path

from rembuk.workshop.views import (
    book,
    capacity,
    material,
    offers,
    sizes,
    status,
    steps,
    taking,
    work,
)

app_name = "workshop"
orders = "<int:group_id>/orders/"
order = f"{orders}<int:order_id>/"
done = "<int:group_id>/work/"
queue = "<int:group_id>/capacity/"
cloth = "<int:group_id>/material/"
urlpatterns = [
    path("order/<int:order_id>/<str:order_code>/", status.status_page, name="status"),
    path("new/", taking.begin_order, name="begin_order"),
    path(orders, book.orders_page, name="orders"),
    path(f"{orders}over/", book.orders_over_page, name="orders_over"),
    path(f"{orders}new/", taking.new_order, name="new_order"),
    path(f"{orders}offer-days/", offers.choose_offer_days, name="choose_offer_days"),
    path(f"{orders}enquiry/", taking.new_enquiry, name="new_enquiry"),
    path(order, book.order_page, name="order"),
    path(f"{order}offer/", taking.offer_order, name="offer_order"),
    path(f"{order}place/", taking.place_order, name="place_order"),
    path(f"{order}move/", steps.move_order, name="move_order"),
    path(f"{order}hand-over/", steps.hand_over, name="hand_over"),
    path(f"{order}promise/", steps.promise_order, name="promise_order"),
    path(f"{order}pay/", steps.pay_order, name="pay_order"),
    path(f"{order}call-off/", steps.call_off_order, name="call_off_order"),
    path(f"{order}work/", work.record_output, name="record_output"),
    path(f"{order}steps/<int:orderstep_id>/back/", steps.take_back_step, name="take_back_step"),
    path("work/new/", work.begin_output, name="begin_output"),
    path(done, work.work_page, name="work"),
    path(f"{done}ask/", work.ask_wages, name="ask_wages"),
    path(f"{done}choose/", work.choose_output, name="choose_output"),
    path(f"{done}shelf/", work.record_output_for_shelf, name="record_output_for_shelf"),
    path(f"{done}member/<int:membership_id>/", work.earned_page, name="earned"),
    path(f"{done}output/<int:output_id>/back/", work.take_back_output, name="take_back_output"),
    path(f"{done}rates/", work.rates_page, name="rates"),
    path(f"{done}rates/new/", work.new_operation, name="new_operation"),
    path(f"{done}rates/<int:operation_id>/", work.change_rate, name="change_rate"),
    path(queue, capacity.capacity_page, name="capacity"),
    path(f"{queue}agree/", capacity.agree_pace, name="agree_pace"),
    path(f"{queue}estimate/", capacity.estimate_minutes, name="estimate_minutes"),
    path(f"{order}sizes/", sizes.add_sizes, name="add_sizes"),
    path(f"{order}class/", sizes.add_class, name="add_class"),
    path(f"{order}class/forget/", sizes.forget_names, name="forget_names"),
    path(f"{order}delivery.pdf", sizes.delivery_pdf, name="delivery_pdf"),
    path(f"{order}material/", material.use_material, name="use_material"),
    path(f"{order}costs/", material.costs_page, name="costs"),
    path(f"{order}costs/<int:othercost_id>/back/", material.take_back_cost, name="take_back_cost"),
    path(f"{order}offer.pdf", material.offer_pdf, name="offer_pdf"),
    path("<int:group_id>/customers/<int:customer_id>/", sizes.customer_page, name="customer"),
    path(cloth, material.materials_page, name="materials"),
    path(f"{cloth}new/", material.new_material, name="new_material"),
    path(f"{cloth}<int:material_id>/", material.buy_material, name="buy_material"),
    path(
        f"{cloth}moves/<int:move_id>/back/", material.take_back_material, name="take_back_material"
    ),
]
