from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models

BASE = {"max_digits": 30, "decimal_places": 8}
SHARES = ("rebates", "complaints", "services")


class Migration(migrations.Migration):
    """Constant defaults and a constraint that looks at new rows only: no row is rewritten or read, however many."""

    dependencies = [("scoring", "0010_alert_life_cycle")]

    operations = [
        migrations.AddField(
            "ledgerentry",
            "kind",
            models.CharField(
                choices=[
                    ("sale", "sale"), ("rebate", "rebate"), ("complaint", "complaint"), ("service", "other service")
                ],
                db_default="sale",
                default="sale",
                max_length=10,
                verbose_name="kind",
            ),
        ),
        *(migrations.AddField("standing", name, models.DecimalField(**BASE, db_default=0)) for name in SHARES),
        *(
            migrations.AddField("tierdecision", name, models.DecimalField(**BASE, default=0, db_default=0))
            for name in SHARES
        ),
        AddConstraintNotValid(
            "ledgerentry",
            models.CheckConstraint(
                condition=models.Q(("kind", "sale"), ("revenue", 0), _connector="OR"),
                name="ledger_only_sales_have_revenue",
            ),
        ),
    ]  # fmt: skip
