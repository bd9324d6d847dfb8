"""What the importer tells people: one sentence for each code of the contract, what to do first."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

# Rows wait for a correction.
ERRORS: dict[str, str | Promise] = {
    "name_missing": _("Write the person's name."),
    "national_id_scientific": _(
        "Excel has shortened this NIK and digits are lost. Type all 16 digits again, as text."
    ),
    "national_id_precision": _(
        "This NIK is kept as a number, so Excel may have changed its last digit. "
        "Type all 16 digits again, as text."
    ),
    "national_id_length": _(
        "A NIK has exactly 16 digits. Check it on the identity card or family card."
    ),
    "national_id_date": _(
        "The birth date inside this NIK cannot be. Check digits 7 to 16 on the identity card."
    ),
    "national_id_conflict": _(
        "Another person already has this NIK. Check both persons' identity cards."
    ),
    "birth_date_invalid": _(
        "This birth date cannot be read or cannot be. Write day, month and year, as in 17-08-1989."
    ),
    "sex_unknown": _("Write L for male or P for female."),
    "country_unknown": _("This country is not known. Write its name in full, as in Malaysia."),
    "status_unknown": _(
        "This status is not known. Write calon PMI, PMI, cuti, purna PMI or bukan PMI."
    ),
    "formula_cell": _("This cell holds a formula without a result. Type the value itself."),
    "suspicious_cell": _(
        "Write one name alone: no second person, no sign such as = @ | + or - in front, no `idem`, "
        "and at most 100 letters."
    ),
}
# Rows are taken; somebody may want to look.
WARNINGS: dict[str, str | Promise] = {
    "national_id_missing": _("There is no NIK. Add it later if the person agrees."),
    "birth_date_missing": _("There is no birth date."),
    "sex_missing": _("There is no sex."),
    "country_missing": _("There is no country for somebody who works abroad."),
    "national_id_birth_mismatch": _(
        "The NIK holds another birth date than the column. The date of the column is kept."
    ),
    "national_id_sex_mismatch": _(
        "The NIK says another sex than the column. The sex of the column is kept."
    ),
    "household_number_invalid": _("A family card number has 16 digits. It is left empty."),
    "phone_invalid": _("This is not a phone number we can call. It is left empty."),
    "phone_multiple": _("There are several phone numbers. The first is kept."),
    "address_unclear": _("RT or RW cannot be read. It is left empty."),
    "date_unclear": _("This date or year cannot be read. It is left empty."),
    "possible_duplicate": _(
        "The name and the birth date are nearly those of another person. Perhaps it is one person."
    ),
    "hidden_row": _("This row is hidden in the workbook."),
    "formula_value": _("This cell holds a formula. Its result is used."),
    "invisible_characters": _("Signs that nobody can see, or pictures, were removed."),
}
FILE_ERRORS: dict[str, str | Promise] = {
    "empty_file": _("This file is empty. Choose the file that holds the list."),
    "no_table": _(
        "No list of people was found. The list needs a heading row with Nama and one more column, "
        "such as NIK."
    ),
    "not_a_spreadsheet": _(
        "This is not a workbook, or it is damaged. Open it in Excel, save it as .xlsx and send it "
        "again."
    ),
    "password_protected": _(
        "This workbook is locked with a password. Remove the password in Excel and send it again."
    ),
    "too_large": _(
        "This file is too large: at most 50,000 rows and 64 MB fit. Split it, for example by dusun."
    ),
    "unsupported_format": _(
        "This kind of workbook cannot be read yet. Open it, save it as Excel (.xlsx) or CSV, "
        "and send the new file."
    ),
}
FILE_WARNINGS: dict[str, str | Promise] = {
    "macros_ignored": _("The workbook holds macros. They were not run."),
    "external_links_ignored": _("The workbook refers to other workbooks. They were not opened."),
}
IGNORED: dict[str, str | Promise] = {
    "title": _("Title"),
    "header": _("Column titles"),
    "number_only": _("Only a number"),
    "subtotal": _("Total"),
    "footer": _("Signature"),
    "note": _("Note"),
    "other_table": _("Another table"),
    "no_table": _("A sheet without a list of people"),
}
# What we call the columns.
FIELD_LABELS: dict[str, str | Promise] = {
    "name": _("Name"),
    "nickname": _("Nickname"),
    "national_id": _("NIK"),
    "sex": _("Sex"),
    "birth_date": _("Date of birth"),
    "birth_place": _("Place of birth"),
    "hamlet": _("Hamlet"),
    "neighborhood_unit": _("RT"),
    "community_unit": _("RW"),
    "household_number": _("Family card number"),
    "household_head": _("Head of the family"),
    "phone": _("Phone number"),
    "country": _("Country of work"),
    "migration_status": _("PMI status"),
    "departed_on": _("Date of departure"),
    "returned_on": _("Date of homecoming"),
    "birth": _("Place and date of birth"),
    "units": _("RT/RW"),
    "units_turned": _("RW/RT"),
}

_ISSUES: Mapping[str, str | Promise] = {**ERRORS, **WARNINGS}


def issue_message(code: str, *, of_row: str = "") -> str:
    """Return what to say about an issue; `of_row` is the place of the other row it is about."""
    message = str(_ISSUES[code])
    return f"{message} ({of_row})" if of_row else message


def row_place(sheet: str, row: int) -> str:
    """Return how a row is named to people."""
    if sheet:
        return gettext("sheet %(sheet)s, row %(row)s") % {"sheet": sheet, "row": row}
    return gettext("row %(row)s") % {"row": row}


def part_of_sheet(sheet: str, span: str) -> str:
    """Return how a sheet is named, with the columns of one of several tables side by side."""
    if not span:
        return sheet
    text = gettext("%(sheet)s, columns %(columns)s") if sheet else gettext("columns %(columns)s")
    return text % {"sheet": sheet, "columns": span.replace(":", "–")}


def known_place() -> str:
    """Return how somebody already in the village is named to people."""
    return gettext("already recorded in the village")


def corrections_title() -> str:
    """Return the title of the first column of the workbook that is sent back for correction."""
    return gettext("What to correct")


def left_out_title(title: str) -> str:
    """Return the title of a column that a person left out, so that it stays left out."""
    return gettext("%(title)s, not used") % {"title": title}
