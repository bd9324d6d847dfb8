# A month end belongs to a book and is found by it; a movement is found by its day.
# Nothing was kept at month ends before: the table is made anew.

import django.db.models.deletion
import rembuk.lib.ids
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('ledger', '0001_keep_the_books'),
        ('villages', '0003_say_how_exactly_a_beginning_is_known'),
    ]

    operations = [
        migrations.DeleteModel(name='Checkpoint'),
        migrations.CreateModel(
            name='Checkpoint',
            fields=[
                ('id', models.BigIntegerField(default=rembuk.lib.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('until', models.DateField()),
                ('sequence', models.PositiveIntegerField()),
                ('debit_rp', models.BigIntegerField()),
                ('credit_rp', models.BigIntegerField()),
                ('account', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='checkpoints', to='ledger.account')),
                ('book', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ledger.book')),
                ('village', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='villages.village')),
            ],
            options={
                'indexes': [models.Index(fields=['book', 'until'], name='ledger_checkpoint_month_ends')],
                'constraints': [models.UniqueConstraint(fields=('account', 'until'), name='ledger_checkpoint_month_end_once')],
            },
        ),
        migrations.AddIndex(
            model_name='entry',
            index=models.Index(condition=models.Q(('reverses__isnull', False)), fields=['reverses'], name='ledger_entry_back'),
        ),
        migrations.AddIndex(
            model_name='movement',
            index=models.Index(fields=['book', 'value_on', 'sequence', 'debit', 'credit', 'amount_rp'], name='ledger_movement_days'),
        ),
    ]
