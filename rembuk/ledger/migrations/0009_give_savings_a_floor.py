"""Savings may not fall below nothing: the chart says so now, and the books that are open follow.

What is below nothing already keeps no floor, and `check_books` names it.
"""

from django.db import migrations

CONTROLS = """
    UPDATE ledger_account SET floor_rp = 0 WHERE is_control AND floor_rp IS NULL
    AND code IN ('2101', '2102', '2103', '2104', '2111', '3101', '3102')
"""
BALANCES = """
    UPDATE ledger_balance SET floor_rp = 0 WHERE floor_rp IS NULL AND own_rp >= held_rp
    AND account_id IN (
        SELECT a.id FROM ledger_account a JOIN ledger_account p ON p.id = a.parent_id
        WHERE p.floor_rp = 0 AND a.floor_rp IS NULL)
"""
MEMBERS = """
    UPDATE ledger_account SET floor_rp = 0 WHERE parent_id IS NOT NULL AND floor_rp IS NULL
    AND id IN (SELECT account_id FROM ledger_balance WHERE floor_rp = 0)
"""


class Migration(migrations.Migration):

    dependencies = [
        ('ledger', '0008_keep_sums_exact'),
    ]

    operations = [
        migrations.RunSQL([CONTROLS, BALANCES, MEMBERS], migrations.RunSQL.noop, elidable=True),
    ]
