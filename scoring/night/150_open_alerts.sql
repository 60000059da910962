-- Grain: one new alert per account and cause that has no current one. Reads: night_alert.
-- Writes: scoring_alert (one_current_alert_per_cause settles two writers).
INSERT INTO scoring_alert (
    account_id, cause, state, owner_id, due_on, opened_on, facts, note, version, created_at, updated_at
)
SELECT account_id, cause, 'new', owner_id, %(date)s::date + due_days, %(date)s, facts, '', 1, now(), now()
FROM night_alert
WHERE account_id IS NOT NULL AND (alert_id IS NULL OR is_over)
ORDER BY account_id, cause
ON CONFLICT (account_id, cause) WHERE over_on IS NULL DO NOTHING
