"""What is due follows a statement at a time: a night that moves the tiers of all accounts wakes one trigger, not a million."""

from django.db import migrations, models

# The row trigger took a third of such a night. A trigger with transition tables may not name columns, so that every
# UPDATE of accounts wakes this one; what it follows from differs in few.
BY_STATEMENT = """
DROP TRIGGER accounts_due_moved ON accounts_account;
CREATE OR REPLACE FUNCTION accounts_due_moved() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE accounts_visitdue AS due
    SET due_on = moved.due_on
    FROM (
        SELECT changed.id, accounts_due_on(
            changed.last_visit_on, changed.created_at, changed.stage, changed.archived_at, cadence.days, company.timezone
        ) AS due_on
        FROM changed
        JOIN before USING (id)
        LEFT JOIN accounts_cadence AS cadence ON cadence.tier = changed.tier
        LEFT JOIN teams_company AS company ON TRUE
        WHERE (before.last_visit_on, before.created_at, before.stage, before.archived_at, before.tier)
              IS DISTINCT FROM
              (changed.last_visit_on, changed.created_at, changed.stage, changed.archived_at, changed.tier)
    ) AS moved
    WHERE due.account_id = moved.id AND due.due_on <> moved.due_on;
    RETURN NULL;
END $$;
CREATE TRIGGER accounts_due_moved AFTER UPDATE ON accounts_account
    REFERENCING OLD TABLE AS before NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION accounts_due_moved();
"""
BY_ROW = """
DROP TRIGGER accounts_due_moved ON accounts_account;
CREATE OR REPLACE FUNCTION accounts_due_moved() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE accounts_visitdue
    SET due_on = accounts_due_on(
        NEW.last_visit_on, NEW.created_at, NEW.stage, NEW.archived_at,
        (SELECT days FROM accounts_cadence WHERE tier = NEW.tier), (SELECT timezone FROM teams_company)
    )
    WHERE account_id = NEW.id;
    RETURN NULL;
END $$;
CREATE TRIGGER accounts_due_moved
    AFTER UPDATE OF last_visit_on, created_at, stage, archived_at, tier ON accounts_account
    FOR EACH ROW WHEN (
        (OLD.last_visit_on, OLD.created_at, OLD.stage, OLD.archived_at, OLD.tier)
        IS DISTINCT FROM (NEW.last_visit_on, NEW.created_at, NEW.stage, NEW.archived_at, NEW.tier)
    ) EXECUTE FUNCTION accounts_due_moved();
"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0003_visit_search")]

    operations = [
        migrations.RunSQL(BY_STATEMENT, BY_ROW),
        # Room for a second version of every row on its page: with 70 the night that publishes all tiers found room for
        # one row in three, and each of the others wrote twelve indexes, two of them for searching (0.12 ms a row).
        migrations.RunSQL(
            "ALTER TABLE accounts_account SET (fillfactor = 50)", "ALTER TABLE accounts_account SET (fillfactor = 70)"
        ),
        # What visits cost, account by account, without a look at the visits themselves.
        migrations.RemoveIndex("visit", "visit_account_time"),
        migrations.AddIndex(
            "visit",
            models.Index(
                fields=["account", "-starts_at"], include=["state", "by", "minutes", "expenses_base"],
                name="visit_account_time",
            ),
        ),
    ]  # fmt: skip
