"""Goats that are booked: the list, one booking, handed over or released."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from rembuk.cash import expected
from rembuk.herd import bookings, due, feasts, papers, sales
from rembuk.herd.forms.plans import BookingForm, HandOverForm, ReleaseForm
from rembuk.herd.models import Booking, Feast
from rembuk.herd.views.animals import signed_by
from rembuk.villages.access import VillageRequest, group_of, requires
from rembuk.villages.models import Group
from rembuk.villages.permissions import Permission
from rembuk.web.forms import press, status
from rembuk.web.views import Question, address, as_paper, ask

ENDED_SHOWN = 20


@requires(Permission.SEE_WORK)
@require_safe
def bookings_page(request: VillageRequest) -> HttpResponse:
    """The bookings of a group: who is kept shortest first, then those that ended."""
    group = group_of(request)
    stand, ended = list(bookings.open_of(group)), list(bookings.ended_of(group)[:ENDED_SHOWN])
    money = bookings.money_of(group, [*stand, *ended])
    may_record = request.acting.may(Permission.RECORD_WORK)
    context = {
        "group": group,
        "stand": [(one, money.get(one.deposit_id or 0)) for one in stand],
        "ended": [(one, money.get(one.refund_id or 0)) for one in ended],
        "may_record": may_record,
        # Who booked is a person's affair: those who sell, and not every member, read it.
        "may_read_buyer": may_record,
    }
    return render(request, "herd/bookings.html", context)


@requires(Permission.RECORD_WORK)
def new_booking(request: VillageRequest) -> HttpResponse:
    """Book a goat for a buyer."""
    group = group_of(request)
    kids = "kids" in request.GET
    initial = {"goat": request.GET.get("goat", ""), "keep_until": _eve_of_feast(request)}
    form = BookingForm(
        request.POST or None, group=group, today=request.today, initial=initial, kids=kids
    )

    def work(*, group: Group, **typed: Any) -> dict[str, Any]:
        row = bookings.book(group=group, wish=form.wish(**typed), signed=signed_by(request))
        return {"booking": row.pk}

    if request.method == "POST":
        outcome = form.run(request, kind="herd.new_booking", work=work, about={"group": group})
        if outcome:
            messages.success(request, _("The goat is booked. Nobody else can be promised it."))
            return redirect("herd:booking", *address(request, outcome.facts["booking"]))
    context = {"group": group, "form": form, "kids": kids}
    return render(request, "herd/new_booking.html", context, status=status(form))


@requires(Permission.RECORD_WORK)
@require_safe
def booking_page(request: VillageRequest, booking_id: int) -> HttpResponse:
    """One booking: until when, what was given, what is left to pay."""
    booking = _booking(request, booking_id)
    money = bookings.money_of(booking.group, [booking])
    flaws = due.flaws_of(booking.animal, on=request.today)
    context = {
        "group": group_of(request),
        "booking": booking,
        "deposit": money.get(booking.deposit_id or 0),
        "refund": money.get(booking.refund_id or 0),
        "left": bookings.left_words(booking),
        "sale_money": expected.settled_one(booking.sale.expected) if booking.sale else None,
        "is_gone": bookings.open_of(booking.group).filter(pk=booking.pk, is_gone=True).exists(),
        "share_url": papers.share_address(booking, flaws=flaws),
        "flaws": flaws,
    }
    return render(request, "herd/booking.html", context)


@requires(Permission.RECORD_WORK)
@require_safe
def booking_slip(request: VillageRequest, booking_id: int) -> HttpResponse:
    """The slip of a booking, for the buyer."""
    booking = _booking(request, booking_id)
    flaws = due.flaws_of(booking.animal, on=request.today)
    made = papers.booking_slip(booking, flaws=flaws, at=timezone.now())
    return as_paper(made, name=f"pesanan-{booking.animal}")


@requires(Permission.RECORD_WORK)
def release_booking(request: VillageRequest, booking_id: int) -> HttpResponse:
    """Let a booked goat go."""
    booking = _standing(request, booking_id)
    form = ReleaseForm(request.POST or None, booking=booking)

    def work(*, booking: Booking, why: str, refund_rp: int = 0) -> None:
        bookings.release(booking=booking, why=why, refund_rp=refund_rp, signed=signed_by(request))

    question = Question(
        kind="herd.release_booking",
        title=_("Release the booking of %(goat)s?") % {"goat": booking.animal},
        done=_("The goat is free again."),
        back=reverse("herd:bookings", args=address(request)),
        lead=_("The goat can then be promised to somebody else."),
        save=_("Release"),
        keeps_typed=True,
    )
    return ask(request, form, question, work=work, about={"booking": booking})


@requires(Permission.RECORD_WORK)
def hand_over_booking(request: VillageRequest, booking_id: int) -> HttpResponse:
    """Hand a booked goat over to its buyer."""
    booking, group = _standing(request, booking_id), group_of(request)
    form = HandOverForm(request.POST or None, group=group, today=request.today)

    def work(*, booking: Booking, on: date, **typed: Any) -> dict[str, Any]:
        sale = sales.hand_over(booking=booking, on=on, signed=signed_by(request), **typed)
        return {"sale": sale.pk}

    if request.method == "POST" and form.run(
        request, kind="herd.hand_over_booking", work=work, about={"booking": booking}
    ):
        messages.success(request, _("The sale is recorded. The treasurer books the money."))
        return redirect("herd:sales", *address(request))
    context = {
        "group": group, "booking": booking, "form": form, "left": bookings.left_words(booking),
        "deposit_waits": bookings.waits(booking),
        "flaws": due.flaws_of(booking.animal, on=request.today),
    }  # fmt: skip
    return render(request, "herd/hand_over_booking.html", context, status=status(form))


@requires(Permission.RECORD_WORK)
@require_POST
def expect_deposit(request: VillageRequest, booking_id: int) -> HttpResponse:
    """Expect a down payment anew whose line was taken back after the goat was handed over."""
    booking = _booking(request, booking_id)

    def work(*, booking: Booking) -> None:
        bookings.expect_again(booking=booking, signed=signed_by(request))

    done = _("It is expected again. The treasurer books it when it comes.")
    press(request, kind="herd.expect_deposit", work=work, about={"booking": booking}, done=done)
    return redirect("herd:sales", *address(request))


def _eve_of_feast(request: VillageRequest) -> date:
    """Most goats are kept for the next Eid al-Adha: until the day before."""
    feast = feasts.coming(request.village, Feast.ADHA, on=request.today)
    return max(feast.on - timedelta(days=1), request.today)


def _booking(request: VillageRequest, booking_id: int) -> Booking:
    mine = Booking.objects.of(request.village).filter(group=request.group)
    rows = mine.select_related("animal", "group", "village", "deposit", "refund", "sale__expected")
    return get_object_or_404(rows, pk=booking_id)


def _standing(request: VillageRequest, booking_id: int) -> Booking:
    booking = _booking(request, booking_id)
    if booking.ended_at is not None and request.method != "POST":
        raise Http404
    return booking
