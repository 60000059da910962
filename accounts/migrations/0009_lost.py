"""Since when an account is lost. Nobody waits to be visited there: lost counts for the due day as archived does."""

from django.db import migrations, models

MOVED = """
CREATE OR REPLACE FUNCTION accounts_due_moved() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE accounts_visitdue AS due
    SET due_on = moved.due_on
    FROM (
        SELECT changed.id, accounts_due_on(
            changed.last_visit_on, changed.created_at, changed.stage, {changed}, cadence.days, company.timezone
        ) AS due_on
        FROM changed
        JOIN before USING (id)
        LEFT JOIN accounts_cadence AS cadence ON cadence.tier = changed.tier
        LEFT JOIN teams_company AS company ON TRUE
        WHERE (before.last_visit_on, before.created_at, before.stage, {before}, before.tier)
              IS DISTINCT FROM
              (changed.last_visit_on, changed.created_at, changed.stage, {changed}, changed.tier)
    ) AS moved
    WHERE due.account_id = moved.id AND due.due_on <> moved.due_on;
    RETURN NULL;
END $$;
CREATE OR REPLACE FUNCTION accounts_due_cadence() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    changed text := CASE TG_OP WHEN 'DELETE' THEN OLD.tier ELSE NEW.tier END;
BEGIN
    UPDATE accounts_visitdue AS due
    SET due_on = accounts_due_on(
        account.last_visit_on, account.created_at, account.stage, {account}, cadence.days, company.timezone
    )
    FROM accounts_account AS account
    LEFT JOIN accounts_cadence AS cadence ON cadence.tier = account.tier
    LEFT JOIN teams_company AS company ON TRUE
    WHERE account.tier = changed AND account.id = due.account_id;
    RETURN NULL;
END $$;
"""


def _moved(away: str) -> str:
    rows = ("before", "changed", "account")
    return MOVED.format(**{row: away.format(row=row) for row in rows})


class Migration(migrations.Migration):
    dependencies = [("accounts", "0008_completeness")]

    operations = [
        migrations.AddField("account", "lost_on", models.DateField(editable=False, null=True, verbose_name="lost on")),
        migrations.RunSQL(_moved("coalesce({row}.archived_at, {row}.lost_on)"), _moved("{row}.archived_at")),
    ]
