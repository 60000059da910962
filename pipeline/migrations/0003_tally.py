import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.comparison
import django.db.models.lookups
from django.conf import settings
from django.db import migrations, models


# What `changed` rows (each with a sign: 1 is there now, -1 was there) add to the tally. An update that changes nothing
# a funnel asks for comes to nothing and writes nothing.
OF_OPPORTUNITIES = """
    INSERT INTO pipeline_tally (
        grain, stage_id, status, expected_close_on, closed_on, owner_id, team_id, left_stages, passed_stages, n, amount
    )
    SELECT
        CASE WHEN GROUPING(owner_id) = 0 THEN 'holder' WHEN GROUPING(left_stages) = 0 THEN 'path' ELSE 'day' END,
        COALESCE(stage_id, stands_in), status, expected_close_on, closed_on, owner_id, team_id,
        left_stages, passed_stages, SUM(sign), SUM(sign * amount_base)
    FROM (
        SELECT
            sign, stage_id, CASE WHEN status = 'open' THEN stage_id END AS stands_in, status, closed_on,
            CASE WHEN status = 'open' THEN expected_close_on END AS expected_close_on,
            owner_id, team_id, left_stages, passed_stages, amount_base
        FROM ({changed}) AS changed
        WHERE archived_at IS NULL
    ) AS live
    GROUP BY GROUPING SETS (
        (stage_id, status, expected_close_on, closed_on),
        (owner_id, team_id, stands_in),
        (left_stages, passed_stages, status)
    )
    HAVING SUM(sign) <> 0 OR SUM(sign * amount_base) <> 0;
"""
# The stays of opportunities that became live, or are live no more.
OF_THEIR_STAYS = """
    INSERT INTO pipeline_tally (grain, stage_id, tenths, n, amount)
    SELECT 'stay', move.from_stage_id, ROUND(move.days * 10)::integer, SUM(turned.sign), 0
    FROM (
        SELECT id, SUM(sign) AS sign
        FROM ({changed}) AS changed
        WHERE archived_at IS NULL
        GROUP BY id
        HAVING SUM(sign) <> 0
    ) AS turned
    JOIN pipeline_move AS move ON move.opportunity_id = turned.id
    WHERE move.days IS NOT NULL
    GROUP BY move.from_stage_id, ROUND(move.days * 10)::integer;
"""
# Stays that began to count, or count no more, of opportunities that are live. They are held as they are until the end of
# the transaction: whoever archives one at this moment counts its stays either with this one or after it, never without.
OF_MOVES = """
    INSERT INTO pipeline_tally (grain, stage_id, tenths, n, amount)
    WITH stay AS (
        SELECT opportunity_id, from_stage_id, ROUND(days * 10)::integer AS tenths, SUM(sign) AS sign
        FROM ({changed}) AS changed
        WHERE days IS NOT NULL
        GROUP BY opportunity_id, from_stage_id, ROUND(days * 10)::integer
        HAVING SUM(sign) <> 0
    ),
    live AS (
        SELECT id
        FROM pipeline_opportunity
        WHERE id = ANY (ARRAY(SELECT opportunity_id FROM stay)) AND archived_at IS NULL
        ORDER BY id
        FOR SHARE
    )
    SELECT 'stay', from_stage_id, tenths, SUM(sign), 0
    FROM stay
    JOIN live ON live.id = stay.opportunity_id
    GROUP BY from_stage_id, tenths
    HAVING SUM(sign) <> 0;
"""
WRITTEN = {
    "pipeline_opportunity": OF_OPPORTUNITIES + OF_THEIR_STAYS,
    "pipeline_move": OF_MOVES,
}
EVENTS = {
    "insert": ("NEW TABLE AS come", "SELECT 1 AS sign, * FROM come"),
    "update": (
        "OLD TABLE AS gone NEW TABLE AS come",
        "SELECT 1 AS sign, * FROM come UNION ALL SELECT -1, * FROM gone",
    ),
    "delete": ("OLD TABLE AS gone", "SELECT -1 AS sign, * FROM gone"),
}


def trigger(table: str, event: str) -> str:
    tables, changed = EVENTS[event]
    return f"""
CREATE FUNCTION {table}_tally_{event}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
{WRITTEN[table].format(changed=changed)}
    RETURN NULL;
END $$;
CREATE TRIGGER {table}_tally_{event}
    AFTER {event.upper()} ON {table} REFERENCING {tables}
    FOR EACH STATEMENT EXECUTE FUNCTION {table}_tally_{event}();
"""


# From nothing, for whoever has written without triggers. Nobody writes meanwhile. A live row's stays count with the row.
RECOUNT = f"""
CREATE FUNCTION pipeline_tally_recount() RETURNS bigint LANGUAGE plpgsql AS $$
BEGIN
    LOCK TABLE pipeline_opportunity, pipeline_move IN SHARE ROW EXCLUSIVE MODE;
    DELETE FROM pipeline_tally;
{OF_OPPORTUNITIES.format(changed="SELECT 1 AS sign, * FROM pipeline_opportunity")}
{OF_THEIR_STAYS.format(changed="SELECT 1 AS sign, * FROM pipeline_opportunity")}
    RETURN (SELECT COUNT(*) FROM pipeline_tally);
END $$;
"""
PAIRS = [(table, event) for table in WRITTEN for event in EVENTS]
CREATED = RECOUNT + "".join(trigger(*pair) for pair in PAIRS) + "SELECT pipeline_tally_recount();"
DROPPED = "DROP FUNCTION pipeline_tally_recount;" + "".join(
    f"DROP FUNCTION {table}_tally_{event} CASCADE;" for table, event in PAIRS
)


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0002_squashed'),
        ('pipeline', '0002_one_rule_for_stuck'),
        ('teams', '0001_squashed'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Tally',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('grain', models.CharField(choices=[('day', 'Day'), ('holder', 'Holder'), ('path', 'Path'), ('stay', 'Stay')], max_length=6)),
                ('status', models.CharField(choices=[('open', 'Open'), ('won', 'Won'), ('lost', 'Lost')], max_length=5, null=True)),
                ('expected_close_on', models.DateField(null=True)),
                ('closed_on', models.DateField(null=True)),
                ('left_stages', django.contrib.postgres.fields.ArrayField(base_field=models.SmallIntegerField(), null=True, size=None)),
                ('passed_stages', django.contrib.postgres.fields.ArrayField(base_field=models.SmallIntegerField(), null=True, size=None)),
                ('tenths', models.IntegerField(null=True)),
                ('n', models.BigIntegerField()),
                ('amount', models.DecimalField(decimal_places=8, max_digits=40)),
            ],
            options={
                'verbose_name': 'tally',
            },
        ),
        migrations.AddIndex(
            model_name='opportunity',
            index=models.Index(condition=models.Q(('archived_at__isnull', True), ('status', 'open')), fields=['stage', 'stage_since'], name='opportunity_standing'),
        ),
        migrations.AddField(
            model_name='tally',
            name='owner',
            field=models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='tally',
            name='stage',
            field=models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pipeline.stage'),
        ),
        migrations.AddField(
            model_name='tally',
            name='team',
            field=models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='teams.team'),
        ),
        migrations.AddIndex(
            model_name='tally',
            index=models.Index(fields=['grain'], name='tally_grain'),
        ),
        migrations.AddConstraint(
            model_name='tally',
            constraint=models.CheckConstraint(condition=models.Q(django.db.models.lookups.LessThan(models.F('amount'), django.db.models.functions.comparison.Cast(models.Value('NaN'), models.FloatField()))), name='tally_amount'),
        ),
        migrations.RunSQL(CREATED, DROPPED),
    ]
