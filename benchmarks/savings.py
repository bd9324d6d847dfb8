"""A month's interest and tax for 6,000 savings accounts: worked out, checked, booked, proved."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date
from random import Random
from typing import Any
from uuid import uuid4

from benchmarks import scene
from benchmarks.table import Line, head, say

ACCOUNTS, DEPOSITS = 6_000, 2
MONTH = date(2026, 1, 1)
ALL_SECONDS_MAX, STATEMENTS_MAX = 20.0, 300
AT_ONCE = 500


def main() -> None:
    """Build the cooperative, then run its month."""
    with scene.database():
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        from rembuk.savings import checks, runs
        from rembuk.villages import tenancy
        from rembuk.villages.tests import stories

        print(head())
        with tenancy.every_village("measuring"):
            kept = _cooperative(stories.world())
            told: dict[str, Any] = {"book": kept.book, "today": scene.TODAY}
            by, chair = kept.coop.by_treasurer, kept.coop.by_chair
            whole = 0.0
            with CaptureQueriesContext(connection) as asked:
                for what, work in (
                    ("worked out", lambda: runs.prepare(
                        month=MONTH, key=uuid4(), by=by, at=scene.NOW, **told)),
                    ("looked through", lambda: runs.check(
                        book=kept.book, run=_run(), by=chair, at=scene.NOW)),
                    ("booked", lambda: runs.book_on(run=_run(), at=scene.NOW, **told)),
                ):  # fmt: skip
                    whole += _timed(what, work)
            beside = f"{len(asked)} statements"
            say(Line("a month of interest, all of it", whole, ALL_SECONDS_MAX, "s", beside))
            say(Line("statements of it", len(asked), STATEMENTS_MAX, "statements"))
            took = _timed("proved by check_books (I12)", lambda: list(checks.findings(kept.book)))
            assert took < ALL_SECONDS_MAX


def _run() -> Any:
    from rembuk.savings.models import InterestRun

    run = InterestRun.objects.select_related("village", "group").get()
    run.group.village = run.village
    return run


def _timed(what: str, work: Callable[[], Any]) -> float:
    began = time.perf_counter()
    work()
    took = time.perf_counter() - began
    say(Line(f"interest of {ACCOUNTS} accounts, {what}", took, None, "s"))
    return took


def _cooperative(world: Any) -> Any:
    """A licensed cooperative with an account for each member, and deposits of the month."""
    from rembuk.ledger import books, posting
    from rembuk.savings import money
    from rembuk.savings.models import Promise, SavingsAccount
    from rembuk.savings.tests import scenes

    kept, chance = scenes.savings(world), Random(scene.SEED)
    version = kept.product(rate_bp=600, tiers=[(5_000_000, 700)])
    people = _members(kept.coop.group)
    told = {"village": world.here, "at": scene.NOW}
    accounts = SavingsAccount.objects.bulk_create(
        SavingsAccount(member=one, product=version.product, serial=1, opened_on=MONTH, **told)
        for one in people
    )
    Promise.objects.bulk_create(
        Promise(account=one, version=version, since=MONTH, **told) for one in accounts
    )
    for one in accounts:
        books.open_member_account(
            book=kept.book, control="2101", resident_id=one.member.resident_id, number=one.number
        )
    plans = [
        money.plan_in(one, amount_rp=chance.randint(1, 80) * 100_000, on=date(2026, 1, day))
        for day in range(5, 5 + DEPOSITS)
        for one in accounts
    ]
    for at in range(0, len(plans), AT_ONCE):
        some = plans[at : at + AT_ONCE]
        posting.post_many(kept.book, some, signed=kept.signed(), today=scene.TODAY)
    return kept


def _members(group: Any) -> list[Any]:
    from rembuk.coop import numbers
    from rembuk.coop.models import Member
    from rembuk.people.models import Resident

    residents = Resident.objects.bulk_create(
        Resident(village=group.village, name=f"Anggota {n}", created_at=scene.NOW)
        for n in range(ACCOUNTS)
    )
    return Member.objects.bulk_create(
        Member(
            village=group.village, group=group, resident=one, serial=n, number=numbers.number_of(n)
        )
        for n, one in enumerate(residents, start=1_000)
    )


if __name__ == "__main__":
    main()
