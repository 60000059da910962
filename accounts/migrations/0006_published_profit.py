"""Each account's published profit in a table beside it: rows come with accounts, figures with the night."""

import django.db.models.deletion
from decimal import Decimal
from django.db import migrations, models

MADE = """
CREATE FUNCTION accounts_profit_made() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO accounts_publishedprofit (account_id) SELECT id FROM made;
    RETURN NULL;
END $$;
CREATE TRIGGER accounts_profit_made AFTER INSERT ON accounts_account
    REFERENCING NEW TABLE AS made FOR EACH STATEMENT EXECUTE FUNCTION accounts_profit_made();
INSERT INTO accounts_publishedprofit (account_id) SELECT id FROM accounts_account;
"""
NOT_MADE = "DROP FUNCTION accounts_profit_made CASCADE"


class Migration(migrations.Migration):
    dependencies = [("accounts", "0005_birthday")]

    operations = [
        migrations.CreateModel(
            name="PublishedProfit",
            fields=[
                ("account", models.OneToOneField(
                    db_constraint=False, on_delete=django.db.models.deletion.CASCADE, primary_key=True,
                    related_name="published_profit", serialize=False, to="accounts.account",
                )),
                ("amount", models.DecimalField(
                    db_default=Decimal("-1000000000000000000000"), decimal_places=8,
                    default=Decimal("-1000000000000000000000"), max_digits=30,
                )),
            ],
            options={"indexes": [models.Index(fields=["amount", "account"], name="published_profit_order")]},
        ),
        migrations.RunSQL(MADE, NOT_MADE),
    ]  # fmt: skip
