-- Grain: current alerts whose cause is gone, and closed ones whose quiet has passed.
-- Reads: night_cause, scoring_alertrule. Writes: scoring_alert (one_current_alert_per_cause).
-- An open alert whose cause is gone is resolved. A closed one keeps its cause silent until the cause is gone or
-- quiet_days after the closing; from over_on on the cause may alert again.
UPDATE scoring_alert AS alert
SET over_on = %(date)s,
    state = CASE WHEN state IN ('resolved', 'false_alarm') THEN state ELSE 'resolved' END,
    closed_at = coalesce(closed_at, now()),
    version = alert.version + 1,
    updated_at = now()
FROM scoring_alertrule AS rule
WHERE rule.cause = alert.cause
  AND alert.cause = ANY (%(causes)s)
  AND over_on IS NULL
  AND (%(account)s::bigint IS NULL OR alert.account_id = %(account)s)
  AND (NOT EXISTS (
           SELECT FROM night_cause WHERE night_cause.account_id = alert.account_id AND night_cause.cause = alert.cause
       )
       OR (state IN ('resolved', 'false_alarm')
           AND (closed_at AT TIME ZONE %(zone)s)::date + quiet_days < %(date)s))
