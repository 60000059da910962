-- Grain: a stage: of won opportunities that ever stood in it, the days from first entering it to being won.
-- Reads: the opportunities given (id), all won, and their moves. Writes: nothing. Index used: move_opportunity.
WITH chosen AS MATERIALIZED (
    /*rows*/
),
stay AS (
    SELECT
        chosen.id,
        move.to_stage_id AS stage_id,
        MIN(move.at) AS entered_at,
        MAX(MAX(move.at) FILTER (WHERE move.kind = 'won')) OVER (PARTITION BY chosen.id) AS won_at
    FROM chosen
    JOIN pipeline_move AS move ON move.opportunity_id = chosen.id
    WHERE move.kind IN ('opened', 'stage', 'reopened', 'won')
    GROUP BY chosen.id, move.to_stage_id
)
SELECT
    stage_id,
    COUNT(*) AS n,
    PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY EXTRACT(epoch FROM won_at - entered_at)::float8 / 86400) AS days
FROM stay
WHERE stage_id IS NOT NULL
GROUP BY stage_id
