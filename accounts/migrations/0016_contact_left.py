"""Who left lately is found by day: a decision-maker who did is a reason of an account's churn."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0015_indexes_that_repeat")]

    operations = [
        migrations.AddIndex(
            "contact",
            models.Index(fields=["archived_at"], condition=models.Q(archived_at__isnull=False), name="contact_left"),
        ),
    ]
