"""Tables of this room."""

from rembuk.coop.models.bylaws import BylawAnswer
from rembuk.coop.models.doubts import Doubt, DoubtAnswer
from rembuk.coop.models.dues import DuesReminder, DuesRule
from rembuk.coop.models.exits import Exit
from rembuk.coop.models.licences import Licence, LicenceConfirmed, LicenceEnded
from rembuk.coop.models.members import Member, MemberStep, State, Trusted
from rembuk.coop.models.path import Founder, Minimum, PathDuty, PathMark, RouteChoice
from rembuk.coop.models.voices import Objection, ObjectionAnswer, Pledge

__all__ = [
    "BylawAnswer",
    "Doubt",
    "DoubtAnswer",
    "DuesReminder",
    "DuesRule",
    "Exit",
    "Founder",
    "Licence",
    "LicenceConfirmed",
    "LicenceEnded",
    "Member",
    "MemberStep",
    "Minimum",
    "Objection",
    "ObjectionAnswer",
    "PathDuty",
    "PathMark",
    "Pledge",
    "RouteChoice",
    "State",
    "Trusted",
]
