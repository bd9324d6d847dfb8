from django.conf import settings
from django.db import migrations, models

PLANS = [
    ("STAY", "Wants to stay in the village"),
    ("UNDECIDED", "Has not decided yet"),
    ("LEAVE_AGAIN", "Wants to leave again"),
]


def keep_the_wish(apps, schema_editor):
    """Who was noted as wanting to leave again has said one of the three."""
    wishing = apps.get_model("people", "Resident").objects.filter(wants_to_leave_again=True)
    wishing.update(plan="LEAVE_AGAIN")


def keep_the_mark(apps, schema_editor):
    """Take the same back; the other two plans have no place in the older table."""
    wishing = apps.get_model("people", "Resident").objects.filter(plan="LEAVE_AGAIN")
    wishing.update(wants_to_leave_again=True)


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0005_call_people_without_a_status"),
        ("villages", "0003_say_how_exactly_a_beginning_is_known"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="resident",
            name="plan",
            field=models.CharField(blank=True, choices=PLANS, editable=False, max_length=11),
        ),
        migrations.RunPython(keep_the_wish, keep_the_mark),
        migrations.RemoveField(model_name="resident", name="wants_to_leave_again"),
        migrations.AddField(
            model_name="journeystep",
            name="plan",
            field=models.CharField(blank=True, choices=PLANS, max_length=11),
        ),
        migrations.AlterField(
            model_name="journeystep",
            name="kind",
            field=models.CharField(
                choices=[
                    ("RECORDED", "Recorded in the village"),
                    ("INTENTION", "Wants to work abroad"),
                    ("REGISTRATION", "Registered"),
                    ("AGREEMENT", "Signed the agreement"),
                    ("DEPARTURE", "Departed"),
                    ("EXTENSION", "Extended the contract"),
                    ("LEAVE", "Home on leave"),
                    ("HOMECOMING", "Came home"),
                    ("PLAN", "Plan after coming home"),
                    ("LEAVING_AGAIN", "Left again"),
                    ("STATUS_REPORT", "Status reported without dates"),
                    ("MOVED_AWAY", "Moved away"),
                    ("DIED", "Died"),
                ],
                max_length=15,
            ),
        ),
        migrations.AddConstraint(
            model_name="journeystep",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "PLAN"), ("plan__in", ["STAY", "UNDECIDED", "LEAVE_AGAIN"])),
                    models.Q(models.Q(("kind", "PLAN"), _negated=True), ("plan", "")),
                    _connector="OR",
                ),
                name="people_journeystep_a_plan_says_which",
            ),
        ),
    ]
