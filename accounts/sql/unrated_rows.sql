-- Grain: one row an account that has none. Reads: accounts_account. Writes: accounts_publishedprofit, unrated.
-- A trigger that a migration made does so with each new account; this does it after a load without triggers.
INSERT INTO accounts_publishedprofit (account_id)
SELECT id
FROM accounts_account
ON CONFLICT (account_id) DO NOTHING
