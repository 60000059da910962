"""By which zone and hourly rates a what-if was judged, so that it can say when they are others."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('scoring', '0012_ledger_sums_hold'),
    ]

    operations = [
        migrations.AddField(
            model_name='whatif',
            name='cost_rates',
            field=models.CharField(default='', max_length=32),
        ),
        migrations.AddField(
            model_name='whatif',
            name='zone',
            field=models.CharField(default='', max_length=64),
        ),
    ]
