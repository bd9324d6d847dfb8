"""The checks of each night, findings and answers, what lies ready, how sound a year was."""

from rembuk.supervision.models.findings import Finding, FindingStep
from rembuk.supervision.models.floors import Floor
from rembuk.supervision.models.health import HealthCut, HealthSheet, Predicate
from rembuk.supervision.models.nights import NightCheck

__all__ = ["Finding", "FindingStep", "Floor", "HealthCut", "HealthSheet", "NightCheck", "Predicate"]
