from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('pipeline', '0001_squashed'),
    ]

    operations = [
        migrations.RemoveField(
            model_name='reviewrule',
            name='stale_days',
        ),
        migrations.AlterField(
            model_name='reviewrule',
            name='flagged',
            field=models.BooleanField(default=True, verbose_name='stuck, without next step, or close date past'),
        ),
    ]
