"""What the audit trail says about groups and their members."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from rembuk.enterprise.models import (
    ONLINE_STAGES,
    Condition,
    Decision,
    Ending,
    InUse,
    Leaving,
    Milestone,
    Sort,
    Stage,
    Unit,
)
from rembuk.villages import audit


def register() -> None:
    """Teach the trail the sentences and the names of this room."""
    audit.say(
        "enterprise.member_joined", _("%(who)s recorded %(subject)s as a member of %(group)s")
    )
    audit.say(
        "enterprise.member_left",
        _("%(who)s recorded that %(subject)s left %(group)s on %(left_on)s: %(left_why)s"),
    )
    audit.say("enterprise.member_stays", _("%(who)s took back that %(subject)s left %(group)s"))
    audit.say("enterprise.product_added", _("%(who)s put %(subject)s among what is sold"))
    audit.say("enterprise.product_changed", _("%(who)s changed what is told of %(subject)s"))
    audit.say("enterprise.product_ended", _("%(who)s took %(subject)s out of what is sold"))
    _things()
    _partners()
    _trainings()
    _people()
    audit.call_field("group", _("Group"))
    audit.call_field("left_on", _("Left on"))
    audit.call_field("left_why", _("Why"), values={why.value: why.label for why in Leaving})
    audit.call_field("unit", _("Counted in"), values={unit.value: unit.label for unit in Unit})
    audit.call_field("price_rp", _("Price"))
    audit.call_field("to_order", _("Made to order"))


def _things() -> None:
    audit.say("enterprise.thing_added", _("%(who)s recorded the thing %(subject)s"))
    audit.say(
        "enterprise.thing_changed",
        _("%(who)s changed what is told of the thing %(subject)s: %(changes)s"),
    )
    audit.say(
        "enterprise.thing_given", _("%(who)s gave %(subject)s into the keeping of %(keeper)s")
    )
    audit.say(
        "enterprise.thing_came_back", _("%(who)s recorded that %(keeper)s gave %(subject)s back")
    )
    audit.say("enterprise.thing_checked", _("%(who)s looked at %(subject)s: %(condition)s"))
    audit.say(
        "enterprise.thing_use_corrected",
        _("%(who)s corrected the use of %(subject)s: %(changes)s"),
    )
    audit.say("enterprise.thing_repaired", _("%(who)s recorded mending of %(subject)s: %(repair)s"))
    audit.say(
        "enterprise.thing_repair_taken_back",
        _("%(who)s took back mending of %(subject)s: %(repair)s"),
    )
    audit.say(
        "enterprise.thing_ended", _("%(who)s recorded that %(subject)s is gone: %(ended_why)s")
    )
    audit.say("enterprise.thing_back", _("%(who)s took back that %(subject)s is gone"))
    audit.call_field("keeper", _("who keeps it"))
    audit.call_field("condition", _("how it is"), values=dict(Condition.choices))
    audit.call_field("ended_why", _("what happened"), values=dict(Ending.choices))
    audit.call_field("used", _("used"))
    audit.call_field("repair", _("mending"))
    audit.call_field("many", _("how many"))
    audit.call_field("given_by", _("from whom"))
    audit.call_field("value_rp", _("worth"))
    audit.call_field("mark", _("number or mark"))


def _partners() -> None:
    audit.say("enterprise.partner_added", _("%(who)s recorded the partner %(subject)s"))
    audit.say(
        "enterprise.partner_changed", _("%(who)s changed what is told of the partner %(subject)s")
    )
    audit.say(
        "enterprise.partner_stepped",
        _("%(who)s recorded how far it is with %(subject)s: %(partner_stage)s"),
    )
    audit.say(
        "enterprise.partner_placed",
        _("%(who)s recorded how far it is with %(subject)s: %(online_stage)s"),
    )
    audit.say(
        "enterprise.partner_agreed",
        _("%(who)s recorded an agreement with %(subject)s: %(agreed)s"),
    )
    audit.say(
        "enterprise.partner_agreement_ended",
        _("%(who)s recorded that the agreement with %(subject)s ended: %(reason)s"),
    )
    audit.say(
        "enterprise.partner_offered",
        _("%(who)s wrote an offer to %(subject)s, good until %(valid_until)s"),
    )
    audit.call_field("partner_stage", _("how far it is"), values=dict(Stage.choices))
    audit.call_field(
        "online_stage",
        _("how far it is"),
        values={stage.value: words for stage, words in ONLINE_STAGES.items()},
    )
    audit.call_field("sort", _("what it is"), values=dict(Sort.choices))
    audit.call_field("wanted", _("what is hoped for"))


def _trainings() -> None:
    audit.say("enterprise.training_recorded", _("%(who)s recorded the training %(subject)s"))
    audit.say(
        "enterprise.training_taken_back",
        _("%(who)s took back the training %(subject)s: %(reason)s"),
    )
    audit.say(
        "enterprise.training_followed",
        _("%(who)s recorded whether the training %(subject)s is used: %(in_use)s"),
    )
    audit.say("enterprise.need_recorded", _("%(who)s recorded that %(subject)s is missing"))
    audit.say(
        "enterprise.need_decided", _("%(who)s recorded the decision on %(subject)s: %(decision)s")
    )
    audit.call_field("in_use", _("is it used"), values=dict(InUse.choices))
    audit.call_field("decision", _("decision"), values=dict(Decision.choices))


def _people() -> None:
    audit.say(
        "enterprise.skills_recorded", _("%(who)s recorded what %(subject)s can do: %(skills)s")
    )
    audit.say(
        "enterprise.stage_reached", _("%(who)s recorded a stage of %(subject)s: %(milestone)s")
    )
    audit.say(
        "enterprise.stage_taken_back", _("%(who)s took back a stage of %(subject)s: %(milestone)s")
    )
    audit.say(
        "enterprise.member_settled", _("%(who)s settled with %(subject)s, who left %(group)s")
    )
    audit.say(
        "enterprise.member_settlement_taken_back",
        _("%(who)s took back the settlement with %(subject)s, who left %(group)s"),
    )
    audit.say("enterprise.business_recorded", _("%(who)s recorded the own business %(subject)s"))
    audit.say(
        "enterprise.business_ended", _("%(who)s recorded that the own business %(subject)s ended")
    )
    audit.call_field("skills", _("what she can do"))
    audit.call_field("milestone", _("stage"), values=dict(Milestone.choices))
