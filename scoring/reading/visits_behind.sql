-- Grain: one row per logged visit of one account in the window, newest first, at most %(limit)s.
-- Reads: accounts_visit (visit_account_time), teams_costrate, teams_user. The same prices as night/020_cost_to_serve.sql.
WITH logged AS (
    SELECT id, by_id, minutes, expenses_base, starts_at, (starts_at AT TIME ZONE %(zone)s)::date AS day
    FROM accounts_visit
    WHERE account_id = %(account)s AND state = 'logged'
      AND starts_at >= (%(after)s::date + 1)::timestamp AT TIME ZONE %(zone)s
      AND starts_at < (%(until)s::date + 1)::timestamp AT TIME ZONE %(zone)s
    ORDER BY starts_at DESC
    LIMIT %(limit)s
)
SELECT logged.id, day, teams_user.name AS who, minutes, expenses_base AS expenses, coalesce(rate.hourly, 0) AS hourly,
       round(minutes * coalesce(rate.hourly, 0) / 60, 8) + expenses_base AS cost
FROM logged
JOIN teams_user ON teams_user.id = by_id
LEFT JOIN LATERAL (
    SELECT hourly
    FROM teams_costrate
    WHERE (user_id = by_id OR user_id IS NULL) AND valid_from <= day
    ORDER BY user_id NULLS LAST, valid_from DESC
    LIMIT 1
) AS rate ON TRUE
ORDER BY starts_at DESC, logged.id DESC
