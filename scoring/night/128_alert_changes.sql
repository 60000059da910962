-- Grain: one row per account and cause whose alert is to be opened, followed or closed. Reads: night_cause, scoring_alert
-- (one_current_alert_per_cause), scoring_alertrule. Writes: night_alert (temporary).
-- An open alert whose cause is gone is resolved. A closed one keeps its cause silent until the cause is gone or quiet_days
-- after the closing. An open one follows facts and owner.
DROP TABLE IF EXISTS night_alert;
CREATE TEMP TABLE night_alert ON COMMIT DROP AS
WITH current AS (
    SELECT alert.id, account_id, alert.cause, state, owner_id, facts,
           state IN ('resolved', 'false_alarm') AS is_closed,
           (closed_at AT TIME ZONE %(zone)s)::date + quiet_days < %(date)s AS is_quiet_over
    FROM scoring_alert AS alert
    JOIN scoring_alertrule AS rule ON rule.cause = alert.cause
    WHERE over_on IS NULL AND alert.cause = ANY (%(causes)s)
      AND (%(account)s::bigint IS NULL OR account_id = %(account)s)
)
SELECT current.id AS alert_id, found.account_id, found.cause, found.owner_id, found.due_days, found.facts,
       current.id IS NOT NULL AND (found.account_id IS NULL OR (is_closed AND is_quiet_over)) AS is_over
FROM night_cause AS found
FULL JOIN current ON current.account_id = found.account_id AND current.cause = found.cause
WHERE current.id IS NULL OR found.account_id IS NULL OR (is_closed AND is_quiet_over)
   OR (NOT is_closed AND (current.owner_id <> found.owner_id OR current.facts <> found.facts));
ANALYZE night_alert
