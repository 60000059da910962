"""Minutes and compensation of a complaint lie within what sums can hold, so that none stops a night."""

import django.db.models.expressions
import django.db.models.lookups
from decimal import Decimal
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0018_visit_sums_hold'),
        ('care', '0002_search'),
    ]

    operations = [
        migrations.AddConstraint(
            model_name='complaint',
            constraint=models.CheckConstraint(condition=models.Q(('minutes__lte', 60000), django.db.models.lookups.LessThan(django.db.models.expressions.CombinedExpression(models.F('compensation'), '*', models.F('rate')), models.Value(Decimal('10000000000000000')))), name='complaint_sums_hold'),
        ),
    ]
