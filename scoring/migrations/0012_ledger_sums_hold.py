"""An amount lies within what the sums over a window can hold, so that no entry stops a night."""

from decimal import Decimal
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0017_no_step'),
        ('scoring', '0011_who_leans'),
    ]

    operations = [
        migrations.AddConstraint(
            model_name='ledgerentry',
            constraint=models.CheckConstraint(condition=models.Q(('revenue_base__gt', Decimal('-10000000000000000')), ('revenue_base__lt', Decimal('10000000000000000')), ('cost_base__gt', Decimal('-10000000000000000')), ('cost_base__lt', Decimal('10000000000000000'))), name='ledger_sums_hold'),
        ),
    ]
