"""Goats come into the herd book, and what is known of them is corrected."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from rembuk.enterprise.pictures import Picture
from rembuk.herd import kin, pedigree, photos
from rembuk.herd.events import PARENTS, Signed, Told, write
from rembuk.herd.models import Animal, Certainty, Kind, Sex
from rembuk.herd.standing import is_before
from rembuk.lib.errors import Refused
from rembuk.lib.names import clean_text
from rembuk.lib.wrong_inputs import Wrong
from rembuk.villages import audit
from rembuk.villages.models import Group, Known

FACTS = ("tag", "looks", "sex", "born_on", "born_precision", *PARENTS, "breed", "line")


@dataclass(frozen=True)
class Facts:
    """What is told of a goat."""

    sex: str
    tag: str = ""
    looks: str = ""
    born_on: date | None = None
    born_precision: str = Known.DAY
    dam: Animal | None = None
    dam_certainty: str = Certainty.KNOWN
    sire: Animal | None = None
    other_sire: Animal | None = None
    sire_certainty: str = Certainty.KNOWN
    breed: str = ""
    line: str = ""  # the code of its sire line, as on a swap card


@dataclass(frozen=True)
class Coming:
    """How a goat came into the pen: GRANTED, BOUGHT, HERE, CAME or EXCHANGED; price in rupiah."""

    kind: str
    on: date
    precision: str = Known.DAY
    party: str = ""
    price_rp: int | None = None


@transaction.atomic
def add(
    *, group: Group, facts: Facts, coming: Coming, signed: Signed, picture: Picture | None = None,
    synthetic: bool = False,
) -> Animal:  # fmt: skip
    """Record a goat that came from elsewhere, or was there before this book was kept.

    Without a tag a photo tells it apart; it is then called by its day and place in the book.

    Errors: Refused for a goat nobody could tell apart, a tag in use, a father who is no buck, a
    mother who is none, parents younger than their kid, and a day to come.
    """
    if picture is not None and not (facts.tag.strip() or facts.looks.strip()):
        number = of(group).count() + 1
        # In no language: it stays as it is written, whoever reads it.
        facts = replace(facts, looks=f"Foto {coming.on.strftime('%d-%m-%Y')} #{number}")
    animal = put(group=group, facts=facts, synthetic=synthetic)
    told = Told(
        coming.kind, coming.on, precision=coming.precision, party=coming.party,
        price_rp=coming.price_rp, synthetic=synthetic,
    )  # fmt: skip
    write(animal, told, signed=signed)
    if picture is not None:
        photos.add(animal=animal, picture=picture, signed=signed)
    return animal


def put(*, group: Group, facts: Facts, synthetic: bool = False) -> Animal:
    """Put a goat into the book, without how it came; the caller writes that. Errors: as add."""
    fields = _checked(group, facts)
    return Animal.objects.create(village=group.village, group=group, synthetic=synthetic, **fields)


@transaction.atomic
def correct(*, animal: Animal, facts: Facts, signed: Signed) -> Animal:
    """Correct what is known of a goat; the trail keeps what stood there.

    Errors: as add, and Refused where a pedigree would turn in a circle.
    """
    animal.take_turn()
    before = {name: getattr(animal, name) for name in FACTS}
    for name, value in _checked(animal.group, facts, but=animal).items():
        setattr(animal, name, value)
    _refuse_younger_kids(animal)
    animal.save(update_fields=list(FACTS))
    _refuse_circle(animal)
    changes = [
        (name, _plain(before[name]), _plain(getattr(animal, name)))
        for name in FACTS
        if before[name] != getattr(animal, name)
    ]
    if changes:
        audit.record(
            village=animal.village, verb="herd.animal_corrected", subject=animal,
            changes=changes, by=signed.by, at=signed.at,
        )  # fmt: skip
    return animal


def facts_of(animal: Animal) -> Facts:
    """Return what is told of a goat."""
    return Facts(**{name: getattr(animal, name) for name in FACTS})


def of(group: Group) -> QuerySet[Animal]:
    """Every goat that was ever in the book of a group, by tag."""
    return Animal.objects.of(group.village).filter(group=group).order_by("tag", "looks", "pk")


def _checked(group: Group, facts: Facts, but: Animal | None = None) -> dict[str, object]:
    """Return the fields of a goat, or refuse them."""
    tag, looks = clean_text(facts.tag)[0], clean_text(facts.looks)[0]
    if not tag and not looks:
        raise Refused(_("Write the ear tag, or what the goat looks like, or choose a photo."))
    others = of(group).exclude(pk=but.pk) if but else of(group)
    if tag and others.filter(tag__iexact=tag).exists():
        raise Refused(_("Another goat has the tag %(tag)s. Choose another one.") % {"tag": tag})
    for parent, sex in ((facts.dam, Sex.MALE), (facts.sire, Sex.FEMALE), (facts.other_sire, "F")):
        if parent is not None:
            _refuse_parent(parent, wrong=sex, facts=facts, but=but)
    if (facts.sire_certainty == Certainty.ONE_OF) != (facts.other_sire is not None):
        raise Refused(_("Name both bucks if either of two may be the father."))
    if facts.dam_certainty != Certainty.KNOWN and facts.dam is None:
        raise Refused(_("Name the doe that is likely its mother."))
    if facts.other_sire is not None and facts.other_sire == facts.sire:
        raise Refused(_("Name two different bucks."))
    if but is not None and facts.sex != but.sex:
        _refuse_sex(but, facts.sex)
    told = {"breed": clean_text(facts.breed)[0], "line": clean_text(facts.line)[0].upper()}
    return {**vars(facts), **told, "tag": tag, "looks": looks, "sex": Sex(facts.sex)}


def _refuse_parent(parent: Animal, *, wrong: str, facts: Facts, but: Animal | None) -> None:
    told = {"name": str(parent)}
    if but is not None and parent.pk == but.pk:
        raise Refused(_("A goat is not its own parent. Choose another one."))
    if parent.sex == wrong == Sex.MALE:
        raise Refused(_("%(name)s is a male and bears no kids. Choose another mother.") % told)
    if parent.sex == wrong:
        raise Refused(_("%(name)s is a female. Choose a buck as the father.") % told)
    if facts.born_on and parent.born_on and not _older(parent, facts.born_on, facts.born_precision):
        raise Refused(_("%(name)s was not born yet on that day. Check both days of birth.") % told)


def _older(parent: Animal, on: date, precision: str) -> bool:
    assert parent.born_on is not None
    exact = {parent.born_precision, precision} == {Known.DAY}
    if exact:
        return parent.born_on < on
    return not is_before((on, precision), (parent.born_on, parent.born_precision))


def _refuse_younger_kids(animal: Animal) -> None:
    mine = Q(dam=animal) | Q(sire=animal) | Q(other_sire=animal)
    if animal.born_on is None:
        return
    for kid in of(animal.group).filter(mine, born_on__isnull=False):
        assert kid.born_on is not None
        if not _older(animal, kid.born_on, kid.born_precision):
            raise Refused(
                _("Its kid %(name)s would be older. Check both days of birth.") % {"name": str(kid)}
            )


def _refuse_sex(animal: Animal, sex: str) -> None:
    """Refuse to make a mother a male, a father a female."""
    mine = of(animal.group)
    mother = mine.filter(dam=animal).exists() or _has(animal, Kind.KIDDED, Kind.MATED)
    father = mine.filter(Q(sire=animal) | Q(other_sire=animal)).exists()
    if sex == Sex.MALE and mother:
        raise Refused(_("It is recorded as a mother, or as mated. Take that back first."))
    if sex == Sex.FEMALE and father:
        raise Refused(_("It is recorded as a father. Choose another father for its kids first."))


def _has(animal: Animal, *kinds: str) -> bool:
    return animal.events.filter(kind__in=kinds, corrected_by__isnull=True).exists()


def _refuse_circle(animal: Animal) -> None:
    """Refuse a goat among its own ancestors."""
    try:
        pedigree.kinship(kin.parents_in(animal.group))  # with both bucks that may be the father
    except Wrong:
        raise Refused(_("A goat would descend from itself. Check who is whose kid.")) from None


def _plain(value: object) -> object:
    return str(value) if isinstance(value, Animal) else value
