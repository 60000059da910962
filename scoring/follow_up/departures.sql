-- Grain: one row per account that stopped buying in the year up to the business date: its last order is older than the
-- horizon, and was not yet a year before. Reads: scoring_ledgerentry (index-only over ledger_window), scoring_alert
-- (alert_account). Writes: scoring_departure, where something differs. Its causes: those of which an alert was open at
-- some time between the last order and the day on which the horizon was over.
WITH gone AS (
    SELECT account_id, max(date) AS last_order
    FROM scoring_ledgerentry
    WHERE date <= %(date)s AND revenue_base > 0
    GROUP BY account_id
    HAVING max(date) <= %(date)s::date - %(horizon)s AND max(date) > %(date)s::date - %(horizon)s - %(year)s
),
warned AS (
    SELECT gone.account_id, last_order, last_order + %(horizon)s AS left_on, coalesce(causes, '{}') AS causes
    FROM gone
    CROSS JOIN LATERAL (
        SELECT array_agg(DISTINCT cause ORDER BY cause) AS causes
        FROM scoring_alert AS alert
        WHERE alert.account_id = gone.account_id AND opened_on <= last_order + %(horizon)s
          AND (closed_at IS NULL OR (closed_at AT TIME ZONE %(zone)s)::date >= last_order)
    ) AS alerts
),
returned AS (
    DELETE FROM scoring_departure
    WHERE NOT EXISTS (SELECT FROM warned WHERE warned.account_id = scoring_departure.account_id)
)
INSERT INTO scoring_departure AS known (account_id, last_order, left_on, causes)
SELECT account_id, last_order, left_on, causes
FROM warned
ORDER BY account_id
ON CONFLICT (account_id) DO UPDATE
SET last_order = excluded.last_order, left_on = excluded.left_on, causes = excluded.causes
WHERE (known.last_order, known.left_on, known.causes) IS DISTINCT FROM (excluded.last_order, excluded.left_on, excluded.causes)
