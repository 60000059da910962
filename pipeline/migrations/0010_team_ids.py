"""A manager's funnel finds what his teams hold in an index, without a look at each row."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
<<<<<<< HEAD
        ('accounts', '0013_own_cadence'),
        ('pipeline', '0009_indexes_that_repeat'),
        ('teams', '0002_subscriptions'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
=======
        ('pipeline', '0009_indexes_that_repeat'),
>>>>>>> door
    ]

    operations = [
        migrations.AddIndex(
            model_name='opportunity',
            index=models.Index(fields=['team', 'id'], name='opportunity_team'),
        ),
    ]
