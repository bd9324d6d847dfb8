"""Addresses of this room, under /desa/<village>/savings/."""

from django.urls import path

from rembuk.savings.models.products import Control
from rembuk.savings.views import accounts, changes, money, own, products, runs, steps, taxes

app_name = "savings"
group = "<int:group_id>/"
kinds = f"{group}products/"
people = f"{group}members/"
hers = f"{people}<int:member_id>/open/"
one = f"{group}<int:account_id>/"
months = f"{group}interest/"
month = f"{months}<int:run_id>/"
urlpatterns = [
    path("deposit/", accounts.begin_deposit, name="begin_deposit"),
    path(group, accounts.accounts_page, name="accounts"),
    path(people, accounts.pick_member, name="pick_member"),
    path(hers, accounts.pick_product, name="pick_product"),
    path(f"{hers}<int:product_id>/", accounts.open_account, name="open_account"),
    path(f"{hers}<int:product_id>/place/", money.place, name="place"),
    path(f"{group}terms/", steps.terms_page, name="terms"),
    path(f"{group}terms/end/", steps.end_terms, name="end_terms"),
    path(months, runs.runs_page, name="runs"),
    path(f"{months}new/", runs.prepare_run, name="prepare_run"),
    path(month, runs.run_page, name="run"),
    path(f"{month}check/", runs.check_run, name="check_run"),
    path(f"{month}book/", runs.book_run, name="book_run"),
    path(f"{month}drop/", runs.drop_run, name="drop_run"),
    path(f"{month}<int:interest_line_id>/", runs.interest_page, name="interest"),
    path(f"{month}tax/", taxes.tax_page, name="tax"),
    path(f"{month}tax/slips/", taxes.issue_slips, name="issue_slips"),
    path(f"{month}tax/pay/", taxes.pay_tax, name="pay_tax"),
    path(f"{month}tax/number/", taxes.prove_tax, name="prove_tax"),
    path(f"{group}slips/<int:slip_id>.pdf", taxes.slip_file, name="slip"),
    path(one, accounts.account_page, name="account"),
    path(f"{one}deposit/", money.deposit, name="deposit"),
    path(f"{one}withdraw/", money.withdraw, name="withdraw"),
    path(f"{one}block/", steps.block, name="block"),
    path(f"{one}block/<int:block_id>/lift/", steps.lift, name="lift"),
    path(f"{one}aim/", steps.aim, name="aim"),
    path(f"{one}newer-terms/", changes.move, name="move"),
    path(f"{one}close/", changes.close, name="close"),
    path(f"{one}break/", steps.break_early, name="break_early"),
    path(kinds, products.products_page, name="products"),
    *(
        path(f"{kinds}new/{word}/", products.new_product, {"control": control}, name=f"new_{word}")
        for word, control in (
            ("voluntary", Control.VOLUNTARY.value),
            ("term", Control.TERM.value),
            ("goal", Control.GOAL.value),
        )
    ),
    path(f"{kinds}<int:product_id>/version/", products.new_version, name="new_version"),
    path(f"{group}law/", products.record_law, name="record_law"),
]
# Mounted outside the villages, for a member wherever she is: her own goals, her interest.
goal = "<int:member_id>/goals/"
own_urls = [
    path(goal, own.my_goals, name="mine"),
    path(f"{goal}new/", own.new_goal, name="new"),
    path(f"{goal}<int:goal_id>/note/", own.note_goal, name="note"),
    path(f"{goal}<int:goal_id>/end/", own.end_goal, name="end"),
    path("<int:member_id>/why/<int:booked_no>/", own.my_interest, name="interest"),
    path("<int:member_id>/tax/", own.my_slips, name="slips"),
    path("<int:member_id>/tax/<int:own_slip_id>.pdf", own.my_slip, name="slip"),
]
