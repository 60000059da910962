"""A foreign key that another index begins with needs none of its own."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0015_indexes_that_repeat"),
        ("scoring", "0008_contract_ends"),
    ]

    operations = [
        migrations.AlterField(
            model_name="alert",
            name="account",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="alerts",
                to="accounts.account",
                verbose_name="account",
            ),
        ),
        migrations.AlterField(
            model_name="ledgerentry",
            name="account",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="ledger",
                to="accounts.account",
                verbose_name="account",
            ),
        ),
    ]
