"""A proposal put to the vote, who voted, and, of a secret vote, how many chose what.

Of an open vote each row names the member and her choice. Of a secret one no row holds both: `Voted`
says that she voted, `SecretCount` is one number for each choice, without time, order or name, and
every vote writes all numbers of the proposal anew, so that the newest of them tells nothing.

What a database cannot hide: who reads it before and after one single vote sees which number rose;
the dead rows and the journal of a database server keep older numbers until they are cleaned away;
and where all chose the same, everybody knows what each chose. So numbers are shown only after
closing, and who keeps the server is bound by the agreement with the village.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from rembuk.forum.models.meetings import Meeting, Person, TakenBack
from rembuk.villages.models import VillageRow


class Motion(TakenBack):
    """What is voted on, from when until when; rules are voted on openly, people secretly."""

    class Carried(models.TextChoices):
        SIMPLE = "SIMPLE", _("More yes than no")
        TWO_THIRDS = "2/3", _("At least two thirds of yes and no")
        THREE_QUARTERS = "3/4", _("At least three quarters of yes and no")
        MOST = "MOST", _("Whoever has most votes")

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="motions")
    number = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=300)
    secret = models.BooleanField()
    carried_by = models.CharField(max_length=6, choices=Carried)
    opened_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        constraints = [
            *TakenBack.Meta.constraints,
            models.CheckConstraint(condition=~Q(text=""), name="forum_motion_says_something"),
            # People are voted on secretly, and whoever has most votes is elected.
            models.CheckConstraint(
                condition=Q(secret=True, carried_by="MOST")
                | Q(secret=False, carried_by__in=["SIMPLE", "2/3", "3/4"]),
                name="forum_motion_people_secretly_rules_openly",
            ),
            models.CheckConstraint(
                condition=Q(closes_at__gt=F("opened_at")), name="forum_motion_closes_after_opening"
            ),
            models.UniqueConstraint(fields=["meeting", "number"], name="forum_motion_number_once"),
        ]

    def __str__(self) -> str:
        return self.text


class Option(VillageRow):
    """One of the things to choose: yes, no, abstain, or somebody who stands for an office."""

    append_only = True

    class Stands(models.TextChoices):
        YES = "YES", _("Yes")
        NO = "NO", _("No")
        ABSTAIN = "ABSTAIN", _("Abstain")
        PERSON = "PERSON", _("A person")

    motion = models.ForeignKey(Motion, on_delete=models.PROTECT, related_name="options")
    number = models.PositiveSmallIntegerField()
    stands = models.CharField(max_length=7, choices=Stands)
    name = models.CharField(max_length=100, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=(Q(stands="PERSON") & ~Q(name=""))
                | Q(stands__in=["YES", "NO", "ABSTAIN"], name=""),
                name="forum_option_a_person_has_a_name",
            ),
            models.UniqueConstraint(fields=["motion", "number"], name="forum_option_number_once"),
        ]

    def __str__(self) -> str:
        return self.name or str(self.get_stands_display())


class Voted(Person):
    """That a member voted: one member, one vote. Her choice stands here only of an open vote."""

    class How(models.TextChoices):
        PHONE = "PHONE", _("on her own phone")
        HALL = "HALL", _("in the hall")

    append_only = False  # a name goes when its person is erased; the rest stays (guards.py)

    motion = models.ForeignKey(Motion, on_delete=models.PROTECT, related_name="voted")
    member_key = models.CharField(max_length=40)
    how = models.CharField(max_length=5, choices=How)
    option = models.ForeignKey(
        Option, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    at = models.DateTimeField()

    class Meta:
        constraints = [
            *Person.Meta.constraints,
            models.CheckConstraint(condition=Q(how__in=["PHONE", "HALL"]),
                                   name="forum_voted_how_known"),
            models.UniqueConstraint(
                fields=["motion", "member_key"], name="forum_voted_one_member_one_vote"
            ),
            models.UniqueConstraint(
                fields=["motion", "resident"],
                condition=Q(resident__isnull=False),
                name="forum_voted_one_person_one_vote",
            ),
        ]  # fmt: skip


class SecretCount(VillageRow):
    """How many chose one thing in a secret vote; a number and nothing else."""

    motion = models.ForeignKey(Motion, on_delete=models.PROTECT, related_name="counts")
    option = models.OneToOneField(Option, on_delete=models.PROTECT, related_name="count")
    votes = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(votes__gte=0), name="forum_secretcount_not_below_zero"
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return str(self.votes)
