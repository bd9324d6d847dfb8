"""What savings do at a month's end: interest, then the slips and the tax (cash/monthend.py)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from django.db.models import Count, Exists, Max, Min, Q, Subquery, Sum
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from rembuk.cash.monthend import Asked, Source, State, Step, shut
from rembuk.cash.sums import said
from rembuk.lib import words
from rembuk.lib.dates import next_month
from rembuk.savings import statetax
from rembuk.savings.models import InterestLine, InterestRun, RunBatch, SavingsAccount, TaxSlip
from rembuk.villages.permissions import Permission

Facts = Mapping[str, Any]


def facts(asked: Asked) -> dict[str, Any]:
    """Return what is to be known of a month, as parts of one query."""
    group, village = asked.group, asked.group.village
    accounts = SavingsAccount.objects.of(village).filter(member__group=group).order_by()
    runs = InterestRun.objects.of(village).filter(group=group, dropped__isnull=True)
    this = runs.filter(month=asked.first).order_by("-attempt", "-pk")
    of_it = Q(run__group=group, run__month=asked.first, run__dropped__isnull=True)
    lines = InterestLine.objects.of(village).filter(of_it).order_by().values("run")
    batches = RunBatch.objects.of(village).filter(of_it).order_by().values("run")
    slips = TaxSlip.objects.of(village).filter(of_it).order_by().values("run")
    paid = statetax.standing(village).filter(of_it)
    return {
        "opened": Subquery(
            accounts.values("member__group").annotate(x=Min("opened_on")).values("x")
        ),
        "newest": Subquery(runs.order_by("-month").values("month")[:1]),
        "run": Subquery(this.values("pk")[:1]),
        "checked": Subquery(this.values("checked__pk")[:1]),
        "total": Subquery(lines.annotate(x=Max("batch")).values("x")),
        "booked": Subquery(batches.annotate(x=Count("pk")).values("x")),
        "tax": Subquery(lines.annotate(x=Sum("tax_rp")).values("x")),
        "members": Subquery(lines.annotate(x=Count("member", distinct=True)).values("x")),
        "slips": Subquery(slips.annotate(x=Count("pk")).values("x")),
        "paid": Exists(paid),
        "waits": Exists(paid.filter(asked__isnull=False, asked__resolution__isnull=True)),
        "proved": Exists(paid.filter(state_receipt__isnull=False)),
    }


def tell(asked: Asked, known: Facts) -> Iterator[Step]:
    """Return the steps of a month; none before anybody had an account."""
    if known["opened"] is None or known["opened"] > asked.last:
        return
    interest = _interest(asked, known)
    yield interest
    yield _tax(asked, known, is_booked=interest.state == State.DONE)


def _interest(asked: Asked, known: Facts) -> Step:
    label = _("Savings interest")
    if known["run"] is None:
        return _not_begun(asked, known, label)
    to_run = ("savings:run", (known["run"],))
    if known["checked"] is None:
        return Step(
            label, State.WAITS, _("It is worked out. Another person looks through it."), *to_run,
            _("Look through it"), permission=Permission.APPROVE_CASH, blocks=True,
        )  # fmt: skip
    done, total = known["booked"] or 0, known["total"] or 0
    if done < total:
        return shut(asked, label) or Step(
            label, State.HALF, "", "savings:book_run", (known["run"],), _("Go on booking"),
            presses=True, done=done, total=total, blocks=True,
        )  # fmt: skip
    return Step(label, State.DONE, "", *to_run, _("See it"), permission=Permission.SEE_CASH)


def _not_begun(asked: Asked, known: Facts, label: str) -> Step:
    if not asked.is_over:
        return Step(label, State.LATER, _("The month is not over yet."))
    newest: date | None = known["newest"]
    due = next_month(newest) if newest else known["opened"].replace(day=1)
    to_months = ("savings:runs", (), _("See all months"))
    if asked.closed is not None and due <= asked.closed:
        says = _("%(month)s is closed without its interest. Ask the chair to open it again.")
        return Step(label, State.TO_DO, says % {"month": _told(due)}, *to_months)
    if due < asked.first:
        says = _("Begin with %(month)s.") % {"month": _told(due)}
        return Step(label, State.TO_DO, says, *to_months, blocks=True)
    return shut(asked, label) or Step(
        label, State.TO_DO, "", "savings:prepare_run", (), _("Work it out"), presses=True,
        blocks=True,
    )  # fmt: skip


def _tax(asked: Asked, known: Facts, *, is_booked: bool) -> Step:
    label, more = _("Tax and slips of the month"), (known["run"],)
    if not is_booked:
        return Step(label, State.LATER, _("After the interest is booked."))
    done, total, tax_rp = known["slips"] or 0, known["members"] or 0, known["tax"] or 0
    if done < total:
        return Step(
            label, State.HALF, "", "savings:issue_slips", more, _("Issue the slips"), presses=True,
            done=done, total=total,
        )  # fmt: skip
    to_tax = ("savings:tax", more)
    if known["waits"]:
        return Step(label, State.WAITS, _("It waits for the second person."), *to_tax, _("See it"))
    if tax_rp and not known["paid"]:
        by_day = next_month(asked.first).replace(day=statetax.PAY_BY_DAY)
        says = _("%(sum)s goes to the state by %(day)s.") % {
            "sum": said(tax_rp), "day": words.plain_day(by_day, language=get_language() or "id"),
        }  # fmt: skip
        return Step(label, State.TO_DO, says, *to_tax, _("See the tax"))
    if tax_rp and not known["proved"]:
        says = _("Paid; the state's number is missing")
        return Step(label, State.TO_DO, says, *to_tax, _("Write it down"))
    return Step(label, State.DONE, "", *to_tax, _("See it"), permission=Permission.SEE_CASH)


def _told(month: date) -> str:
    return words.month_of_year(month, language=get_language() or "id")


SOURCE = Source("interest", 20, facts, tell)
