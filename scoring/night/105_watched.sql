-- Grain: one row per account whose alerts may be others than in the night of %(kept_until)s: something happened to it
-- (night_touched, night_news), or a day has come since on which a cause begins by itself or a quiet ends.
-- Reads: scoring_rhythm, accounts_account (account_last_visit), accounts_visit (visit_time), scoring_alert
-- (alert_quiet), the rules. Writes: night_watched (temporary). All other alerts stand as they are.
DROP TABLE IF EXISTS night_watched;
CREATE TEMP TABLE night_watched ON COMMIT DROP AS
SELECT account_id FROM night_touched
UNION
SELECT account_id FROM night_news
UNION
SELECT account_id
FROM scoring_rhythm
JOIN scoring_alertrule ON cause = 'overdue' AND is_enabled
WHERE %(date)s::date - last_order > threshold * usual_days  -- holds for fewer than the next line
  AND orders >= min_orders
  AND %(kept_until)s::date - last_order <= threshold * usual_days
UNION
SELECT account.id
FROM accounts_cadence AS cadence
JOIN scoring_alertrule ON cause = 'cadence' AND is_enabled
CROSS JOIN LATERAL (
    SELECT id, tier
    FROM accounts_account
    WHERE coalesce(last_visit_on, '0001-01-01'::date)
          BETWEEN %(kept_until)s::date - floor(threshold * days)::integer
              AND %(date)s::date - floor(threshold * days)::integer - 1
    OFFSET 0  -- by day first: a join by tier would read every account
) AS account
WHERE account.tier = cadence.tier
UNION
SELECT account.id
FROM accounts_cadence AS cadence
JOIN scoring_alertrule ON cause = 'cadence' AND is_enabled
JOIN accounts_account AS account
    ON coalesce(last_visit_on, '0001-01-01'::date) = '0001-01-01' AND account.tier = cadence.tier
    AND (account.created_at AT TIME ZONE %(zone)s)::date
        BETWEEN %(kept_until)s::date - floor(threshold * days)::integer
            AND %(date)s::date - floor(threshold * days)::integer - 1
UNION
SELECT account.id
FROM scoring_alertrule
JOIN accounts_account AS account
    ON coalesce(last_visit_on, '0001-01-01'::date)
        BETWEEN %(kept_until)s::date - ceil(threshold)::integer + 1 AND %(date)s::date - ceil(threshold)::integer
WHERE cause = 'no_next_step' AND is_enabled
  AND next_step_on IS NULL AND (cardinality(tiers) = 0 OR tier = ANY (tiers))  -- who loses step or tier later, is touched then
UNION
SELECT account_id
FROM accounts_visit
WHERE state = 'planned' AND starts_at >= %(kept_until)s::date::timestamp AT TIME ZONE %(zone)s
  AND starts_at < %(date)s::date::timestamp AT TIME ZONE %(zone)s
UNION
SELECT account_id
FROM scoring_alert AS alert
JOIN scoring_alertrule AS rule ON rule.cause = alert.cause
WHERE over_on IS NULL AND state IN ('resolved', 'false_alarm')
  AND (closed_at AT TIME ZONE %(zone)s)::date + quiet_days < %(date)s;
ANALYZE night_watched
