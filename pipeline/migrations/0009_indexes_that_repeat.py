"""A foreign key that another index begins with needs none of its own."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0015_indexes_that_repeat"),
        ("pipeline", "0008_handovers"),
    ]

    operations = [
        migrations.AlterField(
            model_name="move",
            name="opportunity",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="moves",
                to="pipeline.opportunity",
            ),
        ),
        migrations.AlterField(
            model_name="opportunity",
            name="account",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="opportunities",
                to="accounts.account",
                verbose_name="account",
            ),
        ),
    ]
