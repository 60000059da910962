-- Parts of a funnel from the opportunities given, each with a mark: a bit per figure, in the order of the flags
-- (pipeline.queries.periods); and from their moves. Index used: those of the opportunities' own query, which runs once; move_stays.
chosen AS MATERIALIZED (
    {opportunities}
),
-- Summed once, those together that stand on the same side of every figure; these few sums are then added up on each level.
part AS (
    SELECT
        stage_id,
        team_id,
        owner_id,
        mark & 1 <> 0 AS is_open,
        mark & 2 <> 0 AS closing_month,
        mark & 4 <> 0 AS closing_quarter,
        mark & 8 <> 0 AS overdue,
        mark & 16 <> 0 AS won_quarter,
        mark & 32 <> 0 AS lost_quarter,
        mark & 64 <> 0 AS won_year,
        mark & 128 <> 0 AS lost_year,
        n,
        amount
    FROM (
        SELECT stage_id, team_id, owner_id, mark, COUNT(*) AS n, SUM(amount_base) AS amount
        FROM chosen
        GROUP BY stage_id, team_id, owner_id, mark
    ) AS alike
),
-- Opportunities that went the same way, counted together.
path AS (
    SELECT left_stages, passed_stages, status, COUNT(*) AS count
    FROM chosen
    GROUP BY left_stages, passed_stages, status
),
-- By a list of ids instead of a join: the index is then read from one opportunity to the next.
stay AS (
    SELECT move.from_stage_id AS stage, ROUND(move.days * 10)::integer AS tenths, COUNT(*) AS count
    FROM pipeline_move AS move
    WHERE move.days IS NOT NULL AND move.opportunity_id = ANY (ARRAY(SELECT id FROM chosen))
    GROUP BY move.from_stage_id, ROUND(move.days * 10)::integer
),
age AS (
    SELECT
        stage_id AS stage,
        PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY DATE_PART('epoch', NOW() - stage_since) / 86400) AS median_age,
        DATE_PART('epoch', NOW() - MIN(stage_since)) / 86400 AS oldest_age
    FROM chosen
    WHERE status = 'open'
    GROUP BY stage_id
),
begun (day) AS (
    SELECT MIN(closed_on) FROM chosen WHERE status <> 'open'
)
