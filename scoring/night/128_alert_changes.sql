-- Grain: one row per account and cause whose alert is to be opened, followed or closed. Reads: night_cause, scoring_alert
-- (one_current_alert_per_cause), scoring_alertrule. Writes: night_alert (temporary).
-- An open alert whose cause is gone is resolved. A closed one keeps its cause silent until the cause is gone or quiet_days
-- after the closing. An open one follows facts and owner. Most causes of a night are those of the night
-- before: only accounts and causes in night_watched are looked at, where there is one (asked by account first: so their
-- alerts are looked up, where by account and cause all that are open would be read).
-- Alerts that are to be written are locked in the order of their ids, as who acknowledges many at once locks them.
DROP TABLE IF EXISTS night_alert;
CREATE TEMP TABLE night_alert ON COMMIT DROP AS
WITH current AS (
    SELECT id, account_id, cause, owner_id, facts, state IN ('resolved', 'false_alarm') AS is_closed,
           state IN ('resolved', 'false_alarm') AND (closed_at AT TIME ZONE %(zone)s)::date + (
               SELECT quiet_days FROM scoring_alertrule AS rule WHERE rule.cause = alert.cause) < %(date)s AS is_quiet_over
    FROM scoring_alert AS alert
    WHERE over_on IS NULL AND cause = ANY (%(causes)s)
      AND (%(account)s::bigint IS NULL OR account_id = %(account)s)
      AND account_id IN (SELECT account_id FROM night_watched)  -- only watched
      AND EXISTS (  -- only watched
          SELECT FROM night_watched AS watched  -- only watched
          WHERE watched.account_id = alert.account_id AND coalesce(watched.cause, alert.cause) = alert.cause)  -- only watched
),
doubtful AS (
    SELECT current.id AS alert_id, found.*, is_closed, current.facts AS known_facts, current.owner_id AS known_owner_id,
           current.id IS NOT NULL AND (found.account_id IS NULL OR is_quiet_over) AS is_over
    FROM night_cause AS found
    FULL JOIN current ON current.account_id = found.account_id AND current.cause = found.cause
    WHERE current.id IS NULL OR found.account_id IS NULL OR is_quiet_over
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
ANALYZE night_alert;
WITH held AS MATERIALIZED (
    SELECT alert.id
    FROM scoring_alert AS alert
    WHERE alert.id IN (SELECT alert_id FROM night_alert)
    ORDER BY alert.id
    FOR NO KEY UPDATE OF alert
)
SELECT count(*) FROM held
