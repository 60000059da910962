-- Grain: one row per account and cause whose alert is to be opened, followed or closed. Reads: night_cause, scoring_alert
-- (one_current_alert_per_cause), scoring_alertrule. Writes: night_alert (temporary).
-- An open alert whose cause is gone is resolved. A closed one keeps its cause silent until the cause is gone or quiet_days
-- after the closing. An open one follows facts and owner. Most causes of a night are those of the night
-- before: only accounts in night_watched are looked at, where there is one.
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
      AND account_id IN (SELECT account_id FROM night_watched)  -- only watched
),
doubtful AS (
    SELECT current.id AS alert_id, found.*, is_closed, current.facts AS known_facts, current.owner_id AS known_owner_id,
           current.id IS NOT NULL AND (found.account_id IS NULL OR (is_closed AND is_quiet_over)) AS is_over
    FROM night_cause AS found
    FULL JOIN current ON current.account_id = found.account_id AND current.cause = found.cause
    WHERE current.id IS NULL OR found.account_id IS NULL OR (is_closed AND is_quiet_over)
       OR current.owner_id <> found.owner_id
       OR NOT is_closed
),
told AS (
    SELECT alert_id, account_id, cause, owner_id, due_days, is_over, is_closed, known_facts, known_owner_id,
           coalesce(facts, CASE cause
               WHEN 'overdue' THEN jsonb_build_object(
                   'last_order', one_day, 'usual_days', trim_scale(amount), 'orders', number)
               WHEN 'falling_profit' THEN jsonb_build_object(
                   'recent', round(amount, 2)::text, 'earlier', round(other_amount, 2)::text)
               WHEN 'cadence' THEN jsonb_build_object('last_visit', one_day, 'since', other_day, 'days', number)
               WHEN 'no_next_step' THEN jsonb_build_object('last_visit', one_day)
           END) AS facts
    FROM doubtful
)
SELECT alert_id, account_id, cause, owner_id, due_days, facts, is_over
FROM told
WHERE alert_id IS NULL OR is_over OR (NOT is_closed AND (known_owner_id <> owner_id OR known_facts <> facts));
ANALYZE night_alert
