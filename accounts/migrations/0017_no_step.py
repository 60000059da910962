"""Accounts without a next step: by their last visit, for the night; counted by their index alone, for the list."""

import datetime

import django.db.models.functions.comparison
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0016_contact_left")]

    operations = [
        migrations.AddIndex(
            model_name="account",
            index=models.Index(
                django.db.models.functions.comparison.Coalesce(
                    models.F("last_visit_on"), models.Value(datetime.date(1, 1, 1), models.DateField())
                ),
                condition=models.Q(("next_step_on__isnull", True)),
                name="account_no_step_visit",
            ),
        ),
        migrations.RemoveIndex(model_name="account", name="account_no_step"),
        migrations.AddIndex(
            model_name="account",
            index=models.Index(
                condition=models.Q(
                    ("archived_at__isnull", True),
                    ("merged_into__isnull", True),
                    ("next_step_on__isnull", True),
                    models.Q(("stage", "filtered"), _negated=True),
                ),
                fields=["sort_key", "id"],
                name="account_no_step",
            ),
        ),
    ]
