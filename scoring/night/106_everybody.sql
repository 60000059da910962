-- In place of 105_watched where all alerts are looked at, or with %(account)s those of one account.
-- Reads: accounts_account. Writes: night_alive, a view of the accounts that can be warned of.
CREATE TEMP VIEW night_alive AS
SELECT id, owner_id, tier, stage, last_visit_on, next_step_on, created_at
FROM accounts_account
WHERE archived_at IS NULL AND lost_on IS NULL AND (%(account)s::bigint IS NULL OR id = %(account)s)
