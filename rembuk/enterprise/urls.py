"""Addresses of this room, under /desa/<village>/enterprise/."""

from django.urls import path

from rembuk.enterprise.views import (
    businesses,
    lessons,
    members,
    partners,
    paths,
    products,
    settlements,
    things,
    trainings,
)

app_name = "enterprise"
group = "<int:group_id>/members/"
member = f"{group}<int:membership_id>/"
settled = f"{member}settlement/<int:settlement_id>/"
path_of = "<int:group_id>/path/"
goods = "<int:group_id>/products/"
tools = "<int:group_id>/things/"
one = f"{tools}<int:thing_id>/"
others = "<int:group_id>/partners/"
partner = f"{others}<int:partner_id>/"
learning = "<int:group_id>/trainings/"
small = "<int:group_id>/lessons/"
training = f"{learning}<int:training_id>/"
urlpatterns = [
    path(group, members.members_page, name="members"),
    path(f"{group}new/", members.join, name="join"),
    path(f"{group}<int:membership_id>/leave/", members.leave, name="leave"),
    path(f"{group}<int:membership_id>/stay/", members.take_back_leaving, name="take_back_leaving"),
    path(goods, products.products_page, name="products"),
    path(f"{goods}new/", products.add_product, name="add_product"),
    path(f"{goods}<int:product_id>/", products.change_product, name="change_product"),
    path(f"{goods}<int:product_id>/end/", products.end_product, name="end_product"),
    path(
        f"{goods}<int:product_id>/again/",
        products.offer_product_again,
        name="offer_product_again",
    ),
    path(tools, things.things_page, name="things"),
    path(f"{tools}new/", things.add_thing, name="add_thing"),
    path(f"{tools}used/", things.note_use, name="note_use"),
    path(one, things.thing_page, name="thing"),
    path(f"{one}change/", things.change_thing, name="change_thing"),
    path(f"{one}give/", things.give_thing, name="give_thing"),
    path(f"{one}check/", things.check_thing, name="check_thing"),
    path(f"{one}mending/", things.repair_thing, name="repair_thing"),
    path(
        f"{one}mending/<int:repair_id>/take-back/",
        things.take_back_repair,
        name="take_back_repair",
    ),
    path(f"{one}end/", things.end_thing, name="end_thing"),
    path(f"{one}back/", things.bring_back_thing, name="bring_back_thing"),
    path(f"{one}kept/<int:keeping_id>/slip/", things.hand_over_slip, name="hand_over_slip"),
    path(others, partners.partners_page, name="partners"),
    path(f"{others}new/", partners.add_partner, name="add_partner"),
    path(partner, partners.partner_page, name="partner"),
    path(f"{partner}change/", partners.change_partner, name="change_partner"),
    path(f"{partner}step/", partners.record_step, name="partner_step"),
    path(f"{partner}agreement/", partners.record_agreement, name="record_agreement"),
    path(
        f"{partner}agreement/<int:agreement_id>/end/",
        partners.end_agreement,
        name="end_agreement",
    ),
    path(f"{partner}offer/", partners.write_offer, name="write_offer"),
    path(f"{partner}offer/<int:offer_id>/paper/", partners.offer_paper, name="offer_paper"),
    path(small, lessons.lessons_page, name="lessons"),
    path(f"{small}<str:lesson_code>/", lessons.lesson_page, name="lesson"),
    path(learning, trainings.trainings_page, name="trainings"),
    path(f"{learning}new/", trainings.add_training, name="add_training"),
    path(f"{learning}missing/", trainings.add_need, name="add_need"),
    path(f"{learning}missing/<int:need_id>/decide/", trainings.decide_need, name="decide_need"),
    path(training, trainings.training_page, name="training"),
    path(f"{training}used/", trainings.answer_training, name="answer_training"),
    path(f"{training}missing/", trainings.add_training_need, name="add_training_need"),
    path(f"{training}take-back/", trainings.take_back_training, name="take_back_training"),
    path(member, paths.member_page, name="member"),
    path(f"{member}skills/", paths.record_skills, name="record_skills"),
    path(f"{member}settlement/", settlements.settle, name="settle"),
    path(settled, settlements.settlement_page, name="settlement"),
    path(f"{settled}paper/", settlements.settlement_paper, name="settlement_paper"),
    path(f"{settled}take-back/", settlements.take_back_settlement, name="take_back_settlement"),
    path(path_of, paths.path_page, name="path"),
    path(f"{path_of}<int:reached_id>/take-back/", paths.take_back_stage, name="take_back_stage"),
    path(f"{path_of}<str:milestone>/", paths.reach_stage, name="reach_stage"),
    path("businesses/", businesses.businesses_page, name="businesses"),
    path("businesses/new/", businesses.add_business, name="add_business"),
    path("businesses/of/<int:membership_id>/", businesses.add_business_of, name="add_business_of"),
    path("businesses/<int:business_id>/end/", businesses.end_business, name="end_business"),
]

# For everybody, outside the villages.
public_urls = [path("", lessons.all_lessons, name="all_lessons")]
