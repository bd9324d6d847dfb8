"""What 0005 has left over goes, in a transaction of its own: PostgreSQL wants the rows settled."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('ledger', '0005_keep_words_with_their_entry'),
    ]

    operations = [
        migrations.DeleteModel(name='Note'),
        migrations.RemoveConstraint(
            model_name='entry',
            name='ledger_entry_no_second_branch',
        ),
        migrations.RemoveIndex(
            model_name='entry',
            name='ledger_entry_back',
        ),
        migrations.AlterField(
            model_name='entry',
            name='reverses',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='taken_back_by', to='ledger.entry'),
        ),
        migrations.AddIndex(
            model_name='entry',
            index=models.Index(condition=models.Q(('resident_id__isnull', False)), fields=['resident_id'], name='ledger_entry_of_a_resident'),
        ),
        migrations.AddConstraint(
            model_name='entry',
            constraint=models.UniqueConstraint(condition=models.Q(('reverses__isnull', False)), fields=('reverses',), name='ledger_entry_taken_back_once'),
        ),
    ]
