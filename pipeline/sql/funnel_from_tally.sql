-- Parts of a funnel of everything, from the tally: its days are the rows given, with a boolean column per figure. Ages are
-- counted off in the order of the index opportunity_standing, from the number that stand in a stage.
part AS MATERIALIZED (
    {opportunities}
),
path AS (
    SELECT left_stages, passed_stages, status, SUM(n) AS count
    FROM pipeline_tally
    WHERE grain = 'path'
    GROUP BY left_stages, passed_stages, status
    HAVING SUM(n) > 0
),
stay AS (
    SELECT stage_id AS stage, tenths, SUM(n) AS count
    FROM pipeline_tally
    WHERE grain = 'stay'
    GROUP BY stage_id, tenths
    HAVING SUM(n) > 0
),
standing AS (
    SELECT stage_id, SUM(n)::bigint AS n
    FROM pipeline_tally
    WHERE grain = 'holder' AND stage_id IS NOT NULL
    GROUP BY stage_id
    HAVING SUM(n) > 0
),
age AS (
    SELECT standing.stage_id AS stage, middle.median_age, longest.oldest_age
    FROM standing,
        LATERAL (
            SELECT AVG(age) AS median_age
            FROM (
                SELECT DATE_PART('epoch', NOW() - stage_since) / 86400 AS age
                FROM pipeline_opportunity
                WHERE status = 'open' AND archived_at IS NULL AND stage_id = standing.stage_id
                ORDER BY stage_since
                LIMIT 2 - standing.n %% 2
                OFFSET (standing.n - 1) / 2
            ) AS those
        ) AS middle,
        LATERAL (
            SELECT DATE_PART('epoch', NOW() - MIN(stage_since)) / 86400 AS oldest_age
            FROM pipeline_opportunity
            WHERE status = 'open' AND archived_at IS NULL AND stage_id = standing.stage_id
        ) AS longest
),
begun (day) AS (
    SELECT MIN(closed_on)
    FROM (
        SELECT closed_on
        FROM pipeline_tally
        WHERE grain = 'day' AND closed_on IS NOT NULL
        GROUP BY closed_on
        HAVING SUM(n) > 0
    ) AS closing
)
