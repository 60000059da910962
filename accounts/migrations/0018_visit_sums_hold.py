"""Expenses of a visit lie within what sums can hold, so that none stops a night."""

from decimal import Decimal
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0017_no_step'),
    ]

    operations = [
        migrations.AddConstraint(
            model_name='visit',
            constraint=models.CheckConstraint(condition=models.Q(('expenses_base__lt', Decimal('10000000000000000'))), name='visit_sums_hold'),
        ),
    ]
