"""The way from an idea to a cooperative: steps done, who owes one, the route, the minimums."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from rembuk.forum.models import Resolution
from rembuk.villages.models import Group, VillageRow


class PathMark(VillageRow):
    """What became of one step of the checklist on a day; the newest mark holds."""

    append_only = True

    class State(models.TextChoices):
        DONE = "DONE", _("Done")
        OPEN = "OPEN", _("Not done after all")
        SPARED = "SPARED", _("Not needed here")

    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="path_marks")
    step = models.CharField(max_length=30)  # a code of checklist.py
    state = models.CharField(max_length=6, choices=State)
    on = models.DateField()
    note = models.CharField(max_length=200, blank=True)
    # How many founders signed; the rows of `founders` say who, but for what was told before them.
    people = models.PositiveIntegerField(null=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["DONE", "OPEN", "SPARED"]), name="coop_pathmark_state_known"
            ),
            models.CheckConstraint(
                condition=Q(state="DONE") | ~Q(note=""), name="coop_pathmark_says_why_not_done"
            ),
        ]
        indexes = [models.Index(fields=["group", "on"], name="coop_pathmark_by_day")]

    def __str__(self) -> str:
        return f"{self.step} {self.state}"


class Founder(VillageRow):
    """One person who was at the founding meeting and signed: no number is typed."""

    append_only = False  # two records of one person become one

    mark = models.ForeignKey(PathMark, on_delete=models.PROTECT, related_name="founders")
    resident = models.ForeignKey("people.Resident", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["mark", "resident"], name="coop_founder_signs_once")
        ]

    def __str__(self) -> str:
        return str(self.resident_id)


class PathDuty(VillageRow):
    """Who owes a step, since which day. Somebody else is a new row; the newest holds."""

    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="path_duties")
    step = models.CharField(max_length=30)
    name = models.CharField(max_length=100)  # also an office outside the village, or a notary
    resident = models.ForeignKey(
        "people.Resident", on_delete=models.PROTECT, null=True, related_name="+"
    )
    since = models.DateField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="coop_pathduty_is_somebodys")
        ]

    def __str__(self) -> str:
        return self.name


class RouteChoice(VillageRow):
    """Which of the four routes the people chose, and why. Another choice is another row."""

    append_only = True

    class Route(models.TextChoices):
        OWN = "OWN", _("A cooperative of our own")
        MERAH_PUTIH = "MERAH_PUTIH", _("A unit of Koperasi Desa Merah Putih")
        JOIN = "JOIN", _("Members of a cooperative that has its licence")
        SAVINGS = "SAVINGS", _("A savings group first")

    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="routes_chosen")
    route = models.CharField(max_length=11, choices=Route)
    reason = models.CharField(max_length=300)
    on = models.DateField()
    resolution = models.ForeignKey(
        Resolution, on_delete=models.PROTECT, null=True, related_name="+"
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(route__in=["OWN", "MERAH_PUTIH", "JOIN", "SAVINGS"]),
                name="coop_routechoice_route_known",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="coop_routechoice_has_a_reason"),
        ]

    def __str__(self) -> str:
        return self.route


class Minimum(VillageRow):
    """What a rule asks at least, from a day on, and who says so: the village asked its Dinas."""

    append_only = True

    class Key(models.TextChoices):
        FOUNDERS = "FOUNDERS", _("Founders of a cooperative, people")
        ADULT = "ADULT", _("Age from which on somebody can be a founder, years")
        CAPITAL = "CAPITAL", _("First capital for savings and loans, rupiah")
        SHARE = "SHARE", _("Most that one member brings of that capital, percent")
        INVITED = "INVITED", _("Days between the invitation and the founding meeting")
        STUCK = "STUCK", _("Days without a step until everybody is told")

    key = models.CharField(max_length=8, choices=Key)
    value = models.PositiveBigIntegerField()
    since = models.DateField()
    source = models.CharField(max_length=200)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(key__in=["FOUNDERS", "ADULT", "CAPITAL", "SHARE", "INVITED", "STUCK"]),
                name="coop_minimum_key_known",
            ),
            models.CheckConstraint(condition=Q(value__gte=1), name="coop_minimum_is_a_number"),
            models.CheckConstraint(
                condition=~Q(key="SHARE") | Q(value__lte=100), name="coop_minimum_share_is_a_part"
            ),
            models.CheckConstraint(
                condition=~Q(key__in=["STUCK", "INVITED"]) | Q(value__gte=7, value__lte=365),
                name="coop_minimum_days_are_weeks",
            ),
            models.CheckConstraint(
                condition=~Q(key="ADULT") | Q(value__gte=15, value__lte=25),
                name="coop_minimum_age_is_grown",
            ),
            models.CheckConstraint(condition=~Q(source=""), name="coop_minimum_has_a_source"),
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.value}"
