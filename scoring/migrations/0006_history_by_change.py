from django.db import migrations, models

# The rows that were there, one a night, last until the next night.
LAST_UNTIL_THE_NEXT = """
UPDATE scoring_tierdecision AS decision
SET valid_until = (
    SELECT min(run.business_date)
    FROM scoring_scoringrun AS run
    WHERE run.finished_at IS NOT NULL AND run.business_date > decision.valid_from
);
UPDATE scoring_scoringrun SET judged_as_of = finished_at;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('scoring', '0005_churn'),
    ]

    operations = [
        migrations.AddField(model_name='scoringrun', name='judged_as_of', field=models.DateTimeField(null=True)),
        migrations.RemoveConstraint(model_name='tierdecision', name='decision_of_a_night'),
        migrations.RemoveIndex(model_name='tierdecision', name='decision_night_tier'),
        migrations.RemoveIndex(model_name='tierdecision', name='decision_night_rank'),
        migrations.RenameField(model_name='tierdecision', old_name='business_date', new_name='valid_from'),
        migrations.AddField(model_name='tierdecision', name='valid_until', field=models.DateField(null=True)),
        migrations.RunSQL(LAST_UNTIL_THE_NEXT, migrations.RunSQL.noop),
        # What the UPDATE left for the end of the transaction would stand in the way of the next ALTER TABLE.
        migrations.RunSQL('SET CONSTRAINTS ALL IMMEDIATE', migrations.RunSQL.noop),
    ]
