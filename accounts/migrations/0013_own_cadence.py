"""An account's own visit cadence goes before its tier's: the triggers that keep the due day ask for it first."""

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

FROM_TIER, FROM_OWN = "cadence.days", "coalesce(own.days, cadence.days)"
JOIN_MOVED = "LEFT JOIN accounts_owncadence AS own ON own.account_id = changed.id"
JOIN_ACCOUNT = "LEFT JOIN accounts_owncadence AS own ON own.account_id = account.id"
DUE = """
CREATE OR REPLACE FUNCTION accounts_due_moved() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE accounts_visitdue AS due
    SET due_on = moved.due_on
    FROM (
        SELECT changed.id, accounts_due_on(
            changed.last_visit_on, changed.created_at, changed.stage, coalesce(changed.archived_at, changed.lost_on),
            {days}, company.timezone
        ) AS due_on
        FROM changed
        JOIN before USING (id)
        LEFT JOIN accounts_cadence AS cadence ON cadence.tier = changed.tier
        {join_moved}
        LEFT JOIN teams_company AS company ON TRUE
        WHERE (before.last_visit_on, before.created_at, before.stage, coalesce(before.archived_at, before.lost_on),
               before.tier)
              IS DISTINCT FROM
              (changed.last_visit_on, changed.created_at, changed.stage,
               coalesce(changed.archived_at, changed.lost_on), changed.tier)
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
        account.last_visit_on, account.created_at, account.stage, coalesce(account.archived_at, account.lost_on),
        {days}, company.timezone
    )
    FROM accounts_account AS account
    LEFT JOIN accounts_cadence AS cadence ON cadence.tier = account.tier
    {join_account}
    LEFT JOIN teams_company AS company ON TRUE
    WHERE account.tier = changed AND account.id = due.account_id;
    RETURN NULL;
END $$;
"""
OWN = """
CREATE FUNCTION accounts_due_own() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE accounts_visitdue AS due
    SET due_on = accounts_due_on(
        account.last_visit_on, account.created_at, account.stage, coalesce(account.archived_at, account.lost_on),
        coalesce(own.days, cadence.days), company.timezone
    )
    FROM accounts_account AS account
    LEFT JOIN accounts_cadence AS cadence ON cadence.tier = account.tier
    LEFT JOIN accounts_owncadence AS own ON own.account_id = account.id
    LEFT JOIN teams_company AS company ON TRUE
    WHERE account.id = due.account_id
      AND account.id IN (CASE WHEN TG_OP <> 'INSERT' THEN OLD.account_id END,
                         CASE WHEN TG_OP <> 'DELETE' THEN NEW.account_id END);
    RETURN NULL;
END $$;
CREATE TRIGGER accounts_due_own AFTER INSERT OR DELETE OR UPDATE OF account_id, days ON accounts_owncadence
    FOR EACH ROW EXECUTE FUNCTION accounts_due_own();
"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0012_search")]

    operations = [
        migrations.CreateModel(
            name="OwnCadence",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                ("created_at", models.DateTimeField(
                    default=django.utils.timezone.now, editable=False, verbose_name="created")),
                ("updated_at", models.DateTimeField(
                    default=django.utils.timezone.now, editable=False, verbose_name="changed")),
                ("days", models.PositiveSmallIntegerField(
                    blank=True, null=True, verbose_name="days between visits")),
                ("reason", models.CharField(max_length=300, verbose_name="reason")),
                ("account", models.OneToOneField(
                    on_delete=django.db.models.deletion.CASCADE, related_name="own_cadence", to="accounts.account",
                    verbose_name="account")),
            ],
            options={
                "verbose_name": "own visit cadence",
                "verbose_name_plural": "own visit cadences",
                "ordering": ["-id"],
                "constraints": [models.CheckConstraint(
                    condition=models.Q(("days__isnull", True), ("days__range", (1, 3650)), _connector="OR"),
                    name="own_cadence_days")],
            },
        ),
        migrations.RunSQL(
            DUE.format(days=FROM_OWN, join_moved=JOIN_MOVED, join_account=JOIN_ACCOUNT),
            DUE.format(days=FROM_TIER, join_moved="", join_account=""),
        ),
        migrations.RunSQL(OWN, "DROP FUNCTION accounts_due_own CASCADE"),
    ]  # fmt: skip
