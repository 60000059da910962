-- Grain: one row per account that workers have summed for this night already: what is decided about it, and its alerts,
-- may be others. Reads: scoring_summed (emptied). Writes: night_touched.
WITH summed AS (
    DELETE FROM scoring_summed RETURNING account_id
)
INSERT INTO night_touched (account_id, has_orders)
SELECT DISTINCT account_id, FALSE
FROM summed
ON CONFLICT DO NOTHING;
ANALYZE night_touched
