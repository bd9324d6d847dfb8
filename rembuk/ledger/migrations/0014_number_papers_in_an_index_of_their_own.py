"""Papers are numbered in an index of their own: one index of a book is left for its order."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("ledger", "0013_keep_what_a_closing_proved"),
        ("villages", "0009_trade_of_a_group"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="entry",
            name="ledger_entry_receipt_no_once",
        ),
        migrations.AddConstraint(
            model_name="entry",
            constraint=models.UniqueConstraint(
                condition=models.Q(("receipt_no__isnull", False)),
                fields=("book", "receipt_no"),
                name="ledger_entry_receipt_no_once",
            ),
        ),
    ]
