-- Grain: one row an account of those given (id, tier, owner_id, created_on, due_on): how many visits its cadence asked
-- for in the window, whole ones; how many met somebody; how many are still planned.
-- The window of an account begins with it, or with its first visit where that is older than its row.
-- Reads: visits of the window, cadences of tiers and of accounts. Writes: nothing. Index used: visit_time, or visit_account_time for few accounts.
WITH chosen AS MATERIALIZED (
    /*rows*/
),
seen AS (
    SELECT
        visit.account_id,
        COUNT(*) FILTER (WHERE visit.state = 'logged' AND visit.outcome <> 'not_met') AS made,
        COUNT(*) FILTER (WHERE visit.state = 'planned' AND visit.starts_at >= %(midnight)s) AS planned,
        MIN(visit.starts_at) FILTER (WHERE visit.state = 'logged') AS first_at
    FROM accounts_visit AS visit
    WHERE visit.starts_at >= %(since)s AND visit.account_id IN (SELECT id FROM chosen)
    GROUP BY visit.account_id
)
SELECT
    chosen.id,
    chosen.tier,
    chosen.owner_id,
    chosen.due_on < %(today)s AS is_overdue,
    COALESCE(seen.made, 0) AS made,
    COALESCE(seen.planned, 0) AS planned,
    (%(today)s::date - GREATEST(
        %(first)s::date, LEAST(chosen.created_on, (seen.first_at AT TIME ZONE %(zone)s)::date)
    )) / COALESCE(own.days, cadence.days) AS asked
FROM chosen
JOIN accounts_cadence AS cadence ON cadence.tier = chosen.tier
LEFT JOIN accounts_owncadence AS own ON own.account_id = chosen.id
LEFT JOIN seen ON seen.account_id = chosen.id
