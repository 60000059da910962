-- Grain: one row: how many moves changed.
-- Reads: the opportunities given (id) and their moves. Writes: pipeline_move.days of the moves by which a stage is left.
-- Index used: move_opportunity (opportunity, at, id).
WITH chosen AS (
    {opportunities}
),
step AS (
    SELECT
        move.id,
        move.kind,
        move.from_stage_id,
        -- Whole microseconds first: then the quotient is the very number that Python's timedelta gives.
        (EXTRACT(epoch FROM move.at - LAG(COALESCE(move.since, move.at)) OVER history) * 1000000)::float8
            / 86400000000::float8 AS days
    FROM chosen
    JOIN pipeline_move AS move ON move.opportunity_id = chosen.id
    WHERE move.kind NOT IN ('amount', 'handed')
    WINDOW history AS (PARTITION BY move.opportunity_id ORDER BY move.at, move.id)
),
changed AS (
    UPDATE pipeline_move AS move
    SET days = step.days
    FROM step
    WHERE step.id = move.id
        AND step.kind IN ('stage', 'won', 'lost')
        AND step.from_stage_id IS NOT NULL
        AND move.days IS DISTINCT FROM step.days
    RETURNING 1
)
SELECT COUNT(*) AS changed FROM changed
