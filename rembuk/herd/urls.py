"""Addresses of this room, under /desa/<village>/herd/."""

from django.urls import path

from rembuk.herd.models import Kind
from rembuk.herd.views import (
    animals,
    bookings,
    choosing,
    counts,
    emergencies,
    events,
    feed,
    kin,
    numbers,
    pens,
    photos,
    plans,
    sales,
    swaps,
)

app_name = "herd"
group = "<int:group_id>/animals/"
animal = f"{group}<int:animal_id>/"
photo = "<int:group_id>/photos/<int:photo_id>/"
booking = "<int:group_id>/bookings/<int:booking_id>/"
feast = "<int:group_id>/feasts/<slug:feast_code>/"
event = "<int:group_id>/events/<int:event_id>/"
RECORDED = (
    ("illness", Kind.ILL),
    ("death", Kind.DIED),
    ("treatment", Kind.TREATED),
    ("defect", Kind.DEFECT),
    ("mended", Kind.MENDED),
    ("weight", Kind.WEIGHED),
    ("mating", Kind.MATED),
    ("nursing", Kind.NURSED),
    ("weaning", Kind.WEANED),
    ("keeper", Kind.KEPT),
    ("left", Kind.LOST),
)
urlpatterns = [
    path("", pens.herds, name="herds"),
    *(
        path(f"begin/{word}/", choosing.begin, {"name": name}, name=f"begin_{word}")
        for word, name in choosing.BEGUN
    ),
    path("<int:group_id>/what/", choosing.choose_kind, name="choose_kind"),
    *(
        path(f"<int:group_id>/what/{word}/", choosing.choose, {"word": word}, name=f"choose_{word}")
        for word in choosing.ASKED
    ),
    path(group, pens.animals_page, name="animals"),
    path(f"{group}new/", animals.new_animal, name="new_animal"),
    path("<int:group_id>/book/", pens.book_page, name="book"),
    path("<int:group_id>/watch/", pens.watch, name="watch"),
    path("<int:group_id>/breeding/", kin.breeding_page, name="breeding"),
    path("<int:group_id>/swaps/", swaps.swaps_page, name="swaps"),
    path("<int:group_id>/swaps/new/", swaps.new_swap, name="new_swap"),
    path("<int:group_id>/tree/", kin.tree_page, name="tree"),
    path("<int:group_id>/counts/", counts.counts_page, name="counts"),
    path("<int:group_id>/counts/new/", counts.new_count, name="new_count"),
    path("<int:group_id>/counts/sheet/", counts.count_sheet, name="count_sheet"),
    path("<int:group_id>/sales/", sales.sales_page, name="sales"),
    path("<int:group_id>/sales/margins/", sales.margins_page, name="margins"),
    path("<int:group_id>/sales/new/", sales.new_sale, name="new_sale"),
    path("<int:group_id>/sales/<int:sale_id>/take-back/", sales.take_back, name="sale_back"),
    path("<int:group_id>/feed/", feed.feed_page, name="feed"),
    path("<int:group_id>/growth/", numbers.growth_page, name="growth"),
    path("<int:group_id>/numbers/", numbers.numbers_page, name="numbers"),
    path("<int:group_id>/numbers/<slug:measure_code>/", numbers.new_number, name="new_number"),
    path(feast, plans.feast_page, name="feast"),
    path(f"{feast}day/", plans.feast_day, name="feast_day"),
    path(f"{feast}list.pdf", plans.feast_pdf, name="feast_pdf"),
    path("<int:group_id>/bookings/", bookings.bookings_page, name="bookings"),
    path("<int:group_id>/bookings/new/", bookings.new_booking, name="new_booking"),
    path(booking, bookings.booking_page, name="booking"),
    path(f"{booking}slip.pdf", bookings.booking_slip, name="booking_slip"),
    path(f"{booking}expect/", bookings.expect_deposit, name="expect_deposit"),
    path(f"{booking}release/", bookings.release_booking, name="release_booking"),
    path(f"{booking}hand-over/", bookings.hand_over_booking, name="hand_over_booking"),
    path(animal, animals.animal_page, name="animal"),
    path(f"{animal}facts/", animals.correct_animal, name="correct_animal"),
    path(f"{animal}photos/new/", photos.new_photo, name="new_photo"),
    path(photo, photos.photo, name="photo"),
    path(f"{photo}small/", photos.small_photo, name="small_photo"),
    path(f"{photo}remove/", photos.remove_photo, name="remove_photo"),
    path(f"{animal}swap/", swaps.swap_card, name="swap"),
    path(f"{animal}swap.pdf", swaps.swap_pdf, name="swap_pdf"),
    path(f"{animal}checked/", events.check, name="checked"),
    path(f"{animal}birth/", events.birth, name="birth"),
    *(
        path(f"{animal}{word}/", events.record, {"what": kind.value}, name=word)
        for word, kind in RECORDED
    ),
    path(f"{event}correct/", events.correct, name="correct"),
    path(f"{event}take-back/", events.take_back, name="take_back"),
    path(f"{event}kid/", events.add_kid, name="add_kid"),
]

# For everybody, outside the villages.
public_urls = [
    path("", emergencies.emergencies_page, name="emergencies"),
    path("cards.pdf", emergencies.emergencies_pdf, name="emergencies_pdf"),
]
