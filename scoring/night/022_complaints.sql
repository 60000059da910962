-- Grain: one row per account with a complaint received in the window that cost something; but where all are made anew, only
-- of accounts touched. Reads: care_complaint (complaint_account, complaint_received), teams_costrate, night_touched.
-- Writes: night_handled (temporary).
-- A complaint counts on the day it was received, in the company's zone, open or closed: what it has cost so far. Its minutes
-- cost what the minutes of visits do, at its handler's rate; its compensation comes at the rate kept with it.
DROP TABLE IF EXISTS night_handled;
CREATE TEMP TABLE night_handled ON COMMIT DROP AS
WITH rates AS (
    SELECT user_id, hourly, valid_from::timestamp AT TIME ZONE %(zone)s AS since,
           coalesce(lead(valid_from) OVER (PARTITION BY user_id ORDER BY valid_from), 'infinity')::timestamp
               AT TIME ZONE %(zone)s AS ends
    FROM teams_costrate
)
SELECT account_id,
       round(sum(minutes * coalesce(own.hourly, everybody.hourly, 0))::numeric(40, 12) / 60, 8)
       + sum(round(compensation * rate, 8)) AS handled
FROM care_complaint
LEFT JOIN rates AS own
    ON own.user_id = handler_id AND received_at >= own.since AND received_at < own.ends
LEFT JOIN rates AS everybody
    ON everybody.user_id IS NULL AND received_at >= everybody.since AND received_at < everybody.ends
WHERE (minutes > 0 OR compensation > 0)
  AND received_at >= (%(after)s::date + 1)::timestamp AT TIME ZONE %(zone)s
  AND received_at < (%(date)s::date + 1)::timestamp AT TIME ZONE %(zone)s
  AND account_id IN (SELECT account_id FROM night_touched)  -- only touched
  AND account_id BETWEEN %(first)s AND %(last)s  -- only shard
GROUP BY account_id;
ANALYZE night_handled
