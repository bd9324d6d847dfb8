"""With whom a group works or would like to: how far it is, what was agreed and offered."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from rembuk.enterprise.models.products import Product
from rembuk.villages.models import Group, Known, VillageRow


class Sort(models.TextChoices):
    """What a partner is."""

    SCHOOL = "SCHOOL", _("School")
    SUPERMARKET = "SUPERMARKET", _("Supermarket or market")
    SHOP = "SHOP", _("Shop or stall")
    ONLINE = "ONLINE", _("Online selling place")
    BUSINESS = "BUSINESS", _("Larger business")
    SUPPLIER = "SUPPLIER", _("Supplier of material")
    INVESTOR = "INVESTOR", _("Investor")
    OFFICE = "OFFICE", _("Office or organisation")
    OTHER = "OTHER", _("Somebody else")


class Stage(models.TextChoices):
    """How far it has come with a partner."""

    PROSPECT = "PROSPECT", _("Wanted")
    TALK = "TALK", _("Talking")
    TRIAL = "TRIAL", _("First try")
    RUNNING = "RUNNING", _("Works together")
    REFUSED = "REFUSED", _("Refused")
    STOPPED = "STOPPED", _("Ended")


# An online selling place has no talks: it is opened, sells, and is closed. Its words for a stage.
ONLINE_STAGES = {
    Stage.PROSPECT: _("Wanted"),
    Stage.TRIAL: _("Opened"),
    Stage.RUNNING: _("Sells"),
    Stage.STOPPED: _("Closed"),
}


class Partner(VillageRow):
    """One school, shop, supplier or investor of a group. How far it has come are its steps."""

    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="partners")
    name = models.CharField(max_length=100)
    sort = models.CharField(max_length=12, choices=Sort)
    wanted = models.CharField(max_length=200, blank=True)  # what the group hopes for
    # Whom to ask there: read by who records the work, nobody else.
    contact = models.CharField(max_length=100, blank=True)
    phone = models.CharField(max_length=16, blank=True)
    source = models.CharField(max_length=200, blank=True)  # where it was read, for a case

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="enterprise_partner_has_a_name"),
            models.CheckConstraint(
                condition=Q(sort__in=Sort.values), name="enterprise_partner_sort_known"
            ),
            models.UniqueConstraint(fields=["group", "name"], name="enterprise_partner_once"),
        ]

    def __str__(self) -> str:
        return self.name


class PartnerStep(VillageRow):
    """What happened with a partner on a day, and when to ask again."""

    append_only = True

    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="steps")
    on = models.DateField()
    precision = models.CharField(max_length=8, choices=Known, default=Known.DAY)
    stage = models.CharField(max_length=8, choices=Stage)
    note = models.CharField(max_length=300, blank=True)
    next_on = models.DateField(null=True, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(stage__in=Stage.values, precision__in=Known.values),
                name="enterprise_partnerstep_stage_known",
            ),
            models.CheckConstraint(
                condition=~Q(stage="REFUSED") | ~Q(note=""),
                name="enterprise_partnerstep_refused_with_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(next_on__isnull=True) | Q(next_on__gte=F("on")),
                name="enterprise_partnerstep_asks_again_later",
            ),
        ]
        indexes = [models.Index(fields=["partner", "-on"], name="enterprise_partnerstep_last")]


class Agreement(VillageRow):
    """What was agreed with a partner, since when, and where the paper is."""

    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="agreements")
    agreed = models.CharField(max_length=500)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    paper = models.CharField(max_length=100, blank=True)  # number of the paper, or of its photo
    ended_on = models.DateField(null=True, blank=True)
    ended_why = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(agreed=""), name="enterprise_agreement_says_something"
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
                name="enterprise_agreement_ends_after_it_began",
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True, ended_why="")
                | (Q(ended_on__gte=F("since")) & ~Q(ended_why="")),
                name="enterprise_agreement_ends_with_a_reason",
            ),
        ]


class Offer(VillageRow):
    """An offer to a partner: what, at which price, until when it holds, and who made it."""

    append_only = True

    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="offers")
    made_on = models.DateField()
    valid_until = models.DateField()
    made_by = models.CharField(max_length=100)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until__gte=F("made_on")), name="enterprise_offer_holds_a_while"
            ),
            models.CheckConstraint(
                condition=~Q(made_by=""), name="enterprise_offer_is_made_by_somebody"
            ),
        ]


class OfferLine(VillageRow):
    """One thing in an offer; its price in whole rupiah for one."""

    append_only = True

    offer = models.ForeignKey(Offer, on_delete=models.PROTECT, related_name="lines")
    product = models.ForeignKey(
        Product, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    what = models.CharField(max_length=120)
    price_rp = models.BigIntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(what="") & Q(price_rp__gt=0), name="enterprise_offerline_has_a_price"
            ),
        ]
