-- Grain: one row per active account (not archived by the end of the business date), with or without entries.
-- Reads: scoring_ledgerentry (index-only over ledger_window), accounts_account, night_served.
-- Writes: night_profit (temporary).
-- Profit = revenue − direct cost − cost to serve. A month is active when it has an entry with revenue above zero.
DROP TABLE IF EXISTS night_profit;
CREATE TEMP TABLE night_profit ON COMMIT DROP AS
WITH booked AS (
    SELECT account_id,
           sum(revenue_base) AS revenue,
           sum(cost_base) AS cost,
           count(*) AS entries,
           count(DISTINCT date_trunc('month', date::timestamp)) FILTER (WHERE revenue_base > 0) AS active_months
    FROM scoring_ledgerentry
    WHERE date > %(after)s AND date <= %(date)s
    GROUP BY account_id
),
active AS (
    SELECT id AS account_id
    FROM accounts_account
    WHERE archived_at IS NULL OR (archived_at AT TIME ZONE %(zone)s)::date > %(date)s
)
SELECT account_id,
       coalesce(revenue, 0) AS revenue,
       coalesce(cost, 0) AS cost,
       coalesce(cost_to_serve, 0) AS cost_to_serve,
       coalesce(revenue, 0) - coalesce(cost, 0) - coalesce(cost_to_serve, 0) AS profit,
       coalesce(minutes, 0) AS minutes,
       coalesce(entries, 0) AS entries,
       coalesce(active_months, 0) AS active_months
FROM active
LEFT JOIN booked USING (account_id)
LEFT JOIN night_served USING (account_id);
ANALYZE night_profit
