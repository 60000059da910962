-- Grain: one row per complaint of one account received in the window that cost something, newest first, at most %(limit)s.
-- Reads: care_complaint (complaint_account), teams_costrate, teams_user. The same prices as 022_complaints.sql.
SELECT complaint.id, day, teams_user.name AS who, minutes, compensation_base AS compensation, coalesce(rate.hourly, 0) AS hourly,
       round(minutes * coalesce(rate.hourly, 0) / 60, 8) + compensation_base AS cost
FROM care_complaint AS complaint
CROSS JOIN LATERAL (
    SELECT (received_at AT TIME ZONE %(zone)s)::date AS day, round(compensation * complaint.rate, 8) AS compensation_base
) AS own
JOIN teams_user ON teams_user.id = handler_id
LEFT JOIN LATERAL (
    SELECT hourly
    FROM teams_costrate
    WHERE (user_id = handler_id OR user_id IS NULL) AND valid_from <= day
    ORDER BY user_id NULLS LAST, valid_from DESC
    LIMIT 1
) AS rate ON TRUE
WHERE account_id = %(account)s AND (minutes > 0 OR compensation > 0)
  AND received_at >= (%(after)s::date + 1)::timestamp AT TIME ZONE %(zone)s
  AND received_at < (%(until)s::date + 1)::timestamp AT TIME ZONE %(zone)s
ORDER BY received_at DESC, complaint.id DESC
LIMIT %(limit)s
