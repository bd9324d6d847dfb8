"""Addresses of this room, under /desa/<village>/shares/."""

from django.urls import path

from rembuk.shares.views import capital, concerns, dividing, looking, papers, rules, sharings

app_name = "shares"
group = "<int:group_id>/"
book = f"{group}rules/"
one = f"{group}<int:sharing_id>/"
member = f"{one}members/<int:sharer_id>/"
urlpatterns = [
    path("divide/", dividing.begin, name="begin"),
    path(group, sharings.shares_page, name="shares"),
    path(book, rules.rules_page, name="rules"),
    path(f"{book}new/", rules.new_rule, name="new_rule"),
    path(f"{book}<int:rule_id>/", rules.rule_page, name="rule"),
    path(f"{book}<int:rule_id>/beside/<int:other_rule_id>/", rules.compare, name="compare"),
    path(f"{book}<int:rule_id>/drop/", rules.drop_rule, name="drop_rule"),
    path(f"{group}what-if/", looking.what_if, name="what_if"),
    path(f"{group}income/<int:sharer_id>/", looking.income, name="income"),
    path(f"{group}capital/", capital.capital_page, name="capital"),
    path(f"{group}capital/new/", capital.put_in, name="put_in"),
    path(f"{group}capital/<int:contribution_id>/back/", capital.give_back, name="give_back"),
    path(f"{group}private/", concerns.concerns_page, name="concerns"),
    path(f"{group}private/new/", concerns.tell_concern, name="tell_concern"),
    path(f"{group}private/<int:concern_id>/", concerns.concern_page, name="concern"),
    path(f"{group}private/<int:concern_id>/close/", concerns.close_concern, name="close_concern"),
    path(f"{group}divide/", dividing.divide, name="divide"),
    path(one, sharings.sharing_page, name="sharing"),
    path(f"{one}propose/", dividing.propose, name="propose"),
    path(f"{one}agree/", dividing.agree, name="agree"),
    path(f"{one}agreed/", dividing.agree_by_meeting, name="agree_by_meeting"),
    path(f"{one}pay/", dividing.pay_all, name="pay_all"),
    path(f"{one}tell/", sharings.tell_all, name="tell_all"),
    path(f"{one}take-back/", dividing.take_back, name="take_back"),
    path(f"{one}send-back/", dividing.send_back, name="send_back"),
    path(f"{one}statement.pdf", papers.statement, name="statement"),
    path(f"{member}slip.pdf", papers.slip, name="slip"),
    path(member, sharings.member_page, name="member"),
    path(f"{member}<slug:kind>/", dividing.correct, name="correct"),
]
