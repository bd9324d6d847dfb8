"""What the database refuses of a sharing, tried past our own functions."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, connection, transaction

from rembuk.enterprise.models import Membership
from rembuk.shares.models import Share, Sharing, Step, Weight
from rembuk.shares.tests.conftest import NOW, TODAY
from rembuk.shares.tests.test_dividing import agreed, agreed_rule, divided, proposed


def refused(rule):
    return pytest.raises(IntegrityError, match=rule)


def sql(statement, *values):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)


def test_a_proposed_sum_never_changes(tailors, decision):
    agreed_rule(tailors, decision)
    sharing = proposed(tailors)
    share = sharing.shares.first()
    with refused("shares_share_sum_never_changes"):
        sql("UPDATE shares_share SET amount_rp = amount_rp + 1 WHERE id = %s", share.pk)
    with refused("shares_sharing_stays_as_proposed"):
        sql("UPDATE shares_sharing SET amount_rp = 5 WHERE id = %s", sharing.pk)
    with refused("shares_sharing_stays_as_proposed"):
        sql("UPDATE shares_sharing SET left_rp = 1 WHERE id = %s", sharing.pk)
    with refused("shares_share_never_deleted"):
        sql("DELETE FROM shares_share WHERE id = %s", share.pk)


def test_nothing_is_added_to_what_is_proposed(tailors, decision):
    agreed_rule(tailors, decision)
    sharing = proposed(tailors)
    late = Membership.objects.create(
        village=sharing.village, group=sharing.group, name="Tari", joined_on=TODAY
    )
    with refused("shares_share_before_the_proposal"), transaction.atomic():
        Share.objects.create(
            village=sharing.village, sharing=sharing, membership=late, days=1, amount_rp=5
        )
    with refused("shares_weight_before_the_proposal"), transaction.atomic():
        Weight.objects.create(
            village=sharing.village, sharing=sharing, membership=late, kind="DUTY",
            hundredths=1, at=NOW,
        )  # fmt: skip


def test_sums_that_are_not_the_whole_are_not_proposed(tailors, decision):
    agreed_rule(tailors, decision)
    sharing = divided(tailors)
    Share.objects.create(
        village=sharing.village, sharing=sharing, membership_id=tailors.ids["Siti"], days=1,
        amount_rp=99_999,
    )  # fmt: skip
    step = {"village": sharing.village, "sharing": sharing, "at": NOW}
    with refused("shares_step_sums_are_the_whole"), transaction.atomic():
        Step.objects.create(kind="PROPOSED", **step)
    Sharing.objects.filter(pk=sharing.pk).update(left_rp=1)
    Step.objects.create(kind="PROPOSED", **step)


def test_nobody_agrees_with_herself_or_before_or_after(tailors, decision):
    agreed_rule(tailors, decision)
    early, sharing = divided(tailors), proposed(tailors)
    told = {"village": sharing.village, "kind": "AGREED", "at": NOW, "by": tailors.chair.user}
    for one in (early, sharing):
        with refused("shares_step_agreed_by_somebody_else"), transaction.atomic():
            Step.objects.create(sharing=one, **told)
    Step.objects.create(village=sharing.village, sharing=sharing, kind="ENDED", at=NOW, why="Batal")
    with refused("shares_step_nothing_after_the_end"), transaction.atomic():
        Step.objects.create(sharing=sharing, **{**told, "by": tailors.treasurer.user})


@pytest.mark.parametrize(
    ("table", "change", "rule"),
    [
        ("sharing", "title = ''", "shares_sharing_has_a_title"),
        ("sharing", "since = '2030-01-01'", "shares_sharing_ends_after_it_begins"),
        ("sharing", "source = 'GIFT'", "shares_sharing_source_known"),
        ("step", "why = 'x'", "append_only|only_erased"),
        ("step", "by_id = NULL", "append_only|only_erased"),
    ],
)
def test_what_cannot_be_is_refused(tailors, decision, table, change, rule):
    agreed_rule(tailors, decision)
    agreed(tailors)
    with refused(rule):
        sql(f"UPDATE shares_{table} SET {change}")
