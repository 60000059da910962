"""What stands is published at once: the lists need not wait for the next night."""

from django.db import migrations

STANDS = """
UPDATE accounts_publishedprofit AS published
SET amount = stands.order_profit
FROM scoring_tierdecision AS stands
WHERE stands.account_id = published.account_id AND stands.valid_until IS NULL
  AND published.amount <> stands.order_profit
"""


class Migration(migrations.Migration):
    dependencies = [("scoring", "0002_risk_bands"), ("accounts", "0006_published_profit")]

    operations = [migrations.RunSQL(STANDS, migrations.RunSQL.noop)]
