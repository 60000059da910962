from pathlib import Path

import django.db.models.deletion
from django.db import migrations, models

import accounts.models.visit_due

ALL = (Path(__file__).parent.parent / 'sql' / 'recount_due.sql').read_text(encoding='utf-8')

# What is due, said once. Inlined where it is called: LANGUAGE sql, one SELECT, nothing volatile.
DUE_ON = """
CREATE FUNCTION accounts_due_on(
    last_visit_on date, created_at timestamptz, stage text, archived_at timestamptz, days integer, zone text
) RETURNS date LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT CASE
        WHEN archived_at IS NULL AND stage <> 'filtered' AND days IS NOT NULL
        THEN COALESCE(last_visit_on, (created_at AT TIME ZONE COALESCE(zone, 'UTC'))::date) + days
        ELSE '9999-12-31'
    END
$$
"""

# New accounts once a statement; a changed one once a row, and only where something changed that it follows from: a night
# that publishes risks wakes none of them.
TRIGGERS = """
CREATE FUNCTION accounts_due_made() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO accounts_visitdue (account_id, due_on)
    SELECT made.id, accounts_due_on(
        made.last_visit_on, made.created_at, made.stage, made.archived_at, cadence.days, company.timezone
    )
    FROM made
    LEFT JOIN accounts_cadence AS cadence ON cadence.tier = made.tier
    LEFT JOIN teams_company AS company ON TRUE;
    RETURN NULL;
END $$;
CREATE FUNCTION accounts_due_moved() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE accounts_visitdue
    SET due_on = accounts_due_on(
        NEW.last_visit_on, NEW.created_at, NEW.stage, NEW.archived_at,
        (SELECT days FROM accounts_cadence WHERE tier = NEW.tier), (SELECT timezone FROM teams_company)
    )
    WHERE account_id = NEW.id;
    RETURN NULL;
END $$;
CREATE FUNCTION accounts_due_cadence() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    changed text := CASE TG_OP WHEN 'DELETE' THEN OLD.tier ELSE NEW.tier END;
BEGIN
    UPDATE accounts_visitdue AS due
    SET due_on = accounts_due_on(
        account.last_visit_on, account.created_at, account.stage, account.archived_at, cadence.days, company.timezone
    )
    FROM accounts_account AS account
    LEFT JOIN accounts_cadence AS cadence ON cadence.tier = account.tier
    LEFT JOIN teams_company AS company ON TRUE
    WHERE account.tier = changed AND account.id = due.account_id;
    RETURN NULL;
END $$;
CREATE TRIGGER accounts_due_made AFTER INSERT ON accounts_account
    REFERENCING NEW TABLE AS made FOR EACH STATEMENT EXECUTE FUNCTION accounts_due_made();
CREATE TRIGGER accounts_due_moved
    AFTER UPDATE OF last_visit_on, created_at, stage, archived_at, tier ON accounts_account
    FOR EACH ROW WHEN (
        (OLD.last_visit_on, OLD.created_at, OLD.stage, OLD.archived_at, OLD.tier)
        IS DISTINCT FROM (NEW.last_visit_on, NEW.created_at, NEW.stage, NEW.archived_at, NEW.tier)
    ) EXECUTE FUNCTION accounts_due_moved();
CREATE TRIGGER accounts_due_cadence AFTER INSERT OR DELETE OR UPDATE OF days ON accounts_cadence
    FOR EACH ROW EXECUTE FUNCTION accounts_due_cadence();
"""
NO_TRIGGERS = """
DROP FUNCTION accounts_due_made CASCADE;
DROP FUNCTION accounts_due_moved CASCADE;
DROP FUNCTION accounts_due_cadence CASCADE;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0007_tier_stands_in_no_index'),
        ('teams', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='VisitDue',
            fields=[
                ('account', models.OneToOneField(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='visit_due', serialize=False, to='accounts.account')),
                ('due_on', models.DateField(default=accounts.models.visit_due.NEVER)),
            ],
        ),
        migrations.RunSQL(DUE_ON, 'DROP FUNCTION accounts_due_on'),
        migrations.RunSQL(ALL, migrations.RunSQL.noop),
        migrations.RunSQL(TRIGGERS, NO_TRIGGERS),
        migrations.AddIndex(
            model_name='visitdue',
            index=models.Index(fields=['due_on', 'account'], name='visit_due_day'),
        ),
        migrations.AddIndex(
            model_name='account',
            index=models.Index(condition=models.Q(('archived_at__isnull', True), ('next_step_on__isnull', True)), fields=['sort_key', 'id'], name='account_no_step'),
        ),
    ]
