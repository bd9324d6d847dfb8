"""What a member types who asks for a loan, and what the committee answers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rembuk.cash.forms.money import CheckedForm, RupiahField, about_day
from rembuk.coop.models import Member
from rembuk.loans.applying import Wish
from rembuk.loans.contracts import percent
from rembuk.loans.models import Decision, Product
from rembuk.loans.models.products import PERIODS_MAX
from rembuk.villages.models import Group
from rembuk.web.days import DayField
from rembuk.web.forms import CommandForm
from rembuk.web.letters import rupiah
from rembuk.web.widgets import CountInput

WORDS_MAX = 200


class ProductField(forms.ModelChoiceField):
    """One of the cooperative's products, with what it costs."""

    def label_from_instance(self, obj: Any) -> str:
        """Say its name, its named rate and its most."""
        return _("%(name)s: %(percent)s a year, up to %(most)s, %(periods)s at most") % {
            "name": obj.name, "percent": percent(Fraction(obj.percent_year)),
            "most": rupiah(obj.most_rp), "periods": _times(obj),
        }  # fmt: skip


def _times(product: Product) -> str:
    told = {
        Product.Rhythm.MONTHLY: _("%(count)s months"),
        Product.Rhythm.WEEKLY: _("%(count)s weeks"),
        Product.Rhythm.HARVEST: _("%(count)s months until the harvest"),
    }[Product.Rhythm(product.rhythm)]
    return told % {"count": product.most_periods}


def _words(label: Any, help_text: Any = "", **more: Any) -> forms.CharField:
    return forms.CharField(
        label=label, help_text=help_text, max_length=WORDS_MAX, required=False, **more
    )


class ApplicationForm(CheckedForm):
    """The loan she wants, and the five C in short."""

    product = ProductField(
        label=_("Which loan?"), queryset=Product.objects.none(), widget=forms.RadioSelect,
        empty_label=None, error_messages={"required": _("Choose the loan.")},
    )  # fmt: skip
    principal_rp = RupiahField(label=_("How much do you need?"))
    periods = forms.IntegerField(
        label=_("Paid back in how many months, or weeks?"), min_value=1, max_value=PERIODS_MAX,
        widget=CountInput, help_text=_("As the loan above says."),
        error_messages=dict.fromkeys(
            ("required", "invalid", "min_value", "max_value"),
            _("Write the number of instalments, from 1 to 120."),
        ),
    )  # fmt: skip
    purpose = forms.CharField(
        label=_("What for?"), max_length=WORDS_MAX,
        help_text=_("For example: a second sewing machine."),
        error_messages={"required": _("Write what the loan is for.")},
    )  # fmt: skip
    income_rp = RupiahField(label=_("What does your household earn in a month?"))
    costs_rp = RupiahField(
        label=_("What does it need in a month, school and food with it?"), least=0
    )
    debts_rp = RupiahField(
        label=_("What do you pay back elsewhere in a month?"), least=0, initial=0
    )
    own_rp = RupiahField(label=_("What do you put in yourself?"), least=0, initial=0)
    trust = _words(_("Who knows you well, and which loans did you pay back?"))
    security = _words(
        _("What could stand for the loan, if anything?"), _("Write nothing if there is nothing.")
    )
    risk = _words(_("What could go wrong, and what would you do then?"))

    def __init__(self, *args: Any, group: Group, offered: Sequence[Product], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["product"]
        assert isinstance(field, ProductField)
        field.queryset = Product.objects.of(group.village).filter(group=group)
        field.widget.choices = [(one.pk, field.label_from_instance(one)) for one in offered]
        if len(offered) == 1:
            self.initial.setdefault("product", offered[0].pk)

    def wish(self, **typed: Any) -> Wish:
        """Return what she asks for."""
        return Wish(**typed)


class ForMemberForm(ApplicationForm):
    """The same, written down by an officer for a member who came to the table."""

    field_order = ("number",)
    number = forms.CharField(
        label=_("Member number"), max_length=12,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "number"}),
        error_messages={"required": _("Write the six digits of her member number.")},
    )  # fmt: skip

    def __init__(self, *args: Any, group: Group, **kwargs: Any) -> None:
        super().__init__(*args, group=group, **kwargs)
        self.group = group

    def clean_number(self) -> str:
        """Find the member by her number: a slip of one digit finds nobody."""
        typed = self.cleaned_data["number"].strip()
        mine = Member.objects.of(self.group.village).filter(group=self.group, number=typed)
        if not mine.exists():
            raise forms.ValidationError(
                _("Nobody has this number. Compare it with her card, digit by digit.")
            )
        return str(typed)


class DecisionForm(CommandForm):
    """Yes or no, and in a few words why."""

    outcome = forms.ChoiceField(
        label=_("What do you say?"), widget=forms.RadioSelect,
        choices=[(Decision.Outcome.AGREED, _("I agree")),
                 (Decision.Outcome.REFUSED, _("I do not agree"))],
        error_messages={"required": _("Choose whether you agree.")},
    )  # fmt: skip
    note = _words(_("Why, in words that she may read"))


class PayOutForm(CommandForm):
    """On which day the money is handed over."""

    on = DayField(label=_("On which day?"))

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        about_day(self, "on", today=today)
