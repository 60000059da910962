-- Grain: one row per account whose sums may differ from those kept. Reads: scoring_touched (emptied); scoring_ledgerentry,
-- accounts_visit and care_complaint by the days that came into or left a window since (ledger_day, visit_time, complaint_received). Writes: night_touched
-- and scoring_rhythm: where order days may differ, the rhythm is forgotten.
WITH queued AS (
    DELETE FROM scoring_touched
    WHERE TRUE
      AND account_id BETWEEN %(first)s AND %(last)s  -- only shard
    RETURNING account_id
),
found AS (
    SELECT account_id, TRUE AS has_orders
    FROM queued
    UNION ALL
    SELECT account_id, TRUE
    FROM scoring_ledgerentry
    WHERE date > %(kept_until)s AND date <= %(date)s
    UNION ALL
    SELECT account_id, FALSE
    FROM scoring_ledgerentry
    WHERE date > %(kept_middle)s AND date <= %(middle)s
    UNION ALL
    SELECT account_id, FALSE
    FROM scoring_ledgerentry
    WHERE date > %(kept_half)s AND date <= %(half_before)s
    UNION ALL
    SELECT account_id, FALSE
    FROM scoring_ledgerentry
    WHERE date > %(kept_after)s AND date <= %(after)s AND %(kept_after)s::date <> %(kept_half)s::date
    UNION ALL
    SELECT account_id, FALSE
    FROM care_complaint
    WHERE received_at >= (%(kept_until)s::date + 1)::timestamp AT TIME ZONE %(zone)s
      AND received_at < (%(date)s::date + 1)::timestamp AT TIME ZONE %(zone)s
    UNION ALL
    SELECT account_id, FALSE
    FROM care_complaint
    WHERE received_at >= (%(kept_after)s::date + 1)::timestamp AT TIME ZONE %(zone)s
      AND received_at < (%(after)s::date + 1)::timestamp AT TIME ZONE %(zone)s
    UNION ALL
    SELECT account_id, FALSE
    FROM accounts_visit
    WHERE starts_at >= (%(kept_until)s::date + 1)::timestamp AT TIME ZONE %(zone)s
      AND starts_at < (%(date)s::date + 1)::timestamp AT TIME ZONE %(zone)s
    UNION ALL
    SELECT account_id, FALSE
    FROM accounts_visit
    WHERE starts_at >= (%(kept_after)s::date + 1)::timestamp AT TIME ZONE %(zone)s
      AND starts_at < (%(after)s::date + 1)::timestamp AT TIME ZONE %(zone)s
)
INSERT INTO night_touched
SELECT account_id, bool_or(has_orders)
FROM found
WHERE TRUE
  AND account_id BETWEEN %(first)s AND %(last)s  -- only shard
GROUP BY account_id
ORDER BY account_id;
ANALYZE night_touched;
DELETE FROM scoring_rhythm AS rhythm
USING night_touched
WHERE night_touched.account_id = rhythm.account_id AND has_orders
