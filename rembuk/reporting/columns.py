"""What each column of the download means, in the reader's language, as docs/exports.md says it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

MEANINGS = {
    "as_of": _("the day the numbers are from"),
    "level": _("village or regency"),
    "province_code": _("code of the province"),
    "province": _("name of the province"),
    "regency_code": _("code of the regency"),
    "regency": _("name of the regency"),
    "village_code": _("code of the village; empty in a line of a regency"),
    "village": _("name of the village; empty in a line of a regency"),
    "indicator": _("short name of the indicator"),
    "part": _("the part that is counted in this line"),
    "number": _("the count"),
    "whole": _("what it is a part of"),
    "percent": _("number in percent of whole"),
    "why_empty": _("why there is no number: few, hidden or nothing"),
    "villages_counted": _("villages that are in the number"),
    "villages_masked": _("villages that are not in it, because they hide theirs"),
    "villages_without_data": _("villages that have nothing recorded"),
    "numerator": _("what is counted, in words"),
    "denominator": _("out of what, in words"),
    "definition": _("what else a reader should know"),
}
