-- Grain: one row for everything (level 7), per stage (3), per team (5), per owner (6); level = GROUPING bits.
-- Reads: the opportunities given, each won within the period or open and expected within it. Writes: nothing.
WITH chosen AS (
    /*rows*/
),
rate AS (
    SELECT *
    FROM UNNEST(
        %(stages)s::bigint[], %(configured)s::numeric[], %(observed)s::numeric[], %(categories)s::text[]
    ) AS given (stage_id, configured, observed, category)
)
SELECT
    GROUPING(chosen.stage_id, chosen.team_id, chosen.owner_id) AS level,
    chosen.stage_id,
    chosen.team_id,
    chosen.owner_id,
    COUNT(*) FILTER (WHERE status = 'open') AS count,
    COUNT(*) FILTER (WHERE status = 'won') AS won_count,
    COALESCE(SUM(amount_base) FILTER (WHERE status = 'won'), 0) AS won,
    COALESCE(SUM(amount_base) FILTER (WHERE status = 'open'), 0) AS amount,
    COALESCE(SUM(amount_base) FILTER (WHERE status = 'open' AND category = 'commit'), 0) AS commit,
    COALESCE(
        SUM(amount_base * CASE WHEN category IN ('commit', 'best') THEN 1 ELSE GREATEST(configured, observed) END)
            FILTER (WHERE status = 'open'),
        0
    ) AS best,
    COALESCE(SUM(amount_base * configured) FILTER (WHERE status = 'open'), 0) AS weighted,
    COALESCE(SUM(amount_base * observed) FILTER (WHERE status = 'open'), 0) AS observed
FROM chosen
LEFT JOIN rate ON rate.stage_id = chosen.stage_id
GROUP BY GROUPING SETS ((), (chosen.stage_id), (chosen.team_id), (chosen.owner_id))
