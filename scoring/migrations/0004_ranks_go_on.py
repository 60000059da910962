"""Ranking and sums by tier go on from those of the night before: by what moved, and by an index over profits."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('scoring', '0003_publish_profit'),
    ]

    operations = [
        migrations.CreateModel(
            name='Moved',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('accounts', models.SmallIntegerField()),
                ('tier', models.CharField(max_length=10)),
                ('entries', models.IntegerField()),
                ('profit', models.DecimalField(decimal_places=8, max_digits=30)),
                ('revenue', models.DecimalField(decimal_places=8, max_digits=30)),
                ('minutes', models.IntegerField()),
                ('cost_to_serve', models.DecimalField(decimal_places=8, max_digits=30)),
            ],
            options={
                'verbose_name': 'moved sums',
            },
        ),
        migrations.RunSQL("ALTER TABLE scoring_moved SET UNLOGGED", "ALTER TABLE scoring_moved SET LOGGED"),
        # What workers have summed already without saying what moved: the next night ranks from nothing.
        migrations.RunSQL(
            "DELETE FROM scoring_basis WHERE EXISTS (SELECT FROM scoring_summed)", migrations.RunSQL.noop
        ),
        migrations.AddIndex(
            model_name='standing',
            index=models.Index(condition=models.Q(('entries__gt', 0)), fields=['profit', 'account_id'], name='standing_by_profit'),
        ),
        migrations.AddIndex(
            model_name='standing',
            index=models.Index(condition=models.Q(('since', None), models.Q(('months_past', []), _negated=True), ('pin_id__isnull', False), _connector='OR'), fields=['account_id'], name='standing_that_leans'),
        ),
    ]
