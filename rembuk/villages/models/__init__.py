"""The tables of the villages room."""

from rembuk.villages.models.offices import OfficeTerm, OperatorVisit
from rembuk.villages.models.places import Group, Region, Village
from rembuk.villages.models.records import AccessEntry, AuditEntry, Command
from rembuk.villages.models.rows import Known, VillageQuerySet, VillageRow

__all__ = [
    "AccessEntry",
    "AuditEntry",
    "Command",
    "Group",
    "Known",
    "OfficeTerm",
    "OperatorVisit",
    "Region",
    "Village",
    "VillageQuerySet",
    "VillageRow",
]
