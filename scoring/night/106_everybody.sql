-- In place of 105_watched where all alerts are looked at, or with %(account)s those of one account.
-- Reads: accounts_account, night_published. Writes: night_alive, a view of the accounts that can be warned of.
CREATE TEMP VIEW night_alive AS
SELECT id, owner_id, tier, stage, last_visit_on, next_step_on, created_at  -- only published
SELECT id, owner_id, coalesce(published.tier, account.tier) AS tier, stage, last_visit_on, next_step_on, created_at  -- only unpublished
FROM accounts_account AS account
LEFT JOIN night_published AS published ON published.account_id = id  -- only unpublished
WHERE archived_at IS NULL AND lost_on IS NULL AND (%(account)s::bigint IS NULL OR id = %(account)s)
