-- Grain: one row per account that was visited in the window; but where all are made anew, only of accounts touched.
-- Reads: accounts_visit (index-only over visit_account_time), teams_costrate, night_touched. Writes: night_served (temporary).
-- A visit counts on its day in the company's zone. Its minutes cost the person's own rate of that day, else the rate
-- for everybody, else nothing (rates as moments, not visits as days: a zone a row is dear); its expenses come in the base currency at the rate kept with it.
DROP TABLE IF EXISTS night_served;
CREATE TEMP TABLE night_served ON COMMIT DROP AS
WITH logged AS (
    SELECT account_id, by_id, minutes, expenses_base, starts_at
    FROM accounts_visit
    WHERE state = 'logged'
      AND starts_at >= (%(after)s::date + 1)::timestamp AT TIME ZONE %(zone)s
      AND starts_at < (%(date)s::date + 1)::timestamp AT TIME ZONE %(zone)s
      AND account_id IN (SELECT account_id FROM night_touched)  -- only touched
      AND account_id BETWEEN %(first)s AND %(last)s  -- only shard
),
rates AS (
    SELECT user_id, hourly, valid_from::timestamp AT TIME ZONE %(zone)s AS since,
           coalesce(lead(valid_from) OVER (PARTITION BY user_id ORDER BY valid_from), 'infinity')::timestamp
               AT TIME ZONE %(zone)s AS ends
    FROM teams_costrate
),
priced AS (
    SELECT logged.account_id, logged.minutes, logged.expenses_base,
           coalesce(own.hourly, everybody.hourly, 0) AS hourly
    FROM logged
    LEFT JOIN rates AS own
        ON own.user_id = logged.by_id AND starts_at >= own.since AND starts_at < own.ends
    LEFT JOIN rates AS everybody
        ON everybody.user_id IS NULL AND starts_at >= everybody.since AND starts_at < everybody.ends
    ORDER BY account_id  -- sorted, a million accounts fit in memory; hashed, their sums do not
    OFFSET 0
)
SELECT account_id,
       sum(minutes)::integer AS minutes,
       round(sum(minutes * hourly)::numeric(40, 12) / 60, 8) + sum(expenses_base) AS cost_to_serve
FROM priced
GROUP BY account_id;
ANALYZE night_served (account_id)
