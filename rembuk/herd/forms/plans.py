"""What people type for the feasts: their day, and goats that are booked."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rembuk.cash.forms.money import RupiahField
from rembuk.forum.forms.choosing import ResolutionField
from rembuk.herd import bookings, offering, standing
from rembuk.herd.bookings import Wish
from rembuk.herd.models import Animal, Booking
from rembuk.herd.templatetags.herd import head_of
from rembuk.villages.models import Group
from rembuk.web.days import DayField, PartsField
from rembuk.web.forms import CommandForm
from rembuk.web.widgets import LongSelect


class FeastDayForm(CommandForm):
    """The day of a feast as somebody read it."""

    on = PartsField(
        label=_("On which day is the feast?"),
        error_messages={"required": _("Fill in day, month and year.")},
    )
    source = forms.CharField(
        label=_("Where did you read it?"),
        help_text=_("For example: announcement after the isbat session, TV, 27 May."),
        max_length=200,
        error_messages={"required": _("Write where you read it: the page and the day.")},
    )


class BookingForm(CommandForm):
    """Which goat, for whom, at which price, with what deposit, until when."""

    goat = forms.ChoiceField(
        label=_("Which goat?"),
        widget=LongSelect,
        error_messages={"required": _("Choose the goat.")},
    )
    buyer = forms.CharField(
        label=_("Who books it?"), max_length=100,
        error_messages={"required": _("Write who books it.")},
    )  # fmt: skip
    price_rp = RupiahField(label=_("Price agreed for the goat"))
    deposit_rp = RupiahField(
        label=_("Down payment given now"), required=False,
        help_text=_("Leave it empty if nothing is given yet. The treasurer books it."),
    )  # fmt: skip
    keep_until = PartsField(
        label=_("Until which day is it kept?"),
        error_messages={"required": _("Fill in day, month and year.")},
    )
    on = DayField(label=_("On which day was it booked?"))

    def __init__(
        self, *args: Any, group: Group, today: date, kids: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        chosen = {str(self.initial.get("goat", "")), str(self["goat"].data or "")}
        here = offering.heads(group, on=today, kids=kids, chosen=chosen)
        seen = standing.defects_in(group, on=today)
        # Any goat is read, so that the same form sent twice is known again; the rule refuses.
        self.there = {
            str(one.pk): one for one in Animal.objects.of(group.village).filter(group=group)
        }
        goat, day = self.fields["goat"], self.fields["on"]
        assert isinstance(goat, forms.ChoiceField)
        assert isinstance(day, DayField)
        named = [(str(one.animal.pk), head_of(one, seen)) for one in here]
        goat.choices = [("", "—"), *((pk, str(one)) for pk, one in self.there.items())]
        goat.widget.choices = [("", "—"), *named]
        day.today = today

    def wish(self, **typed: Any) -> Wish:
        """Return what was typed."""
        goat, deposit_rp = typed.pop("goat"), typed.pop("deposit_rp")
        return Wish(animal=self.there[goat], deposit_rp=deposit_rp or 0, **typed)


class ReleaseForm(CommandForm):
    """Why a booked goat is released, and what goes back to the buyer."""

    why = forms.CharField(
        label=_("Why is it released?"), max_length=200,
        error_messages={"required": _("Write the reason in a few words.")},
    )  # fmt: skip
    refund_rp = RupiahField(
        label=_("How much of the down payment goes back?"), least=0,
        help_text=_("As you agreed. Write 0 if nothing goes back. The treasurer pays it."),
    )  # fmt: skip

    def __init__(self, *args: Any, booking: Booking, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        given = bookings.given_rp(booking)
        if given:
            self.fields["refund_rp"].initial = given
        else:
            del self.fields["refund_rp"]


class HandOverForm(CommandForm):
    """On which day a booked goat goes, and by which decision."""

    resolution = ResolutionField()
    on = DayField(label=_("On which day?"))
    knows_withdrawal = forms.BooleanField(
        label=_("If it was treated: the buyer knows that its meat is withheld"), required=False
    )

    def __init__(self, *args: Any, group: Group, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        day, decision = self.fields["on"], self.fields["resolution"]
        assert isinstance(day, DayField)
        assert isinstance(decision, ResolutionField)
        day.today = today
        decision.about(group)
