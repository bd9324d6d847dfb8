"""Which step follows what, and where it leads: one table, all pairs."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rembuk.people import standing
from rembuk.people.journeys import StepFacts
from rembuk.people.models import Plan, Status
from rembuk.people.standing import Impossible, Kind

DAY = date(2020, 1, 1)
HOW_TO_STAND = {
    Status.NONE: [],
    Status.PROSPECTIVE: [Kind.INTENTION],
    Status.WORKER: [Kind.DEPARTURE],
    Status.ON_LEAVE: [Kind.DEPARTURE, Kind.LEAVE],
    Status.RETURNED: [Kind.DEPARTURE, Kind.HOMECOMING],
    Status.MOVED_AWAY: [Kind.MOVED_AWAY],
    Status.DECEASED: [Kind.DIED],
}
NO = None
# Who stands at the left and takes the step above: where it leads, or NO.
P, W, L, R, M, D = (
    Status.PROSPECTIVE, Status.WORKER, Status.ON_LEAVE, Status.RETURNED, Status.MOVED_AWAY,
    Status.DECEASED,
)  # fmt: skip
N = Status.NONE
KINDS = (
    Kind.RECORDED, Kind.INTENTION, Kind.REGISTRATION, Kind.AGREEMENT, Kind.DEPARTURE,
    Kind.EXTENSION, Kind.LEAVE, Kind.HOMECOMING, Kind.PLAN, Kind.LEAVING_AGAIN, Kind.MOVED_AWAY,
    Kind.DIED,
)  # fmt: skip
TABLE = {
    #  recorded intent register agree depart extend leave home plan again moved died
    N: (N, P, P, P, W, NO, NO, NO, NO, NO, M, D),
    P: (P, P, P, P, W, NO, NO, NO, NO, NO, M, D),
    W: (W, NO, NO, NO, NO, W, L, R, NO, NO, M, D),
    L: (L, NO, NO, NO, W, L, NO, R, NO, W, M, D),
    R: (R, R, P, P, W, NO, NO, NO, R, W, M, D),
    M: (N, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, D),
    D: (NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO),
}


def steps(kinds) -> list[StepFacts]:
    return [StepFacts(kind=kind, on=DAY, country="HK") for kind in kinds]


@pytest.mark.parametrize(
    ("before", "kind", "expected"),
    [
        (b, kind, reached)
        for b, row in TABLE.items()
        for kind, reached in zip(KINDS, row, strict=True)
    ],
)
def test_each_step_from_each_status(before, kind, expected):
    path = steps([*HOW_TO_STAND[before], kind])
    if expected is NO:
        with pytest.raises(Impossible) as refused:
            standing.follow(path)
        assert str(refused.value.reason)
    else:
        assert standing.follow(path)[-1].status == expected


@pytest.mark.parametrize("reported", standing.REPORTABLE)
def test_a_report_says_the_status(reported):
    report = StepFacts(kind=Kind.STATUS_REPORT, on=DAY, reported_status=reported)
    assert standing.follow([report])[-1].status == reported


def test_a_returned_worker_who_wants_to_leave_again_stays_returned():
    wished = standing.follow(steps([Kind.DEPARTURE, Kind.HOMECOMING, Kind.INTENTION]))[-1]
    assert (wished.status, wished.plan) == (Status.RETURNED, Plan.LEAVE_AGAIN)
    registered = standing.after(wished, steps([Kind.REGISTRATION])[0])
    assert (registered.status, registered.plan) == (Status.PROSPECTIVE, "")


BACK = [Kind.DEPARTURE, Kind.HOMECOMING]
PLANS = [
    # steps before, the plan told, where it leads, the plan that is kept
    (BACK, Plan.STAY, R, Plan.STAY),
    (BACK, Plan.UNDECIDED, R, Plan.UNDECIDED),
    (BACK, Plan.LEAVE_AGAIN, R, Plan.LEAVE_AGAIN),
    ([*BACK, Kind.INTENTION], Plan.STAY, R, Plan.STAY),
    # Who has registered again and thinks better of it is a returned worker again.
    ([*BACK, Kind.REGISTRATION], Plan.STAY, R, Plan.STAY),
    ([*BACK, Kind.REGISTRATION], Plan.UNDECIDED, R, Plan.UNDECIDED),
    ([*BACK, Kind.REGISTRATION], Plan.LEAVE_AGAIN, P, ""),
    ([*BACK, Kind.MOVED_AWAY, Kind.RECORDED], Plan.STAY, R, Plan.STAY),
]


@pytest.mark.parametrize(("earlier", "told", "status", "kept"), PLANS)
def test_somebody_back_from_work_abroad_plans_one_of_three_things(earlier, told, status, kept):
    asked = StepFacts(kind=Kind.PLAN, on=DAY, plan=told)
    reached = standing.follow([*steps(earlier), asked])[-1]
    assert (reached.status, reached.plan, reached.been_abroad) == (status, kept, True)


def test_a_plan_lasts_until_the_next_departure():
    path = [*steps(BACK), StepFacts(kind=Kind.PLAN, on=DAY, plan=Plan.STAY)]
    for kind, kept in ((Kind.RECORDED, Plan.STAY), (Kind.LEAVING_AGAIN, "")):
        assert standing.follow([*path, *steps([kind])])[-1].plan == kept


def test_since_is_the_day_a_status_began_not_its_last_confirmation():
    path = [
        StepFacts(kind=Kind.DEPARTURE, on=date(2020, 1, 1), country="HK"),
        StepFacts(kind=Kind.EXTENSION, on=date(2022, 1, 1)),
    ]
    assert standing.follow(path)[-1].since == date(2020, 1, 1)


CONTRACTS = [
    # departure months, then (kind, on, months) ..., the contract ends on
    (24, [], date(2022, 1, 1)),
    (None, [], None),
    (24, [(Kind.EXTENSION, date(2021, 11, 1), 24)], date(2024, 1, 1)),
    (24, [(Kind.EXTENSION, date(2022, 3, 1), 24)], date(2024, 3, 1)),
    (24, [(Kind.EXTENSION, date(2021, 11, 1), None)], None),
    (24, [(Kind.LEAVE, date(2021, 1, 1), None)], date(2022, 1, 1)),
    (24, [(Kind.LEAVE, date(2021, 1, 1), None), (Kind.LEAVING_AGAIN, date(2021, 2, 1), None)],
     date(2022, 1, 1)),
    (24, [(Kind.LEAVE, date(2021, 1, 1), None), (Kind.LEAVING_AGAIN, date(2021, 2, 1), 24)],
     date(2023, 2, 1)),
    (24, [(Kind.HOMECOMING, date(2021, 1, 1), None)], None),
]  # fmt: skip


@pytest.mark.parametrize(("months", "more", "expected"), CONTRACTS)
def test_when_the_running_contract_ends(months, more, expected):
    path = [StepFacts(kind=Kind.DEPARTURE, on=DAY, country="HK", contract_months=months)]
    path += [StepFacts(kind=kind, on=on, country="HK", contract_months=m) for kind, on, m in more]
    assert standing.follow(path)[-1].contract_ends_on == expected


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [("DAY", "DAY", "DAY"), ("YEAR", "DAY", "YEAR"), ("DAY", "MONTH", "MONTH"),
     ("MONTH", "YEAR", "YEAR")],
)  # fmt: skip
def test_the_end_of_a_contract_is_known_no_better_than_its_beginning(first, second, expected):
    path = [
        StepFacts(kind=Kind.DEPARTURE, on=DAY, precision=first, country="HK", contract_months=24),
        StepFacts(kind=Kind.EXTENSION, on=date(2021, 11, 1), precision=second, contract_months=24),
    ]
    assert standing.follow(path)[0].contract_ends_precision == first
    assert standing.follow(path)[-1].contract_ends_precision == expected
    home = StepFacts(kind=Kind.HOMECOMING, on=date(2022, 1, 1), precision="YEAR")
    assert standing.follow([*path, home])[-1].contract_ends_precision == "DAY"


@given(st.dates(date(1970, 1, 1), date(2100, 1, 1)), st.integers(1, 120))
def test_months_later_is_the_same_day_or_the_last_of_a_shorter_month(day, months):
    later = standing.months_after(day, months)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day == day.day or (
        later.day < day.day and standing.months_after(later, 0) == later
    )


def test_what_a_page_offers_next_is_possible_and_short():
    for before, kinds in standing.NEXT.items():
        assert len(kinds) <= 7
        for kind in kinds:
            if kind != Kind.STATUS_REPORT:
                standing.follow(steps([*HOW_TO_STAND[Status(before)], kind]))
