-- Grain: a person within a team, or a team, with quotas that touch the period: what of them falls into it, day by day, in the
-- base currency.
-- Reads: the quotas given (id). Writes: nothing. Index used: quota_period.
SELECT
    person_id,
    team_id,
    persons_team_id,
    SUM(base * rate * inside / (ends_on - starts_on + 1)) AS base,
    SUM(stretch * rate * inside / (ends_on - starts_on + 1)) AS stretch,
    SUM(inside)::int AS days
FROM pipeline_quota AS quota,
    LATERAL (
        SELECT LEAST(ends_on, %(last)s::date) - GREATEST(starts_on, %(first)s::date) + 1 AS inside
    ) AS overlap
WHERE id IN (/*rows*/) AND inside > 0
GROUP BY person_id, team_id, persons_team_id
