"""Addresses of this room, under /desa/<village>/coop/."""

from django.urls import path

from rembuk.coop.views import (
    bylaws,
    cards,
    doubts,
    dues,
    exits,
    licences,
    members,
    own,
    own_way,
    viability,
    voices,
)
from rembuk.coop.views import path as way

app_name = "coop"
group = "<int:group_id>/"
people = f"{group}members/"
one = f"{people}<int:member_id>/"
papers = f"{group}licences/"
on_the_way = f"{group}path/"
said = f"{on_the_way}objections/"
urlpatterns = [
    path(on_the_way, way.path_page, name="path"),
    path(f"{on_the_way}routes/", way.routes_page, name="routes"),
    path(f"{on_the_way}routes/choose/", way.choose_route, name="choose_route"),
    path(f"{on_the_way}minimums/", way.minimums_page, name="minimums"),
    path(f"{on_the_way}minimums/<str:minimum_key>/", way.agree_minimum, name="agree_minimum"),
    path(f"{on_the_way}founders/", way.founders_page, name="founders"),
    path(f"{on_the_way}viability/", viability.viability_page, name="viability"),
    path(f"{on_the_way}rules/", bylaws.bylaws_page, name="bylaws"),
    path(f"{on_the_way}rules/rules.pdf", bylaws.bylaws_pdf, name="bylaws_pdf"),
    path(
        f"{on_the_way}papers/<str:founding_paper>.pdf",
        bylaws.founding_paper,
        name="founding_paper",
    ),
    path(f"{on_the_way}rules/<str:bylaw_question>/", bylaws.answer_bylaw, name="answer_bylaw"),
    path(said, voices.objections_page, name="objections"),
    path(f"{said}new/", voices.tell_objection, name="tell_objection"),
    path(f"{said}<int:objection_id>/", voices.answer_objection, name="answer_objection"),
    path(f"{on_the_way}promises/", voices.promises_page, name="promises"),
    path(f"{on_the_way}promises/new/", voices.pledge_for, name="pledge_for"),
    path(f"{on_the_way}<str:path_step>/mark/", way.mark_step, name="mark_step"),
    path(f"{on_the_way}<str:path_step>/who/", way.give_step, name="give_step"),
    path(people, members.members_page, name="members"),
    path(f"{people}new/", members.apply, name="apply"),
    path(f"{one}", members.member_page, name="member"),
    path(f"{one}step/", members.new_step, name="new_step"),
    path(f"{one}step/<int:member_step_id>/back/", members.take_back_step, name="take_back_step"),
    path(f"{one}heir/", members.name_trusted, {"role": "heir"}, name="name_heir"),
    path(f"{one}contact/", members.name_trusted, {"role": "contact"}, name="name_contact"),
    path(f"{one}<str:trusted_role>/end/", members.end_trusted, name="end_trusted"),
    path(f"{people}register.xlsx", members.register_file, {"form": "xlsx"}, name="register_xlsx"),
    path(f"{people}register.pdf", members.register_file, {"form": "pdf"}, name="register_pdf"),
    path("round/", dues.begin_round, name="begin_round"),
    path(f"{group}dues/", dues.dues_page, name="dues"),
    path(f"{group}dues/rule/", dues.agree_dues, name="agree_dues"),
    path(f"{group}dues/round/", dues.round_page, name="round"),
    path(f"{group}dues/remind/", dues.remind_dues, name="remind_dues"),
    path(f"{one}deposit/", dues.deposit, name="deposit"),
    path(f"{group}exits/", exits.exits_page, name="exits"),
    path(f"{group}exits/<int:exit_id>/pay/", exits.pay_exit, name="pay_exit"),
    path(f"{one}settle/", exits.settle, name="settle"),
    path(f"{group}doubts/", doubts.doubts_page, name="doubts"),
    path(f"{group}doubts/<int:doubt_id>/", doubts.answer_doubt, name="answer_doubt"),
    path(f"{group}doubts/<int:doubt_id>/oversee/", doubts.oversee_doubt, name="oversee_doubt"),
    path(f"{people}cards.pdf", cards.cards_file, name="cards_pdf"),
    path(f"{one}card.pdf", cards.card_file, name="card_pdf"),
    path("card/<int:member_id>/<str:card_code>/", cards.card_page, name="card"),
    path("mine/", own.to_my_book, name="my_book"),
    path(papers, licences.licences_page, name="licences"),
    path(f"{papers}new/", licences.enter_licence, name="enter_licence"),
    path(f"{papers}<int:licence_id>/confirm/", licences.confirm_licence, name="confirm_licence"),
    path(f"{papers}<int:licence_id>/end/", licences.end_licence, name="end_licence"),
]
# Mounted outside the villages: a member's own book, wherever it is kept.
own_urls = [
    path("", own.my_books, name="mine"),
    path("way/", own_way.ideas, name="ideas"),
    path("way/<int:idea_id>/", own_way.idea, name="idea"),
    path("way/<int:idea_id>/join/", own_way.pledge, name="pledge"),
    path("way/<int:idea_id>/join/back/", own_way.take_back_pledge, name="take_back_pledge"),
    path("way/<int:idea_id>/rules/", own_way.rules, name="rules"),
    path("way/<int:idea_id>/voices/", own_way.voices, name="voices"),
    path("way/<int:idea_id>/object/", own_way.object_to, name="object_to"),
    path("<int:member_id>/", own.my_book, name="book"),
    path("<int:member_id>/card.pdf", cards.my_card, name="my_card"),
    path("<int:member_id>/<int:doubted_no>/wrong/", own.my_doubt, name="wrong"),
]
