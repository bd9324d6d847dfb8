"""A year's loss: what the reserve bears by decision of the members, and taking that back."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from rembuk.cash.sums import sum_told
from rembuk.cash.views import steps
from rembuk.forum.models import Resolution
from rembuk.ledger.reading import Book
from rembuk.surplus import losses
from rembuk.surplus.forms.dividing import DecisionForm, WhyForm
from rembuk.surplus.models import LossCover
from rembuk.surplus.views.places import book_of, shu_address, year_of
from rembuk.villages.access import VillageRequest, requires
from rembuk.villages.permissions import Permission
from rembuk.web.views import Question, ask


@requires(Permission.RECORD_CASH)
def cover_loss(request: VillageRequest) -> HttpResponse:
    """Book that the reserve bears the loss, with the number of the members' decision."""
    book = book_of(request)
    asked = year_of(request, book).year
    form = DecisionForm(request.POST or None, group=book.group)

    def work(*, book: Book, year: int, resolution: Resolution, number: str) -> None:
        signed = steps.signed(request, form.cleaned_data["request_id"])
        losses.cover(
            book=book, year=year, resolution=resolution, number=number, on=request.today,
            signed=signed, today=request.today,
        )  # fmt: skip

    question = Question(
        kind="surplus.cover_loss",
        title=_("The reserve bears the loss of %(year)s") % {"year": asked},
        done=_("It is booked: the reserve bears the loss as far as it goes."),
        back=shu_address(request, asked),
        lead=_("The reserve holds %(sum)s. Record the meeting and its decision first.")
        % {"sum": sum_told(losses.reserve_of(book))},
    )  # fmt: skip
    return ask(request, form, question, work=work, about={"book": book, "year": asked})


@requires(Permission.RUN_GROUP)
def take_back_cover(request: VillageRequest) -> HttpResponse:
    """Take it back with a reason; where nothing stands any more, show how it stands."""
    book = book_of(request)
    asked = year_of(request, book).year
    found = losses.of_year(book.group, asked)
    if found is None:
        return redirect(shu_address(request, asked))
    found.village = request.village
    form = WhyForm(request.POST or None)

    def work(*, cover: LossCover, why: str) -> None:
        signed = steps.signed(request, form.cleaned_data["request_id"])
        losses.take_back(cover=cover, book=book, why=why, signed=signed, today=request.today)

    question = Question(
        kind="surplus.loss_back", title=_("Take back what the reserve bears"),
        done=_("It is taken back: the reserve has its money again."),
        back=shu_address(request, asked),
    )  # fmt: skip
    return ask(request, form, question, work=work, about={"cover": found})
