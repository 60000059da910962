-- Grain: one row an account. Reads: accounts_account, accounts_cadence, accounts_owncadence, teams_company. Writes: accounts_visitdue where
-- it differs. The triggers that a migration made keep it row by row; this makes all of it anew, after a load without them.
INSERT INTO accounts_visitdue (account_id, due_on)
SELECT
    account.id,
    accounts_due_on(
        account.last_visit_on, account.created_at, account.stage, coalesce(account.archived_at, account.lost_on),
        coalesce(own.days, cadence.days), company.timezone
    )
FROM accounts_account AS account
LEFT JOIN accounts_cadence AS cadence ON cadence.tier = account.tier
LEFT JOIN accounts_owncadence AS own ON own.account_id = account.id
LEFT JOIN teams_company AS company ON TRUE
ON CONFLICT (account_id) DO UPDATE SET due_on = excluded.due_on
WHERE accounts_visitdue.due_on <> excluded.due_on
