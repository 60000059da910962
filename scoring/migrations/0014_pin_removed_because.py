"""A pin that somebody removes keeps why."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('scoring', '0013_what_if_recipe'),
    ]

    operations = [
        migrations.AddField(
            model_name='tierpin',
            name='removed_because',
            field=models.CharField(blank=True, db_default='', default='', max_length=300, verbose_name='removed because'),
        ),
    ]
