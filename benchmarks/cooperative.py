"""A cooperative's month with 2,000 loans, and a member's book among 10,000 kept for ten years."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import uuid4

from benchmarks import big_book, pages, scene
from benchmarks.served import serve, signed_in
from benchmarks.table import Line, head, say

LOANS, LENT_ON, PAID_ON = 2_000, date(2026, 6, 5), date(2026, 7, 5)
JUNE, JULY = date(2026, 6, 1), date(2026, 7, 1)
PAYS_NOT = 4  # every fourth is late
ALL_SECONDS_MAX, STATEMENTS_MAX = 20.0, 60
MEMBERS, TEN_YEARS = 10_000, big_book.Shape(date(2016, 11, 23), 3650, 120)
BOOK_KB_MAX = 25


def main() -> None:
    """Measure both, in one village."""
    print(head())
    with scene.database():
        from rembuk.villages import tenancy
        from rembuk.villages.tests import stories

        with tenancy.every_village("measuring"):
            world = stories.world()
            month(world)
            user, path = own_book(world)
        with serve() as served:
            what = f"Buku saya, {MEMBERS} members x 10 years"
            told = pages.machine(served)
            pages.measure(served, what=what, user=user, path=path, machine=told)
            _status, size, _seconds = served.get(path, signed_in(user))
            say(Line(f"{what}: the page", size / 1000, BOOK_KB_MAX, "kB"))


def month(world: Any) -> None:
    """Class 2,000 loans, a quarter of them late, look through it, and book the change."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from rembuk.loans.tests import scenes

    lender = scenes.lender(world)
    lend(lender)
    provide(lender, JUNE)
    with CaptureQueriesContext(connection) as asked:
        took = provide(lender, JULY)
    what = f"a month's provision, {LOANS} loans"
    for step, seconds in took.items():
        say(Line(f"{what}, {step}", seconds, None, "s"))
    say(Line(what, sum(took.values()), ALL_SECONDS_MAX, "s", f"{len(asked)} statements"))
    say(Line(f"{what}: statements", len(asked), STATEMENTS_MAX, ""))


def lend(lender: Any) -> None:
    """Lend to so many members, as the pages do; most of them pay their first instalment."""
    from rembuk.cash import lines
    from rembuk.cash.lines import Money
    from rembuk.cash.purposes import Way
    from rembuk.loans import instalments
    from rembuk.loans.tests.scenes import signed

    began, by = time.perf_counter(), lender.coop.by_treasurer
    borrowed = Money(Way.IN, "Bank desa", "loan", LOANS * 5_000_000, LENT_ON)
    told = {"book": lender.book, "today": scene.TODAY}
    lines.record(money=borrowed, signed=signed(by), **told)
    for number in range(LOANS):
        member = lender.coop.member(f"Anggota {number}")
        pokok(lender, member)
        member.resident.user = lender.coop.chair  # asks for her
        loan = lender.paid_out(member, on=LENT_ON)
        if number % PAYS_NOT:
            instalments.pay(loan=loan, amount_rp=330_000, on=PAID_ON, signed=signed(by), **told)
    print(f"{LOANS} loans lent in {time.perf_counter() - began:.0f} s")


def pokok(lender: Any, member: Any) -> None:
    """Let her bring what makes her a member."""
    from rembuk.coop import paying
    from rembuk.coop.dues import Due
    from rembuk.loans.tests.scenes import signed

    paying.record(
        book=lender.book, payments=[paying.Payment(member, Due.POKOK, 50_000)], on=LENT_ON,
        signed=signed(lender.coop.by_treasurer), today=scene.TODAY,
    )  # fmt: skip


def provide(lender: Any, month: date) -> dict[str, float]:
    """Work a month out, and book it by a second person; return what each took, in seconds."""
    from rembuk.loans import provisions

    told = {"book": lender.book, "at": scene.NOW, "today": scene.TODAY}
    took, prepared = timed(
        lambda: provisions.prepare(month=month, key=uuid4(), by=lender.coop.by_treasurer, **told)
    )
    checked, _row = timed(lambda: provisions.check(run=prepared, by=lender.coop.by_chair, **told))
    return {"worked out": took, "looked through and booked": checked}


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    """Do it, and return how many seconds it took and what came of it."""
    began = time.perf_counter()
    made = work()
    return time.perf_counter() - began, made


def own_book(world: Any) -> tuple[Any, str]:
    """Write a book of many members; return one who signs in, and the address of her own book."""
    from django.urls import reverse

    began = time.perf_counter()
    made = big_book.make(
        world, entries=MEMBERS * TEN_YEARS.a_member, name="Koperasi besar", shape=TEN_YEARS
    )
    user, member = reader(made, world)
    print(f"{made.entries} entries of ten years made in {time.perf_counter() - began:.0f} s")
    return user, reverse("books:book", args=[member])


def reader(made: big_book.Made, world: Any) -> tuple[Any, int]:
    """Make everybody a member; return the account of one who signs in, and her member's key."""
    from rembuk.coop import dues
    from rembuk.coop.dues import Terms
    from rembuk.coop.models import Member, MemberStep
    from rembuk.people.models import Resident
    from rembuk.villages.tests import stories

    group, here = made.book.group, world.here
    terms = Terms(TEN_YEARS.first, 50_000, 10_000, source="AD pasal 12", exit_days=90)
    dues.agree(group=group, terms=terms, by=world.by_adi, at=scene.NOW)
    residents = Resident.objects.bulk_create(
        Resident(village=here, name=f"Anggota {n}", created_at=scene.NOW)
        for n in range(made.members)
    )
    people = Member.objects.bulk_create(
        Member(village=here, group=group, resident=one, serial=n + 1, number=big_book.number_of(n))
        for n, one in enumerate(residents)
    )
    MemberStep.objects.bulk_create(
        MemberStep(village=here, member=one, kind=kind, on=TEN_YEARS.first, at=scene.NOW)
        for one in people
        for kind in ("APPLIED", "ADMITTED")
    )
    chosen = people[made.members // 2]
    chosen.resident.user = stories.user("anggota", chosen.resident.name)
    chosen.resident.save(update_fields=["user"])
    return chosen.resident.user, chosen.pk


if __name__ == "__main__":
    main()
