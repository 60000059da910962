-- Grain: one row per active account (not archived by the end of the business date; merged away, whenever, it is none: its
-- rows are its survivor's), with or without entries; but where all are made anew, only of accounts touched. Reads: scoring_ledgerentry (index-only over ledger_window), accounts_account,
-- night_served, night_handled, night_other, night_touched. Writes: night_sums (temporary).
-- Profit = revenue − direct cost − cost to serve, of which rebates, services and some of the complaints are booked; the rest is visits and complaints handled.
-- A month is active when it has an entry with revenue above zero: each month of the window is a bit, which
-- near_months and, of long windows, far_months tell of each day: a look into an array costs less than a search.
-- recent and earlier: revenue − direct cost, of sales alone, of the later half of the window, and of the half before,
-- which is the rest of the window where that has an even number of months.
-- Calculations with date: the covering index in the order of accounts is read faster than the window row by row through
-- ledger_day, which the planner would hold to be cheaper.
DROP TABLE IF EXISTS night_sums;
CREATE TEMP TABLE night_sums ON COMMIT DROP AS
WITH booked AS (
    SELECT account_id,
           sum(revenue_base) FILTER (WHERE date > %(after)s) AS revenue,
           sum(cost_base) FILTER (WHERE date > %(after)s) AS cost,
           count(*) FILTER (WHERE date > %(after)s) AS entries,
           bit_or((%(near_months)s::bigint[])[date - %(after)s::date]) FILTER (WHERE revenue_base > 0) AS near_months,
           bit_or((%(far_months)s::bigint[])[date - %(after)s::date]) FILTER (WHERE revenue_base > 0) AS far_months,
           sum(revenue_base - cost_base) FILTER (WHERE date > %(middle)s) AS recent,
           sum(revenue_base - cost_base)
               FILTER (WHERE %(half_before)s::date <> %(after)s::date AND date > %(half_before)s AND date <= %(middle)s)
               AS earlier
    FROM scoring_ledgerentry
    WHERE date + 0 > least(%(after)s::date, %(half_before)s::date)
      AND date - %(date)s::date <= 0
      AND account_id IN (SELECT account_id FROM night_touched)  -- only touched
      AND account_id BETWEEN %(first)s AND %(last)s  -- only shard
    GROUP BY account_id
),
active AS (
    SELECT id AS account_id, archived_at IS NOT NULL AS is_archived
    FROM accounts_account
    WHERE (archived_at IS NULL OR (archived_at AT TIME ZONE %(zone)s)::date > %(date)s)
      AND merged_into_id IS NULL
      AND id IN (SELECT account_id FROM night_touched)  -- only touched
      AND id BETWEEN %(first)s AND %(last)s  -- only shard
)
SELECT account_id, is_archived,
       coalesce(revenue, 0) AS revenue,
       coalesce(cost, 0) - coalesce(rebates + complaints + services, 0) AS cost,
       coalesce(cost_to_serve, 0) + coalesce(handled, 0) + coalesce(rebates + complaints + services, 0) AS cost_to_serve,
       coalesce(rebates, 0) AS rebates,
       coalesce(complaints, 0) + coalesce(handled, 0) AS complaints,
       coalesce(services, 0) AS services,
       coalesce(revenue, 0) - coalesce(cost, 0) - coalesce(cost_to_serve, 0) - coalesce(handled, 0) AS profit,
       coalesce(minutes, 0) AS minutes,
       coalesce(entries, 0)::integer AS entries,
       (bit_count(coalesce(near_months, 0)::bit(64)) + bit_count(coalesce(far_months, 0)::bit(64)))::smallint AS active_months,
       coalesce(recent, 0) + coalesce(other_recent, 0) AS recent,
       CASE WHEN %(half_before)s::date = %(after)s::date
            THEN coalesce(revenue, 0) - coalesce(cost, 0) - coalesce(recent, 0)
            ELSE coalesce(earlier, 0) END + coalesce(other_earlier, 0) AS earlier
FROM active
LEFT JOIN booked USING (account_id)
LEFT JOIN night_served USING (account_id)
LEFT JOIN night_other USING (account_id)
LEFT JOIN night_handled USING (account_id);
ANALYZE night_sums (account_id)
