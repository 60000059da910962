from django.db import migrations, models

# Beside what moves sums (0008): what moves alerts. Opportunities by statement, and only where an answer could differ;
# of accounts only the columns that alerts follow.
TRIGGERS = """
CREATE FUNCTION scoring_touch_some() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO scoring_touched (account_id) SELECT DISTINCT account_id FROM changed WHERE account_id IS NOT NULL;
    RETURN NULL;
END $$;
CREATE FUNCTION scoring_touch_agreed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO scoring_touched (account_id)
    SELECT DISTINCT touched.account_id
    FROM before
    JOIN changed USING (id)
    CROSS JOIN LATERAL (VALUES (before.account_id), (changed.account_id)) AS touched (account_id)
    WHERE (before.account_id, before.status, before.archived_at IS NULL, before.next_step_on IS NULL)
          IS DISTINCT FROM (changed.account_id, changed.status, changed.archived_at IS NULL, changed.next_step_on IS NULL)
      AND touched.account_id IS NOT NULL;
    RETURN NULL;
END $$;
CREATE TRIGGER scoring_touch_made AFTER INSERT ON pipeline_opportunity
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION scoring_touch_some();
CREATE TRIGGER scoring_touch_gone AFTER DELETE ON pipeline_opportunity
    REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION scoring_touch_some();
CREATE TRIGGER scoring_touch_edited AFTER UPDATE ON pipeline_opportunity
    REFERENCING OLD TABLE AS before NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION scoring_touch_agreed();
CREATE TRIGGER scoring_touch_followed AFTER UPDATE OF owner_id, stage, last_visit_on, next_step_on ON accounts_account
    FOR EACH ROW WHEN (
        (OLD.owner_id, OLD.stage, OLD.last_visit_on, OLD.next_step_on)
        IS DISTINCT FROM (NEW.owner_id, NEW.stage, NEW.last_visit_on, NEW.next_step_on)
    ) EXECUTE FUNCTION scoring_touch_account();
"""
NO_TRIGGERS = """
DROP TRIGGER scoring_touch_followed ON accounts_account;
DROP FUNCTION scoring_touch_some CASCADE;
DROP FUNCTION scoring_touch_agreed CASCADE;
"""
KEPT = ("scoring_standing", "scoring_rhythm", "scoring_touched", "scoring_basis")


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0004_owner_since_and_versioned_cadence"),
        ("pipeline", "0006_stays"),
        ("scoring", "0015_retained"),
    ]

    operations = [
        migrations.RunSQL(TRIGGERS, NO_TRIGGERS),
        # What can be made anew needs no journal: after a crash of the server all four are empty together, and the next
        # night begins from nothing.
        migrations.RunSQL(
            [f"ALTER TABLE {table} SET UNLOGGED" for table in KEPT],
            [f"ALTER TABLE {table} SET LOGGED" for table in KEPT],
        ),
        migrations.AddIndex(
            model_name="alert",
            index=models.Index(
                condition=models.Q(("over_on__isnull", True), ("state__in", ["resolved", "false_alarm"])),
                fields=["cause", "closed_at"],
                name="alert_quiet",
            ),
        ),
    ]
