from django.db import migrations

# Statement triggers: once a statement, however many rows it has. For accounts only what makes them count or not; a
# night that publishes tiers wakes none of them.
TRIGGERS = """
CREATE FUNCTION scoring_touch() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO scoring_touched (account_id) SELECT DISTINCT account_id FROM changed;
    RETURN NULL;
END $$;
CREATE FUNCTION scoring_touch_both() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO scoring_touched (account_id)
    SELECT account_id FROM before UNION SELECT account_id FROM changed;
    RETURN NULL;
END $$;
CREATE FUNCTION scoring_touch_accounts() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO scoring_touched (account_id) SELECT id FROM changed;
    RETURN NULL;
END $$;
CREATE FUNCTION scoring_touch_account() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO scoring_touched (account_id) VALUES (NEW.id);
    RETURN NULL;
END $$;
CREATE TRIGGER scoring_touch_made AFTER INSERT ON scoring_ledgerentry
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION scoring_touch();
CREATE TRIGGER scoring_touch_gone AFTER DELETE ON scoring_ledgerentry
    REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION scoring_touch();
CREATE TRIGGER scoring_touch_edited AFTER UPDATE ON scoring_ledgerentry
    REFERENCING OLD TABLE AS before NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION scoring_touch_both();
CREATE TRIGGER scoring_touch_made AFTER INSERT ON accounts_visit
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION scoring_touch();
CREATE TRIGGER scoring_touch_gone AFTER DELETE ON accounts_visit
    REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION scoring_touch();
CREATE TRIGGER scoring_touch_edited AFTER UPDATE ON accounts_visit
    REFERENCING OLD TABLE AS before NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION scoring_touch_both();
CREATE TRIGGER scoring_touch_made AFTER INSERT ON accounts_account
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION scoring_touch_accounts();
CREATE TRIGGER scoring_touch_gone AFTER DELETE ON accounts_account
    REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION scoring_touch_accounts();
CREATE TRIGGER scoring_touch_archived AFTER UPDATE OF archived_at ON accounts_account
    FOR EACH ROW WHEN (OLD.archived_at IS DISTINCT FROM NEW.archived_at) EXECUTE FUNCTION scoring_touch_account();
"""
NO_TRIGGERS = """
DROP FUNCTION scoring_touch CASCADE;
DROP FUNCTION scoring_touch_both CASCADE;
DROP FUNCTION scoring_touch_accounts CASCADE;
DROP FUNCTION scoring_touch_account CASCADE;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0004_owner_since_and_versioned_cadence'),
        ('scoring', '0007_what_the_night_keeps'),
    ]

    operations = [
        migrations.RunSQL(TRIGGERS, NO_TRIGGERS),
        # Each night updates some of its rows: with room on their pages that touches no index.
        migrations.RunSQL(
            'ALTER TABLE scoring_standing SET (fillfactor = 70)', 'ALTER TABLE scoring_standing RESET (fillfactor)'
        ),
    ]
