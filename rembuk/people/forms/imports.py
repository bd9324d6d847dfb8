"""Bringing a workbook in: the file, and which column means what."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rembuk.people.importing.header_words import COMBINED, FIELDS, NUMBER, TICKS
from rembuk.people.importing.messages import FIELD_LABELS
from rembuk.web.forms import CommandForm, FileForm

LEFT_OUT = "-"
# The running number, and pairs of columns with a mark for each sex, speak for themselves.
NOT_ASKED = frozenset({NUMBER, *TICKS})


class UploadForm(FileForm):
    """Choose a file."""

    too_large_says = _(
        "This file is larger than 20 MB. Save only the sheet with the residents, as xlsx."
    )

    file = forms.FileField(
        label=_("Your file (Excel or CSV)"),
        help_text=_("Any registry will do: xlsx, xlsm, csv, or a table saved as xls."),
        error_messages={
            "required": _("Choose the file with your residents."),
            "empty": _("This file is empty. Choose another one."),
        },
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.xlsm,.csv,.txt,.xls,.html,.htm"}),
    )


class ColumnsForm(CommandForm):
    """Which column means what, one question for each column of each table."""

    def __init__(
        self, *args: Any, tables: list[Mapping[str, Any]], remembered: Mapping[str, Any], **kw: Any
    ) -> None:
        super().__init__(*args, **kw)
        self.tables = tables
        for place, table in enumerate(tables):
            chosen = remembered.get(table["signature"], {})
            for letter, header in table["headers"].items():
                guess = chosen.get(letter, table["guess"].get(letter)) or LEFT_OUT
                if guess in NOT_ASKED:
                    continue
                self.fields[f"{place}-{letter}"] = forms.ChoiceField(
                    label=header or _("Column %(letter)s") % {"letter": letter},
                    choices=list(_choices()),
                    initial=guess,
                )

    def choices(self) -> dict[str, dict[str, str | None]]:
        """Return the columns by header signature, as the engine takes them."""
        chosen: dict[str, dict[str, str | None]] = {}
        for place, table in enumerate(self.tables):
            chosen[table["signature"]] = {
                letter: None if (field := self.cleaned_data[f"{place}-{letter}"]) == LEFT_OUT
                else field
                for letter in table["headers"]
                if f"{place}-{letter}" in self.cleaned_data
            }  # fmt: skip
        return chosen

    def clean(self) -> dict[str, Any]:
        """Every table needs a name, and no meaning stands over two columns."""
        cleaned: dict[str, Any] = super().clean() or {}
        for place, _table in enumerate(self.tables):
            mine = [
                field for name, field in cleaned.items()
                if name.startswith(f"{place}-") and field != LEFT_OUT
            ]  # fmt: skip
            if "name" not in mine:
                self.add_error(None, _("Choose the column that holds the names."))
            for field in sorted({field for field in mine if mine.count(field) > 1}):
                text = _("Two columns are called '%(field)s'. Leave one of them out.")
                self.add_error(None, text % {"field": FIELD_LABELS[field]})
        return cleaned


def _choices() -> Iterator[tuple[str, Any]]:
    yield LEFT_OUT, _("Leave this column out")
    for field in (*FIELDS, *COMBINED):
        yield field, FIELD_LABELS[field]
