-- Grain: one row an account that has none. Reads: accounts_account. Writes: accounts_completeness, to be judged.
-- A trigger that a migration made does so with each new account; this does it after a load without triggers.
INSERT INTO accounts_completeness (account_id, score, missing, stale)
SELECT id, 0, '{}', '{}'
FROM accounts_account
ON CONFLICT (account_id) DO NOTHING
