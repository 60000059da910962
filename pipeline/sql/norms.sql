-- Grain: one row per stage.
-- Reads: moves by which won opportunities left their stages. Writes: pipeline_stagenorm.
-- Index used: move_stays (opportunity, from_stage, days).
INSERT INTO pipeline_stagenorm (stage_id, stays, median_days, upper_days, counted_at)
SELECT
    stage.id,
    COUNT(stay.days),
    PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY stay.days),
    PERCENTILE_CONT(0.75) WITHIN GROUP (ORDER BY stay.days),
    NOW()
FROM pipeline_stage AS stage
LEFT JOIN (
    SELECT move.from_stage_id, move.days
    FROM pipeline_move AS move
    JOIN pipeline_opportunity AS opportunity ON opportunity.id = move.opportunity_id
    WHERE move.days IS NOT NULL AND opportunity.status = 'won' AND opportunity.archived_at IS NULL
) AS stay ON stay.from_stage_id = stage.id
GROUP BY stage.id
ON CONFLICT (stage_id) DO UPDATE SET
    stays = EXCLUDED.stays,
    median_days = EXCLUDED.median_days,
    upper_days = EXCLUDED.upper_days,
    counted_at = EXCLUDED.counted_at
