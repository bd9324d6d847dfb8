"""Tables of this room."""

from rembuk.enterprise.models.businesses import Channel, OwnBusiness
from rembuk.enterprise.models.lessons import LessonDone
from rembuk.enterprise.models.members import Leaving, Membership
from rembuk.enterprise.models.partners import (
    ONLINE_STAGES,
    Agreement,
    Offer,
    OfferLine,
    Partner,
    PartnerStep,
    Sort,
    Stage,
)
from rembuk.enterprise.models.paths import Milestone, Reached, Skill
from rembuk.enterprise.models.photos import KeptPhoto
from rembuk.enterprise.models.products import Product, Unit
from rembuk.enterprise.models.settlements import (
    Fate,
    Owing,
    SettledSum,
    SettledThing,
    Settlement,
)
from rembuk.enterprise.models.things import (
    Check,
    Condition,
    Ending,
    Keeping,
    Repair,
    Source,
    Thing,
    Use,
)
from rembuk.enterprise.models.trainings import (
    Attendance,
    Decision,
    FollowUp,
    InUse,
    Need,
    Paying,
    Training,
)

__all__ = [
    "ONLINE_STAGES",
    "Agreement",
    "Attendance",
    "Channel",
    "Check",
    "Condition",
    "Decision",
    "Ending",
    "Fate",
    "FollowUp",
    "InUse",
    "Keeping",
    "KeptPhoto",
    "Leaving",
    "LessonDone",
    "Membership",
    "Milestone",
    "Need",
    "Offer",
    "OfferLine",
    "Owing",
    "OwnBusiness",
    "Partner",
    "PartnerStep",
    "Paying",
    "Product",
    "Reached",
    "Repair",
    "SettledSum",
    "SettledThing",
    "Settlement",
    "Skill",
    "Sort",
    "Source",
    "Stage",
    "Thing",
    "Training",
    "Unit",
    "Use",
]
