"""What only people know of a year, and limits that a Dinas uses: sums are typed, no ratio is."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rembuk.cash.forms import RupiahField
from rembuk.supervision import cuts
from rembuk.supervision.measures import GOVERNANCE, MANAGEMENT, PARTS, RISK, Questions
from rembuk.supervision.models.health import SOURCE_MAX
from rembuk.supervision.sums import TYPED
from rembuk.surplus.forms.dividing import PartField
from rembuk.web.beginnings import YearField
from rembuk.web.forms import CommandForm

MOST_QUESTIONS = 200
FIRST_YEAR, LAST_YEAR = 2009, 2099  # from Permen 14/2009 on
RATIO = _("Write the sum in rupiah, not a ratio: Rembuk divides. For example 12.500.000.")
ASKED, YES = _("%(part)s: how many questions?"), _("%(part)s: how many with yes?")


class HealthForm(CommandForm):
    """Sums and counts of one year; what is not known yet stays empty."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field, label in TYPED.values():
            self.fields[field] = RupiahField(
                label=label, required=False, least=0, help_text=_("The sum in rupiah."),
                error_messages={"unreadable": RATIO, "doubtful": RATIO},
            )  # fmt: skip
        for one in MANAGEMENT:
            self.fields[one.field] = _yes_of(one)
        for part, name in ((GOVERNANCE, "governance"), (RISK, "risk")):
            for end, words in (("asked", ASKED), ("yes", YES)):
                asks = words % {"part": PARTS[part]}
                self.fields[f"{name}_{end}"] = _count(asks, MOST_QUESTIONS)
        self.fields["source"] = forms.CharField(
            label=_("On which paper do the answers stand?"), max_length=SOURCE_MAX,
            help_text=_("For example: worksheet of the Dinas, filled in on 12 March."),
            error_messages={
                "required": _("Write on which paper the answers stand, and of which day.")
            },
        )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """Hand the answers over as one, beside their source."""
        cleaned: dict[str, Any] = super().clean() or {}
        kept: dict[str, Any] = {
            name: cleaned[name] for name in ("request_id", "source") if name in cleaned
        }
        rest = {name: value for name, value in cleaned.items() if name not in kept}
        return {**kept, "answers": rest}


def _yes_of(one: Questions) -> forms.Field:
    label = _("%(group)s: how many of %(asked)s questions had a yes?")
    return _count(label % {"group": one.label, "asked": one.asked}, one.asked)


def _count(label: Any, most: int) -> forms.IntegerField:
    says = _("Write a whole number from 0 to %(most)s.") % {"most": most}
    told = dict.fromkeys(("invalid", "min_value", "max_value"), says)
    return forms.IntegerField(
        label=label, required=False, min_value=0, max_value=most, error_messages=told
    )


class CutForm(CommandForm):
    """Three limits of one ratio, from which year on, and who says so."""

    measure = forms.ChoiceField(
        label=_("Which ratio?"), choices=[],
        error_messages={"required": _("Choose a ratio.")},
    )  # fmt: skip
    low = PartField(label=_("Lowest limit, in percent"))
    middle = PartField(label=_("Middle limit, in percent"))
    high = PartField(label=_("Highest limit, in percent"))
    since_year = YearField(label=_("From which year on?"))
    source = forms.CharField(
        label=_("Who says so?"), max_length=SOURCE_MAX,
        help_text=_("For example: letter of the Dinas of 3 February, with its number."),
        error_messages={"required": _("Write who says so: the letter of the Dinas and its day.")},
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        year = self.fields["since_year"]
        year.first, year.last = FIRST_YEAR, LAST_YEAR  # type: ignore[attr-defined]  # a YearField
        named = [(code, f"{one.label} ({_whose(code)})") for code, one in cuts.CHANGEABLE.items()]
        self.fields["measure"].choices = named  # type: ignore[attr-defined]  # a ChoiceField

    def clean(self) -> dict[str, Any]:
        """Hand the three limits over as one."""
        cleaned: dict[str, Any] = super().clean() or {}
        limits = [cleaned.pop(name, None) for name in ("low", "middle", "high")]
        return {**cleaned, "bps": limits}


def _whose(code: str) -> str:
    return "Juknis 2021" if code.startswith("j_") else "Perdep 2016"
