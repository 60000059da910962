"""Ranking and sums by tier go on from those of the night before: by what moved, and by an index over profits."""

from django.db import migrations, models


# The night hears of a complaint as of a visit.
TOUCH_COMPLAINTS = """
CREATE TRIGGER scoring_touch_made AFTER INSERT ON care_complaint
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION scoring_touch();
CREATE TRIGGER scoring_touch_gone AFTER DELETE ON care_complaint
    REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION scoring_touch();
CREATE TRIGGER scoring_touch_edited AFTER UPDATE ON care_complaint
    REFERENCING OLD TABLE AS before NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION scoring_touch_both();
"""
NO_TOUCH_COMPLAINTS = """
DROP TRIGGER scoring_touch_made ON care_complaint;
DROP TRIGGER scoring_touch_gone ON care_complaint;
DROP TRIGGER scoring_touch_edited ON care_complaint;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('scoring', '0003_publish_profit'),
        ('care', '0001_complaints'),
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
        migrations.RunSQL(TOUCH_COMPLAINTS, NO_TOUCH_COMPLAINTS),
        # The next night begins from nothing: active months are counted otherwise, complaints cost,
        # and what workers have summed already
        # says nothing of what moved.
        migrations.RunSQL("DELETE FROM scoring_basis; DELETE FROM scoring_shard", migrations.RunSQL.noop),
        migrations.AddIndex(
            model_name='standing',
            index=models.Index(condition=models.Q(('entries__gt', 0)), fields=['profit', 'account_id'], name='standing_by_profit'),
        ),
        migrations.AddIndex(
            model_name='standing',
            index=models.Index(condition=models.Q(('since', None), models.Q(('months_past', []), _negated=True), ('pin_id__isnull', False), _connector='OR'), fields=['account_id'], name='standing_that_leans'),
        ),
    ]
