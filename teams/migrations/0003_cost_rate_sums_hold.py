"""The cost of an hour lies within what sums can hold, so that none stops a night."""

from decimal import Decimal
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('teams', '0002_subscriptions'),
    ]

    operations = [
        migrations.AddConstraint(
            model_name='costrate',
            constraint=models.CheckConstraint(condition=models.Q(('hourly__lt', Decimal('1000000000000'))), name='cost_rate_sums_hold'),
        ),
    ]
