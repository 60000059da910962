-- Grain: one row for everything (level 3), per team (1), per person (2), each of two windows; level = GROUPING(team, owner).
-- Reads: the opportunities given, their handovers after a window. Writes: nothing. Index used: those of the opportunities' own
-- query, which runs once; move_kind_time.
-- Each window is that of whoever had an opportunity at its end: the first handover after it says who gave it away. What is
-- closed stays with who closed it. What is out of the reader's sight (not is_seen) counts where it was his or his teams'.
WITH chosen AS MATERIALIZED (
    /*rows*/
),
-- A window ends on `until` and begins after `since`.
span (name, since, until, ends) AS (
    VALUES
        ('now', %(since)s::date, %(until)s::date, %(until_ends)s::timestamptz),
        ('past', %(before)s::date, %(since)s::date, %(since_ends)s::timestamptz)
),
handed AS (
    SELECT DISTINCT ON (span.name, move.opportunity_id)
        span.name, move.opportunity_id, move.from_team_id AS team_id, move.from_owner_id AS owner_id
    FROM span
    JOIN pipeline_move AS move ON move.kind = 'handed' AND move.at >= span.ends
    WHERE move.opportunity_id IN (SELECT id FROM chosen)
    ORDER BY span.name, move.opportunity_id, move.at, move.id
),
held AS (
    SELECT
        span.name,
        span.since,
        span.until,
        chosen.status,
        chosen.opened_on,
        chosen.closed_on,
        chosen.amount_base,
        chosen.is_seen,
        COALESCE(handed.team_id, chosen.team_id) AS team_id,
        COALESCE(handed.owner_id, chosen.owner_id) AS owner_id
    FROM chosen
    CROSS JOIN span
    LEFT JOIN handed ON handed.name = span.name AND handed.opportunity_id = chosen.id
    WHERE chosen.opened_on <= span.until AND (chosen.closed_on IS NULL OR chosen.closed_on > span.since)
),
part AS (
    SELECT
        name AS span,
        team_id,
        owner_id,
        COUNT(*) FILTER (WHERE opened_on <= until AND (closed_on IS NULL OR closed_on > until)) AS open,
        COUNT(*) FILTER (WHERE status = 'won' AND closed_on > since AND closed_on <= until) AS won,
        COUNT(*) FILTER (WHERE status = 'lost' AND closed_on > since AND closed_on <= until) AS lost,
        COALESCE(SUM(amount_base) FILTER (WHERE status = 'won' AND closed_on > since AND closed_on <= until), 0) AS worth,
        COALESCE(
            SUM(closed_on - opened_on) FILTER (WHERE status = 'won' AND closed_on > since AND closed_on <= until), 0
        ) AS days
    FROM held
    WHERE (%(anybody)s OR owner_id = ANY (%(owners)s))
        AND (%(any_team)s OR team_id = ANY (%(teams)s))
        AND (is_seen OR owner_id = %(reader)s OR team_id = ANY (%(reach)s))
    GROUP BY name, team_id, owner_id
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
