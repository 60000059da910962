from django.contrib.postgres.operations import AddIndexConcurrently, ValidateConstraint
from django.db import migrations, models


class Migration(migrations.Migration):
    """Reads the whole ledger, and lets others write meanwhile."""

    atomic = False
    dependencies = [("scoring", "0011_kinds_of_entries")]

    operations = [
        AddIndexConcurrently(
            "ledgerentry",
            models.Index(
                condition=models.Q(("kind", "sale"), _negated=True),
                fields=["account", "date"],
                include=("kind", "cost_base"),
                name="ledger_other_costs",
            ),
        ),
        ValidateConstraint("ledgerentry", "ledger_only_sales_have_revenue"),
    ]
