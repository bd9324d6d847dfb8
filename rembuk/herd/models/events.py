"""What happens to a goat: rows that are only added to."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from rembuk.herd.models.animals import Animal
from rembuk.villages.models import Group, Known, VillageRow


class Kind(models.TextChoices):
    """What happened."""

    GRANTED = "GRANTED", _("Came as a grant")
    BOUGHT = "BOUGHT", _("Was bought")
    BORN = "BORN", _("Was born")
    HERE = "HERE", _("Was in the pen already")
    EXCHANGED = "EXCHANGED", _("Came in a swap")
    CAME = "CAME", _("Came from another herd")
    KIDDED = "KIDDED", _("Kidded")
    MATED = "MATED", _("Was mated")
    NURSED = "NURSED", _("Was put to another mother")
    CHECKED = "CHECKED", _("Was looked at")
    WEANED = "WEANED", _("Was weaned")
    ILL = "ILL", _("Fell ill")
    TREATED = "TREATED", _("Was treated")
    DEFECT = "DEFECT", _("A defect was seen")
    MENDED = "MENDED", _("A defect is over")
    WEIGHED = "WEIGHED", _("Was weighed or measured")
    KEPT = "KEPT", _("Went to a keeper")
    DIED = "DIED", pgettext_lazy("goat", "Died")
    SOLD = "SOLD", _("Was sold")
    SLAUGHTERED = "SLAUGHTERED", _("Was slaughtered")
    SHARED = "SHARED", _("Went to the keeper as his share")
    LOST = "LOST", _("Was lost")
    SWAPPED = "SWAPPED", _("Went away in a swap")
    CULLED = "CULLED", _("Was culled: no longer worth keeping")
    GIVEN = "GIVEN", _("Went to another herd")
    TAKEN_BACK = "TAKEN_BACK", _("Was taken back")


COMING = ("GRANTED", "BOUGHT", "BORN", "HERE", "EXCHANGED", "CAME")
LEAVING = ("DIED", "SOLD", "SLAUGHTERED", "SHARED", "LOST", "SWAPPED", "CULLED", "GIVEN")


class Cause(models.TextChoices):
    """Why a goat fell ill or died."""

    DISEASE = "DISEASE", _("Disease")
    KIDDING = "KIDDING", _("While kidding or in the days after")
    BLOAT = "BLOAT", _("Bloat")
    ACCIDENT = "ACCIDENT", _("Accident or predator")
    WEAK = "WEAK", _("Born weak")
    AGE = "AGE", _("Old age")
    UNKNOWN = "UNKNOWN", _("Nobody knows")


class Defect(models.TextChoices):
    """What a goat lacks that a buyer asks about (fitness.py)."""

    BLIND = "BLIND", _("Blind in one eye or both")
    LAME = "LAME", _("Lame")
    THIN = "THIN", _("Very thin")
    HORN = "HORN", _("Horn broken at the base")
    EAR = "EAR", _("Ear cut or torn")
    MANGE = "MANGE", _("Mange")
    OTHER = "OTHER", _("Another defect")


class Sale(VillageRow):
    """Goats that went to one buyer on one day, by a decision of the group."""

    append_only = True

    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="+")
    sold_on = models.DateField()
    buyer = models.CharField(max_length=100)
    # No sale without a decision: the group's members agreed to it.
    resolution = models.ForeignKey("forum.Resolution", on_delete=models.PROTECT, related_name="+")
    # What the treasurer is to book; whether it is paid is read from there.
    expected = models.OneToOneField(
        "cash.ExpectedMoney", on_delete=models.PROTECT, related_name="+"
    )
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    recorded_at = models.DateTimeField()
    synthetic = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(buyer=""), name="herd_sale_has_a_buyer"),
        ]

    def __str__(self) -> str:
        return self.buyer


class Event(VillageRow):
    """One thing that happened to one goat.

    `corrects` names the row that this one stands for: what is corrected or taken back counts no
    more, and stays to be read.
    """

    append_only = True

    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="+")
    animal = models.ForeignKey(Animal, on_delete=models.PROTECT, related_name="events")
    kind = models.CharField(max_length=11, choices=Kind)
    happened_on = models.DateField()
    precision = models.CharField(max_length=8, choices=Known, default=Known.DAY)
    corrects = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="corrected_by"
    )
    # BORN: the kidding of the mother it belongs to.
    litter = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="born"
    )
    stillborn = models.PositiveSmallIntegerField(default=0)
    cause = models.CharField(max_length=8, choices=Cause, blank=True)
    # DEFECT and MENDED: which one was seen, or is over.
    defect = models.CharField(max_length=5, choices=Defect, blank=True)
    medicine = models.CharField(max_length=80, blank=True)
    withdrawal_days = models.PositiveSmallIntegerField(null=True, blank=True)
    kg = models.DecimalField(max_digits=5, decimal_places=1, null=True, blank=True)
    girth_cm = models.DecimalField(max_digits=5, decimal_places=1, null=True, blank=True)
    sire = models.ForeignKey(
        Animal, on_delete=models.PROTECT, null=True, blank=True, related_name="matings"
    )
    # NURSED: the doe that suckles it in its mother's place.
    nurse = models.ForeignKey(
        Animal, on_delete=models.PROTECT, null=True, blank=True, related_name="nursing"
    )
    keeper = models.ForeignKey(
        "enterprise.Membership", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    # Gaduhan: of each `kids_of` kids, `kids_keeper` are the keeper's.
    kids_keeper = models.PositiveSmallIntegerField(default=0)
    kids_of = models.PositiveSmallIntegerField(default=0)
    sale = models.ForeignKey(
        Sale, on_delete=models.PROTECT, null=True, blank=True, related_name="events"
    )
    price_rp = models.BigIntegerField(null=True, blank=True)  # whole rupiah, for this animal
    party = models.CharField(max_length=100, blank=True)  # who gave, sold or bought it
    note = models.CharField(max_length=200, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    recorded_at = models.DateTimeField()
    synthetic = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="herd_event_kind_known"),
            models.CheckConstraint(
                condition=Q(precision__in=Known.values), name="herd_event_precision_known"
            ),
            models.CheckConstraint(
                condition=~Q(kind="TAKEN_BACK") | (Q(corrects__isnull=False) & ~Q(note="")),
                name="herd_event_taken_back_with_a_reason",
            ),
            models.CheckConstraint(
                condition=~Q(kind="DIED") | Q(cause__in=Cause.values),
                name="herd_event_death_has_a_cause",
            ),
            models.CheckConstraint(
                condition=Q(kind="SOLD", sale__isnull=False, price_rp__isnull=False)
                | (~Q(kind="SOLD") & Q(sale__isnull=True)),
                name="herd_event_sold_in_a_sale",
            ),
            models.CheckConstraint(
                condition=Q(kg__isnull=True) | Q(kg__gt=0), name="herd_event_kg_above_nought"
            ),
            models.CheckConstraint(
                condition=Q(girth_cm__isnull=True) | Q(girth_cm__gt=0),
                name="herd_event_girth_above_nought",
            ),
            models.CheckConstraint(
                condition=~Q(kind="WEIGHED") | Q(kg__isnull=False) | Q(girth_cm__isnull=False),
                name="herd_event_weighed_says_how_much",
            ),
            models.CheckConstraint(
                condition=Q(price_rp__isnull=True)
                | Q(price_rp__gt=0)
                | Q(price_rp=0, kind="TREATED"),  # medicine that nobody charged for
                name="herd_event_price_above_nought",
            ),
            models.CheckConstraint(
                condition=Q(kids_keeper__lte=models.F("kids_of")),
                name="herd_event_keepers_share_is_a_share",
            ),
            models.CheckConstraint(
                condition=Q(kind="BORN") | Q(litter__isnull=True),
                name="herd_event_only_kids_have_a_litter",
            ),
            models.CheckConstraint(
                condition=Q(kind="KIDDED") | Q(stillborn=0),
                name="herd_event_only_kidding_has_stillborn",
            ),
            models.CheckConstraint(
                condition=Q(kind="NURSED", nurse__isnull=False)
                | (~Q(kind="NURSED") & Q(nurse__isnull=True)),
                name="herd_event_only_nursed_has_a_nurse",
            ),
            models.CheckConstraint(
                condition=Q(nurse__isnull=True) | ~Q(nurse=models.F("animal")),
                name="herd_event_nurse_is_another",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["DEFECT", "MENDED"], defect__in=Defect.values)
                | (~Q(kind__in=["DEFECT", "MENDED"]) & Q(defect="")),
                name="herd_event_only_a_defect_has_one",
            ),
            models.CheckConstraint(
                condition=~Q(kind="DEFECT", defect="OTHER", note=""),
                name="herd_event_another_defect_says_which",
            ),
            models.UniqueConstraint(fields=["corrects"], name="herd_event_corrected_once"),
        ]
        indexes = [
            models.Index(fields=["animal", "happened_on", "id"], name="herd_event_of_animal"),
            models.Index(fields=["group", "kind", "happened_on"], name="herd_event_of_group"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.happened_on}"
