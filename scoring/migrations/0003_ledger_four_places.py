"""Ledger amounts with four places. PostgreSQL alters no column that a generated one reads, so those step aside."""

import django.db.models.expressions
from django.db import migrations, models
from django.db.models import F

BASE = {"decimal_places": 8, "max_digits": 30}


def generated(column):
    return models.GeneratedField(
        db_persist=True,
        expression=django.db.models.expressions.CombinedExpression(F(column), "*", F("rate")),
        output_field=models.DecimalField(**BASE),
    )


class Migration(migrations.Migration):
    dependencies = [("scoring", "0002_initial")]
    operations = [
        migrations.RemoveIndex("ledgerentry", "ledger_window"),
        migrations.RemoveField("ledgerentry", "revenue_base"),
        migrations.RemoveField("ledgerentry", "cost_base"),
        migrations.AlterField(
            "ledgerentry",
            "revenue",
            models.DecimalField(decimal_places=4, max_digits=20, verbose_name="revenue"),
        ),
        migrations.AlterField(
            "ledgerentry",
            "cost",
            models.DecimalField(decimal_places=4, default=0, max_digits=20, verbose_name="direct cost"),
        ),
        migrations.AddField("ledgerentry", "revenue_base", generated("revenue")),
        migrations.AddField("ledgerentry", "cost_base", generated("cost")),
        migrations.AddIndex(
            "ledgerentry",
            models.Index(
                fields=["account", "date"], include=["revenue_base", "cost_base"], name="ledger_window"
            ),
        ),
    ]
