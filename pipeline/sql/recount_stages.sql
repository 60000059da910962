-- Grain: one row: how many opportunities changed.
-- Reads: the opportunities given (id) and their moves. Writes: left_stages and passed_stages of pipeline_opportunity.
-- Index used: move_opportunity (opportunity, at, id).
WITH chosen AS (
    {opportunities}
),
-- Every entry of a stage, whether it was left, and how far the opportunity got from there on.
entry AS (
    SELECT
        move.opportunity_id,
        stage.id AS stage_id,
        stage.position,
        LEAD(move.id) OVER onwards IS NOT NULL AS is_left,
        MAX(stage.position) OVER (onwards ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING) AS furthest
    FROM chosen
    JOIN pipeline_move AS move ON move.opportunity_id = chosen.id
    LEFT JOIN pipeline_stage AS stage ON stage.id = move.to_stage_id
    WHERE move.kind NOT IN ('amount', 'handed')
    WINDOW onwards AS (PARTITION BY move.opportunity_id ORDER BY move.at, move.id)
),
told AS (
    SELECT
        opportunity_id,
        COALESCE(ARRAY_AGG(DISTINCT stage_id) FILTER (WHERE is_left AND stage_id IS NOT NULL), '{}') AS left_stages,
        COALESCE(ARRAY_AGG(DISTINCT stage_id) FILTER (WHERE furthest > position), '{}') AS passed_stages
    FROM entry
    GROUP BY opportunity_id
),
changed AS (
    UPDATE pipeline_opportunity AS opportunity
    SET left_stages = told.left_stages::smallint[], passed_stages = told.passed_stages::smallint[]
    FROM told
    WHERE told.opportunity_id = opportunity.id
        AND (opportunity.left_stages, opportunity.passed_stages)
            IS DISTINCT FROM (told.left_stages::smallint[], told.passed_stages::smallint[])
    RETURNING 1
)
SELECT COUNT(*) AS changed FROM changed
