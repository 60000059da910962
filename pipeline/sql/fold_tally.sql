-- Grain: a sum of summands of the tally that belong together.
-- Reads and writes: pipeline_tally. What is summed is what was really taken out: two that fold at once take different
-- rows, and rows that come meanwhile stay as they are. Index used: none.
WITH many AS (
    SELECT UNNEST(ARRAY_AGG(id)) AS id
    FROM pipeline_tally
    GROUP BY
        grain, stage_id, status, expected_close_on, closed_on, owner_id, team_id, left_stages, passed_stages, tenths
    HAVING COUNT(*) > 1
),
taken AS (
    DELETE FROM pipeline_tally AS tally
    USING many
    WHERE tally.id = many.id
    RETURNING tally.*
)
INSERT INTO pipeline_tally (
    grain, stage_id, status, expected_close_on, closed_on, owner_id, team_id, left_stages, passed_stages, tenths, n,
    amount
)
SELECT
    grain, stage_id, status, expected_close_on, closed_on, owner_id, team_id, left_stages, passed_stages, tenths, SUM(n),
    SUM(amount)
FROM taken
GROUP BY grain, stage_id, status, expected_close_on, closed_on, owner_id, team_id, left_stages, passed_stages, tenths
HAVING SUM(n) <> 0 OR SUM(amount) <> 0
