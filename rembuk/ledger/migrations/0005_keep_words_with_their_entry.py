"""An entry and its words become one row, and two indexes that nobody reads by go.

A second branch needs no index of its own: numbers are unique in a book, and each entry names the
head of the number before it (the guard `ledger_entry_continues_the_chain`).
"""

from django.db import migrations, models

COPY = """
    UPDATE ledger_entry SET
        salt = coalesce((SELECT n.salt FROM ledger_note n WHERE n.entry_id = ledger_entry.id), ''),
        memo = coalesce((SELECT n.memo FROM ledger_note n WHERE n.entry_id = ledger_entry.id), ''),
        party = coalesce((SELECT n.party FROM ledger_note n WHERE n.entry_id = ledger_entry.id), ''),
        resident_id = (SELECT n.resident_id FROM ledger_note n WHERE n.entry_id = ledger_entry.id)
"""


class Migration(migrations.Migration):
    dependencies = [
        ("ledger", "0004_find_accounts_by_their_number"),
    ]

    operations = [
        migrations.AddField(
            model_name="entry",
            name="salt",
            field=models.CharField(blank=True, default="", max_length=32),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="entry",
            name="memo",
            field=models.CharField(blank=True, default="", max_length=200),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="entry",
            name="party",
            field=models.CharField(blank=True, default="", max_length=120),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="entry",
            name="resident_id",
            field=models.BigIntegerField(null=True),
        ),
        migrations.RunSQL(COPY, elidable=True),
    ]
