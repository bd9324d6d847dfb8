"""Bringing residents in from a village's own workbooks, however damaged.

`read_workbook` turns the bytes of a file into a report; `error_workbook` gives the rows that
wait for a correction back. Nothing here stores anything, asks the clock or knows a request.
"""

from rembuk.people.importing.corrections import error_workbook
from rembuk.people.importing.judging import KnownResident, read_workbook
from rembuk.people.importing.report import (
    ACCEPTED,
    DUPLICATE,
    REJECTED,
    Earlier,
    Ignored,
    Issue,
    Report,
    Row,
)
from rembuk.people.importing.tables import Table, header_signature

__all__ = [
    "ACCEPTED",
    "DUPLICATE",
    "REJECTED",
    "Earlier",
    "Ignored",
    "Issue",
    "KnownResident",
    "Report",
    "Row",
    "Table",
    "error_workbook",
    "header_signature",
    "read_workbook",
]
