"""What a group agreed about its duty, as people type it."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rembuk.cash.forms.money import RupiahField
from rembuk.duty.agreeing import Terms
from rembuk.duty.models import DAYS_MAX, HALVES, HOLIDAY, PEOPLE_MAX, Consequence, Pair, Rule
from rembuk.enterprise.models import Membership
from rembuk.forum.forms.choosing import ResolutionField
from rembuk.villages.models import Group
from rembuk.web.days import PartsField
from rembuk.web.forms import CommandForm
from rembuk.web.widgets import CountInput

WEEKDAYS = (
    ("0", _("Monday")), ("1", _("Tuesday")), ("2", _("Wednesday")), ("3", _("Thursday")),
    ("4", _("Friday")), ("5", _("Saturday")), ("6", _("Sunday")), (HOLIDAY, _("Holidays")),
)  # fmt: skip
HEAVY = (("3", _("one and a half turns")), ("4", _("two turns")), ("6", _("three turns")))
EXTRA = (("1", _("half a turn more")), ("2", _("one turn more")), ("4", _("two turns more")))


class RuleForm(CommandForm):
    """How many a day, what weighs more, how much rest, and what follows a missed turn."""

    duty_name = forms.CharField(
        label=_("What is the duty?"),
        help_text=_("For example: sweeping the workshop, keeping the shop."),
        max_length=60,
        error_messages={"required": _("Write what the duty is.")},
    )
    people_a_day = forms.IntegerField(
        label=_("How many people a day?"), min_value=1, max_value=PEOPLE_MAX, widget=CountInput
    )
    heavy_days = forms.MultipleChoiceField(
        label=_("Which days are heavier?"),
        choices=WEEKDAYS,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    heavy_halves = forms.ChoiceField(
        label=_("How much does a heavier day count?"), choices=HEAVY, initial="4"
    )
    at_most_turns = forms.IntegerField(
        label=_("At most how many turns for one person"),
        help_text=_("Leave it empty where nobody needs a limit."),
        required=False, min_value=1, max_value=DAYS_MAX, widget=CountInput,
    )  # fmt: skip
    at_most_days = forms.IntegerField(
        label=_("in how many days that follow each other"),
        required=False, min_value=2, max_value=DAYS_MAX, widget=CountInput,
    )  # fmt: skip
    consequence = forms.ChoiceField(
        label=_("What follows a turn that nobody did?"),
        choices=Consequence.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what the group agreed.")},
    )
    extra_halves = forms.ChoiceField(
        label=_("If it counts more: how much?"), choices=EXTRA, initial="1"
    )
    fine_rp = RupiahField(label=_("If it is a fine: how much?"), required=False)
    resolution = ResolutionField(
        help_text=_("A fine rests on the decision of a meeting."), required=False
    )
    since = PartsField(label=_("Holds from"))

    def __init__(self, *args: Any, group: Group, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        decision = self.fields["resolution"]
        assert isinstance(decision, ResolutionField)
        decision.about(group)
        if group.trade == Group.Trade.GOATS:
            del self.fields["duty_name"]

    @staticmethod
    def terms(**typed: Any) -> Terms:
        """Return what was typed as it is agreed."""
        return Terms(
            people_a_day=typed["people_a_day"],
            duty_name=typed.get("duty_name", ""),
            heavy_days=typed["heavy_days"],
            heavy_weight=Fraction(int(typed["heavy_halves"]), HALVES),
            at_most_turns=typed["at_most_turns"],
            at_most_days=typed["at_most_days"],
            consequence=typed["consequence"],
            extra_weight=_if(
                Fraction(int(typed["extra_halves"]), HALVES),
                typed["consequence"] == Consequence.WEIGHT,
            ),
            fine_rp=typed["fine_rp"],
            resolution=typed["resolution"],
        )


def _if(weight: Fraction, agreed: bool) -> Fraction:
    return weight if agreed else Fraction(0)


def as_typed(rule: Rule | None, *, today: date) -> dict[str, Any]:
    """Return what the form shows first: what holds now."""
    if rule is None:
        return {"people_a_day": 1, "consequence": Consequence.NOTHING, "since": today}
    return {
        "duty_name": rule.duty_name,
        "people_a_day": rule.people_a_day,
        "heavy_days": list(rule.heavy_days),
        "heavy_halves": str(rule.heavy_halves) if rule.heavy_days else "4",
        "at_most_turns": rule.at_most_turns,
        "at_most_days": rule.at_most_days,
        "consequence": rule.consequence,
        "extra_halves": str(rule.extra_halves or 1),
        "fine_rp": rule.fine_rp,
        "resolution": rule.resolution_id,
        "since": today,
    }


class MemberField(forms.TypedChoiceField):
    """One of the members of a group."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(coerce=int, **kwargs)
        self.error_messages["required"] = _("Choose a member.")
        self.error_messages["invalid_choice"] = _("Choose a member.")

    def offer(self, people: list[Membership]) -> None:
        """Fill in who may be chosen."""
        self.choices = [("", ""), *((str(one.pk), one.name) for one in people)]


def chosen(people: list[Membership], pk: int) -> Membership:
    """Return the member behind a choice of MemberField."""
    return next(one for one in people if one.pk == pk)


class PairForm(CommandForm):
    """Two members who must not, or must, have their turn together."""

    kind = forms.ChoiceField(
        label=_("What is agreed?"),
        choices=Pair.Kind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what the group agreed.")},
    )
    one = MemberField(label=_("Member"))
    other = MemberField(label=_("Other member"))

    def __init__(self, *args: Any, people: list[Membership], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("one", "other"):
            field = self.fields[name]
            assert isinstance(field, MemberField)
            field.offer(people)


class AbsenceForm(CommandForm):
    """Who is away, and on which days."""

    member = MemberField(label=_("Who is away?"))
    first_on = PartsField(label=_("From"))
    last_on = PartsField(label=_("Until"))
    reason = forms.CharField(
        label=_("Why"),
        help_text=_("Only who is away and who writes it down read it."),
        required=False,
        max_length=200,
    )

    def __init__(self, *args: Any, people: list[Membership], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["member"]
        assert isinstance(field, MemberField)
        field.offer(people)
        if len(people) == 1:
            field.initial = people[0].pk
