"""Villages: founded once, their settings changed under everybody's eyes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from rembuk.lib.errors import Refused
from rembuk.lib.names import clean_text
from rembuk.villages import audit, regions, tenancy
from rembuk.villages.actors import Actor
from rembuk.villages.models import Region, Village

SLUG_LENGTH = 120
CODE_DIGITS = regions.DIGITS[Region.Level.VILLAGE]


@dataclass(frozen=True, kw_only=True)
class VillageSettings:
    """What a village may change about itself. `help_phone` is in the form +62... or empty."""

    name: str
    time_zone: str
    help_name: str = ""
    help_phone: str = ""
    controller_name: str = ""
    dpo_name: str = ""
    dpo_contact: str = ""
    hosting_name: str = ""


@transaction.atomic
def found_village(
    *,
    code: str,
    name: str = "",
    by: Actor,
    at: datetime,
    time_zone: str | None = None,
    above: Mapping[str, str] | None = None,
    note: str = "",
) -> Village:
    """Make a village at a code of ten digits (dots are welcome), with the regions above it.

    Without a name it is called as its region is; without a time zone it keeps its province's.
    `above` names regions that are not known yet, by code. Errors: Refused for a code that is
    none, for a village without a name, and for one that is here already.
    """
    digits = regions.read_code(code)
    if digits is None or len(digits) != CODE_DIGITS:
        raise Refused(_("A village code has ten digits, such as 18.07.07.2007. Check the code."))
    if earlier := Village.objects.filter(region=digits).first():
        raise Refused(
            _("%(village)s is here already with this code. Open it, or check the code.")
            % {"village": earlier.name}
        )
    title = _plain_name(name)
    if not title and (known := Region.objects.filter(pk=digits).first()):
        title = known.name
    if not title:
        raise Refused(_("This code is not in the list of regions yet. Write the village's name."))
    region = regions.grown(digits, names={**(above or {}), digits: title})
    village = Village.objects.create(
        region=region,
        name=title,
        slug=_free_slug(region, title),
        time_zone=time_zone or regions.zone_for(digits),
        note=note,
    )
    village.created_at = at
    village.save(update_fields=["created_at"])
    with tenancy.inside(village):
        audit.record(village=village, verb="village.founded", subject=village, by=by, at=at)
    return village


@transaction.atomic
def change_settings(
    *, village: Village, settings: VillageSettings, by: Actor, at: datetime
) -> list[audit.Change]:
    """Change what differs, and say so in the trail. The address (slug) stays as it is.

    Returns the changes. Errors: Refused for a village without a name, or a phone of nobody.
    """
    wanted = {**asdict(settings), "name": _plain_name(settings.name)}
    if not wanted["name"]:
        raise Refused(_("Write the village's name."))
    if settings.help_phone and not settings.help_name:
        raise Refused(_("Write the name of the person who answers this phone."))
    changes = [
        (field, getattr(village, field), new)
        for field, new in wanted.items()
        if getattr(village, field) != new
    ]
    if changes:
        for field, _old, new in changes:
            setattr(village, field, new)
        village.save(update_fields=[field for field, _old, _new in changes])
        audit.record(
            village=village,
            verb="village.settings_changed",
            subject=village,
            by=by,
            at=at,
            changes=changes,
        )
    return changes


def settings_of(village: Village) -> VillageSettings:
    """The settings as they stand, to be changed."""
    fields = VillageSettings.__dataclass_fields__
    return VillageSettings(**{name: getattr(village, name) for name in fields})


def _plain_name(name: str) -> str:
    return clean_text(name)[0]


def _free_slug(region: Region, name: str) -> str:
    """District and village for the address; with the regency when another place has the same."""
    district = region.parent
    assert district is not None, "a village lies in a district"
    regency = district.parent
    assert regency is not None, "a district lies in a regency"
    first, second = _word(district), _word(region, name)
    slug = f"{first}/{second}"
    if not _fits(slug):
        slug = f"{first}-{_word(regency)}/{second}"
    return slug if _fits(slug) else f"{district.code}/{region.code}"


def _word(region: Region, name: str = "") -> str:
    return slugify(name or region.name).replace("_", "-") or region.code


def _fits(slug: str) -> bool:
    return len(slug) <= SLUG_LENGTH and not Village.objects.filter(slug=slug).exists()
