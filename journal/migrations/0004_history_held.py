from django.db import migrations

# The functions of the triggers work with the owner's rights now: in whose session the write was said is told beside
# whom it names, unless that is the owner himself. Nobody's search path leads to another table.
TOLD = """
CREATE OR REPLACE FUNCTION history_told(
    OUT at timestamptz, OUT actor_id bigint, OUT key_id bigint, OUT bundle text, OUT via text, OUT role text
) LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    parts text[] := string_to_array(current_setting('kam.told', TRUE), '|');
BEGIN
    at := clock_timestamp();
    IF cardinality(parts) = 4 THEN
        actor_id := NULLIF(parts[1], '');
        key_id := NULLIF(parts[2], '');
        bundle := parts[3];
        via := parts[4];
        role := CASE WHEN session_user = current_user THEN '' ELSE session_user END;
    ELSE
        bundle := 'x' || pg_current_xact_id();
        via := '';
        role := session_user;
    END IF;
END $$;
REVOKE ALL ON FUNCTION history_told() FROM PUBLIC;
REVOKE ALL ON FUNCTION history_filled(jsonb, boolean) FROM PUBLIC;
REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON journal_change FROM PUBLIC;
"""
# What was written down is not emptied either; a flush of everything says that it means it.
EMPTIED = """
CREATE OR REPLACE FUNCTION history_is_fixed() RETURNS trigger LANGUAGE plpgsql
    SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF TG_OP IN ('DELETE', 'TRUNCATE') AND current_setting('kam.forgetting', TRUE) = 'on' THEN
        RETURN NULL;
    END IF;
    RAISE EXCEPTION 'what the history of changes says is neither changed nor removed';
END $$;
CREATE TRIGGER history_is_not_emptied BEFORE TRUNCATE ON journal_change
    FOR EACH STATEMENT EXECUTE FUNCTION history_is_fixed();
"""
UNDONE = "DROP TRIGGER history_is_not_emptied ON journal_change;"
# The notes of performance reviews stay in their row alone (pipeline/tracking.py): what had been copied goes.
NOTES = """
ALTER TABLE journal_change DISABLE TRIGGER history_is_fixed;
UPDATE journal_change SET changes = changes - '{results,funnel,activity,gaps,figures}'::text[]
WHERE kind = 'pipeline.performancereview' AND changes ?| '{results,funnel,activity,gaps,figures}'::text[];
ALTER TABLE journal_change ENABLE TRIGGER history_is_fixed;
"""


class Migration(migrations.Migration):
    dependencies = [("journal", "0003_changes")]

    operations = [
        migrations.RunSQL(TOLD + EMPTIED, UNDONE),
        migrations.RunSQL(NOTES, migrations.RunSQL.noop),
    ]
