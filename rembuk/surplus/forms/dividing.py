"""What people type about a year's surplus: its parts, and the decision behind it."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rembuk.accounts.fields import in_our_words
from rembuk.forum.forms.choosing import ResolutionField
from rembuk.lib.rounding import HUNDRED
from rembuk.loans.forms.calculator import PercentField
from rembuk.surplus import rules
from rembuk.surplus.models.divisions import NUMBER_LETTERS_MAX, WHY_LETTERS_MAX
from rembuk.surplus.models.parts import LABELS, NAMES
from rembuk.surplus.models.rules import SOURCE_LETTERS_MAX
from rembuk.surplus.rules import Terms
from rembuk.villages.models import Group
from rembuk.web.beginnings import YearField
from rembuk.web.forms import CommandForm, Form


class PartField(PercentField):
    """A percent with two places at most; cleaned to hundredths."""

    default_error_messages = {
        **PercentField.default_error_messages,
        "places": _("Write at most two places after the comma."),
    }

    def clean(self, value: Any) -> Any:
        """Return whole hundredths of a percent."""
        hundredths = Fraction(Decimal(super().clean(value))) * HUNDRED
        if hundredths.denominator != 1:
            raise forms.ValidationError(self.error_messages["places"])
        return int(hundredths)


def _parts() -> dict[str, forms.Field]:
    found: dict[str, forms.Field] = {name: PartField(label=one) for name, one in LABELS.items()}
    for field in found.values():
        in_our_words(field)
    return found


class PartsForm(Form):
    """Eight parts that make exactly 100 percent: to think about."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields |= _parts()

    def clean(self) -> dict[str, Any]:
        """Let the parts make exactly 100."""
        return _whole(self, super().clean() or {})

    def parts(self) -> dict[str, int]:
        """Return hundredths of a percent by name."""
        return {name: self.cleaned_data[name] for name in NAMES}


class RuleForm(CommandForm):
    """A version of the parts: from which year on, and where it stands."""

    from_year = YearField(label=_("From the surplus of which year on?"))
    source = forms.CharField(
        label=_("Where does it stand?"), max_length=SOURCE_LETTERS_MAX,
        help_text=_("The article of AD/ART, or the members' meeting with its decision's number."),
    )  # fmt: skip

    def __init__(self, *args: Any, latest: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        year = self.fields["from_year"]
        assert isinstance(year, YearField)
        year.last = latest
        self.fields |= _parts()

    def clean(self) -> dict[str, Any]:
        """Let the parts make exactly 100."""
        return _whole(self, super().clean() or self.cleaned_data)

    @staticmethod
    def terms(*, from_year: int, source: str, **parts: int) -> Terms:
        """Return what was typed as terms."""
        return Terms(from_year, source, parts)


class DecisionForm(CommandForm):
    """In which decision the members' meeting agreed, and its number."""

    resolution = ResolutionField()
    number = forms.CharField(
        label=_("The decision's number, as it stands in the minutes"),
        max_length=NUMBER_LETTERS_MAX,
        help_text=_("For example 03/RAT/2026."),
        error_messages={"required": _("Write the number of the decision.")},
    )

    def __init__(self, *args: Any, group: Group, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["resolution"]
        assert isinstance(field, ResolutionField)
        field.about(group)


class WhyForm(CommandForm):
    """Why a division is taken back."""

    why = forms.CharField(
        label=_("Why?"), max_length=WHY_LETTERS_MAX,
        error_messages={"required": _("Write the reason in a few words.")},
    )  # fmt: skip


def _whole(form: forms.Form, told: dict[str, Any]) -> dict[str, Any]:
    if told.keys() >= set(NAMES) and (fault := rules.fault_of({one: told[one] for one in NAMES})):
        form.add_error(None, fault)
    return told
