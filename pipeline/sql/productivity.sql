-- Grain: one row for everything (level 3), per team (1), per person (2), each of two windows; level = GROUPING(team, owner).
-- Reads: the opportunities given. Writes: nothing. Index used: those of the opportunities' own query, which runs once.
WITH chosen AS MATERIALIZED (
    /*rows*/
),
-- A window ends on `until` and begins after `since`.
span (name, since, until) AS (
    VALUES ('now', %(since)s::date, %(until)s::date), ('past', %(before)s::date, %(since)s::date)
),
part AS (
    SELECT
        span.name AS span,
        team_id,
        owner_id,
        COUNT(*) FILTER (WHERE opened_on <= until AND (closed_on IS NULL OR closed_on > until)) AS open,
        COUNT(*) FILTER (WHERE status = 'won' AND closed_on > since AND closed_on <= until) AS won,
        COUNT(*) FILTER (WHERE status = 'lost' AND closed_on > since AND closed_on <= until) AS lost,
        COALESCE(SUM(amount_base) FILTER (WHERE status = 'won' AND closed_on > since AND closed_on <= until), 0) AS worth,
        COALESCE(
            SUM(closed_on - opened_on) FILTER (WHERE status = 'won' AND closed_on > since AND closed_on <= until), 0
        ) AS days
    FROM chosen, span
    WHERE opened_on <= until AND (closed_on IS NULL OR closed_on > since)
    GROUP BY span.name, team_id, owner_id
)
SELECT
    GROUPING(team_id, owner_id) AS level,
    span,
    team_id,
    owner_id,
    SUM(open)::bigint AS open,
    SUM(won)::bigint AS won,
    SUM(lost)::bigint AS lost,
    SUM(worth) AS worth,
    SUM(days)::bigint AS days,
    COUNT(DISTINCT owner_id) AS people
FROM part
GROUP BY GROUPING SETS ((span), (span, team_id), (span, owner_id))
