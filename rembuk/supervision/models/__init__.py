"""The checks of each night, what supervisors found, what was answered, what lies ready."""

from rembuk.supervision.models.findings import Finding, FindingStep
from rembuk.supervision.models.floors import Floor
from rembuk.supervision.models.nights import NightCheck

__all__ = ["Finding", "FindingStep", "Floor", "NightCheck"]
