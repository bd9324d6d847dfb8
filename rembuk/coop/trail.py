"""What the audit trail says about a cooperative."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from rembuk.coop import checklist, questions
from rembuk.coop.models import MemberStep, Minimum, Objection, PathMark, RouteChoice, Trusted
from rembuk.villages import audit


def register() -> None:
    """Teach the trail the sentences and the names of this room."""
    audit.say("coop.register_taken", _("%(who)s took the register of members of %(subject)s"))
    audit.say("coop.stepped", _("%(who)s recorded of the member %(subject)s: %(coop_step)s"))
    audit.say(
        "coop.step_taken_back",
        _("%(who)s took back a step of the member %(subject)s: %(coop_step)s"),
    )
    audit.say("coop.trusted_ended", _("%(who)s ended what %(subject)s had named: %(coop_role)s"))
    audit.say("coop.trusted_named", _("%(who)s wrote down whom %(subject)s named: %(coop_role)s"))
    audit.say("coop.licence_entered", _("%(who)s entered the licence %(subject)s of %(group)s"))
    audit.say("coop.licence_confirmed", _("%(who)s confirmed the licence %(subject)s of %(group)s"))
    audit.say(
        "coop.licence_ended",
        _("%(who)s recorded that the licence %(subject)s of %(group)s holds no longer"),
    )
    audit.say(
        "coop.dues_agreed", _("%(who)s recorded what members of %(subject)s bring: %(changes)s")
    )
    audit.say("coop.dues_reminded", _("%(who)s reminded members of %(subject)s of wajib%(rest)s"))
    audit.call_field("pokok_rp", _("Pokok"))
    audit.call_field("wajib_rp", _("Wajib each month"))
    audit.say(
        "coop.exit_proposed",
        _("%(who)s wrote down the settlement of %(subject)s, who left: %(amount)s"),
    )
    audit.say("coop.doubt_told", _("%(who)s doubts a line in the book of member %(subject)s"))
    audit.say(
        "coop.doubt_answered", _("%(who)s answered a doubt about the book of member %(subject)s")
    )
    _way()
    kinds = {kind.value: kind.label for kind in MemberStep.Kind}
    audit.call_field("coop_step", _("Step"), values=kinds)
    roles = {role.value: role.label for role in Trusted.Role}
    audit.call_field("coop_role", _("Named as"), values=roles)


def _way() -> None:
    audit.say("coop.path_marked", _("%(who)s marked a step of %(subject)s: %(coop_path)s%(rest)s"))
    audit.say(
        "coop.path_owed", _("%(who)s wrote down who does a step of %(subject)s: %(coop_path)s")
    )
    audit.say("coop.route_chosen", _("%(who)s recorded the route of %(subject)s: %(coop_route)s"))
    audit.say(
        "coop.minimum_agreed", _("%(who)s wrote down what a rule asks: %(coop_minimum)s%(rest)s")
    )
    audit.say("coop.objection_told", _("An objection to %(subject)s was heard: %(coop_objection)s"))
    audit.say(
        "coop.objection_answered",
        _("%(who)s answered an objection to %(subject)s: %(coop_objection)s"),
    )
    audit.call_field("coop_objection", _("About"), values=_labels(Objection.Kind))
    audit.say(
        "coop.bylaw_answered",
        _("%(who)s answered a question of the rules of %(subject)s: %(coop_bylaw)s"),
    )
    asked = {one.code: one.asks for one in questions.QUESTIONS}
    audit.call_field("coop_bylaw", _("Question"), values=asked)
    steps = {step.code: step.label for step in checklist.STEPS}
    audit.call_field("coop_path", _("Step"), values=steps)
    audit.call_field("coop_marked", _("State"), values=_labels(PathMark.State))
    audit.call_field("coop_route", _("Route"), values=_labels(RouteChoice.Route))
    audit.call_field("coop_minimum", _("Rule"), values=_labels(Minimum.Key))


def _labels(choices: type[TextChoices]) -> dict[str, Promise | str]:
    return {one.value: one.label for one in choices}
