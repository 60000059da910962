-- Grain: one row per account visited, or with a complaint received, between the beginning of the kept window and that of the
-- draft's: what was spent on it is summed anew. Reads: accounts_visit (visit_time), care_complaint (complaint_received).
-- Writes: night_touched.
INSERT INTO night_touched (account_id, has_orders)
SELECT account_id, FALSE
FROM accounts_visit
WHERE state = 'logged'
  AND starts_at >= (%(between_after)s::date + 1)::timestamp AT TIME ZONE %(zone)s
  AND starts_at < (%(between_until)s::date + 1)::timestamp AT TIME ZONE %(zone)s
UNION
SELECT account_id, FALSE
FROM care_complaint
WHERE received_at >= (%(between_after)s::date + 1)::timestamp AT TIME ZONE %(zone)s
  AND received_at < (%(between_until)s::date + 1)::timestamp AT TIME ZONE %(zone)s;
ANALYZE night_touched
