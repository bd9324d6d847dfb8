"""Posts: what somebody can be appointed to from one page, each an office over one place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.signing import BadSignature, Signer
from django.utils.translation import gettext as _

from rembuk.accounts.models import User
from rembuk.villages.models import Group, OfficeTerm, Region, Village
from rembuk.villages.offices import APPOINTS, Over, fits
from rembuk.villages.permissions import SCOPE_OF, Office, Scope

# Who was chosen travels in the address, signed: an id alone would let anybody ask for names.
_signer = Signer(salt="hall.person")


@dataclass(frozen=True)
class Post:
    """An office and what it is held over."""

    office: Office
    over: Over = None

    @property
    def key(self) -> str:
        """How a form names it."""
        return f"{self.office}:{self.over.pk}" if self.over is not None else str(self.office)

    @property
    def label(self) -> str:
        """How a page names it."""
        return str(self.office.label)


Choices = Sequence[tuple[str, Sequence[Post]]]


def posts_of(term: OfficeTerm, *, village: Village, groups: Sequence[Group]) -> Choices:
    """What an office appoints to: offices of the village, then of each running group.

    An office over a group appoints in that group only.
    """
    by_scope = {
        scope: [office for office in APPOINTS.get(term.office, ()) if SCOPE_OF[office] == scope]
        for scope in (Scope.VILLAGE, Scope.GROUP)
    }
    in_village = [Post(office, village) for office in by_scope[Scope.VILLAGE]]
    in_groups = [
        (group.name, [Post(o, group) for o in by_scope[Scope.GROUP] if fits(o, group)])
        for group in groups
        if term.group_id in {None, group.pk}
    ]
    return [(name, posts) for name, posts in [(village.name, in_village), *in_groups] if posts]


def posts_above(region: Region | None) -> Choices:
    """What an operator appoints to above villages: over a region, or over none."""
    if region is not None:
        return [(region.name, [Post(Office.DISTRICT_OFFICER, region)])]
    return [(_("Whole country"), [Post(Office.MINISTRY_OFFICER), Post(Office.OPERATOR)])]


def head_of(village: Village) -> Choices:
    """The one post an operator appoints to in a village."""
    return [(village.name, [Post(Office.VILLAGE_HEAD, village)])]


def chosen(choices: Choices, key: str) -> Post:
    """The post a form named."""
    return next(post for _label, posts in choices for post in posts if post.key == key)


def sign(person: User) -> str:
    """A person's id as it may stand in an address."""
    return _signer.sign(str(person.pk))


def person_of(token: str) -> User | None:
    """The person of an address we made; None for any other."""
    try:
        return User.objects.filter(pk=int(_signer.unsign(token)), is_active=True).first()
    except BadSignature:
        return None
