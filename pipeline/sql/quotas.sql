-- Grain: a part of the period, and a person within a team, or a team, with quotas that touch it: what of them falls into it, day
-- by day, in the base currency. `part` is its first day, `days` how many of its days they speak of.
-- A part begins where the period does, and wherever a quota of a team begins or has ended: within it each team has one of its
-- own on every day, or on none.
-- Reads: the quotas given (id). Writes: nothing. Index used: quota_period.
WITH quota AS (
    SELECT
        person_id,
        team_id,
        persons_team_id,
        GREATEST(starts_on, %(first)s::date) AS since,
        LEAST(ends_on, %(last)s::date) AS until,
        base * rate / (ends_on - starts_on + 1) AS base,
        stretch * rate / (ends_on - starts_on + 1) AS stretch
    FROM pipeline_quota
    WHERE id IN (/*rows*/) AND starts_on <= %(last)s AND ends_on >= %(first)s
),
edge AS (
    SELECT %(first)s::date AS day
    UNION
    SELECT since FROM quota WHERE team_id IS NOT NULL
    UNION
    SELECT until + 1 FROM quota WHERE team_id IS NOT NULL AND until < %(last)s
),
part AS (
    SELECT day AS since, LEAD(day, 1, %(last)s::date + 1) OVER (ORDER BY day) - 1 AS until FROM edge
)
SELECT
    part.since AS part,
    person_id,
    team_id,
    persons_team_id,
    SUM(base * inside) AS base,
    SUM(stretch * inside) AS stretch,
    SUM(inside)::int AS days
FROM part
JOIN quota ON quota.since <= part.until AND quota.until >= part.since,
    LATERAL (SELECT LEAST(quota.until, part.until) - GREATEST(quota.since, part.since) + 1 AS inside) AS overlap
GROUP BY part.since, person_id, team_id, persons_team_id
