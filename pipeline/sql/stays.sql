-- Grain: one row per stage that any of the opportunities ever stood in.
-- Reads: the opportunities given (id, status) and their moves. Writes: nothing.
-- Index used: move_opportunity (opportunity, at, id).
WITH chosen AS (
    {opportunities}
),
-- Every entry of a stage, when it was left (null: still there) and how far the opportunity got from there on.
entry AS (
    SELECT
        move.opportunity_id,
        chosen.status,
        move.to_stage_id AS stage_id,
        stage.position,
        move.at,
        LEAD(move.at) OVER onwards AS left_at,
        MAX(stage.position) OVER (onwards ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING) AS furthest
    FROM chosen
    JOIN pipeline_move AS move ON move.opportunity_id = chosen.id
    LEFT JOIN pipeline_stage AS stage ON stage.id = move.to_stage_id
    WHERE move.kind <> 'amount'
    WINDOW onwards AS (PARTITION BY move.opportunity_id ORDER BY move.at, move.id)
),
-- One row per opportunity and stage. `furthest` never grows with time, so its maximum is that of the first entry.
visit AS (
    SELECT
        stage_id,
        COALESCE(MAX(furthest) > MAX(position), false) OR MAX(status) = 'won' AS passed,
        MAX(status) = 'lost' AS is_lost,
        bool_or(left_at IS NOT NULL) AS stayed
    FROM entry
    WHERE stage_id IS NOT NULL
    GROUP BY opportunity_id, stage_id
),
progress AS (
    SELECT
        stage_id,
        COUNT(*) FILTER (WHERE passed) AS passed,
        COUNT(*) FILTER (WHERE passed OR is_lost) AS gone,
        COUNT(*) FILTER (WHERE stayed) AS stayed
    FROM visit
    GROUP BY stage_id
),
stay AS (
    SELECT
        stage_id,
        EXTRACT(epoch FROM left_at - at) / 86400 AS days_done,
        CASE WHEN status = 'open' AND left_at IS NULL THEN EXTRACT(epoch FROM now() - at) / 86400 END AS days_so_far
    FROM entry
    WHERE stage_id IS NOT NULL
)
SELECT
    stage_id,
    progress.passed,
    progress.gone,
    progress.stayed,
    PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY days_done) AS median_days,
    AVG(days_done) AS mean_days,
    PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY days_so_far) AS median_age,
    MAX(days_so_far) AS oldest_age
FROM stay
JOIN progress USING (stage_id)
GROUP BY stage_id, progress.passed, progress.gone, progress.stayed
