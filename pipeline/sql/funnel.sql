-- Grain: one row for everything (level 7), one per stage (3), per team (5), per owner (6); level = GROUPING bits.
-- The row for everything also carries, as JSON, what is told of each stage: paths, stays, ages.
-- Reads: the opportunities given, with a boolean column per figure (pipeline.queries.periods), and their moves.
-- Writes: nothing. Index used: those of the opportunities' own query, which runs once; move_stays.
WITH chosen AS MATERIALIZED (
    {opportunities}
),
-- Summed once, by stage, team and owner together; these few sums are then added up on each level.
part AS (
    SELECT
        stage_id,
        team_id,
        owner_id,
        COUNT(*) FILTER (WHERE is_open) AS open_count,
        SUM(amount_base) FILTER (WHERE is_open) AS open_amount,
        SUM(weighted) FILTER (WHERE is_open) AS open_weighted,
        COUNT(*) FILTER (WHERE closing_month) AS closing_month_count,
        SUM(amount_base) FILTER (WHERE closing_month) AS closing_month_amount,
        SUM(weighted) FILTER (WHERE closing_month) AS closing_month_weighted,
        COUNT(*) FILTER (WHERE closing_quarter) AS closing_quarter_count,
        SUM(amount_base) FILTER (WHERE closing_quarter) AS closing_quarter_amount,
        SUM(weighted) FILTER (WHERE closing_quarter) AS closing_quarter_weighted,
        COUNT(*) FILTER (WHERE overdue) AS overdue_count,
        SUM(amount_base) FILTER (WHERE overdue) AS overdue_amount,
        SUM(weighted) FILTER (WHERE overdue) AS overdue_weighted,
        COUNT(*) FILTER (WHERE won_quarter) AS won_quarter_count,
        SUM(amount_base) FILTER (WHERE won_quarter) AS won_quarter_amount,
        COUNT(*) FILTER (WHERE lost_quarter) AS lost_quarter_count,
        SUM(amount_base) FILTER (WHERE lost_quarter) AS lost_quarter_amount,
        COUNT(*) FILTER (WHERE won_year) AS won_year_count,
        SUM(amount_base) FILTER (WHERE won_year) AS won_year_amount,
        COUNT(*) FILTER (WHERE lost_year) AS lost_year_count,
        SUM(amount_base) FILTER (WHERE lost_year) AS lost_year_amount
    FROM chosen
    GROUP BY stage_id, team_id, owner_id
),
level AS (
    SELECT
        GROUPING(stage_id, team_id, owner_id) AS level,
        stage_id,
        team_id,
        owner_id,
        SUM(open_count)::bigint AS open_count,
        SUM(open_amount) AS open_amount,
        SUM(open_weighted) / 100 AS open_weighted,
        SUM(closing_month_count)::bigint AS closing_month_count,
        SUM(closing_month_amount) AS closing_month_amount,
        SUM(closing_month_weighted) / 100 AS closing_month_weighted,
        SUM(closing_quarter_count)::bigint AS closing_quarter_count,
        SUM(closing_quarter_amount) AS closing_quarter_amount,
        SUM(closing_quarter_weighted) / 100 AS closing_quarter_weighted,
        SUM(overdue_count)::bigint AS overdue_count,
        SUM(overdue_amount) AS overdue_amount,
        SUM(overdue_weighted) / 100 AS overdue_weighted,
        SUM(won_quarter_count)::bigint AS won_quarter_count,
        SUM(won_quarter_amount) AS won_quarter_amount,
        SUM(lost_quarter_count)::bigint AS lost_quarter_count,
        SUM(lost_quarter_amount) AS lost_quarter_amount,
        SUM(won_year_count)::bigint AS won_year_count,
        SUM(won_year_amount) AS won_year_amount,
        SUM(lost_year_count)::bigint AS lost_year_count,
        SUM(lost_year_amount) AS lost_year_amount
    FROM part
    GROUP BY GROUPING SETS ((), (stage_id), (team_id), (owner_id))
),
-- Opportunities that went the same way, counted together.
path AS (
    SELECT left_stages, passed_stages, status, COUNT(*) AS n
    FROM chosen
    GROUP BY left_stages, passed_stages, status
),
stay AS (
    SELECT
        move.from_stage_id AS stage,
        PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY move.days) AS median_days,
        AVG(move.days) AS mean_days
    FROM chosen
    JOIN pipeline_move AS move ON move.opportunity_id = chosen.id
    WHERE move.days IS NOT NULL
    GROUP BY move.from_stage_id
),
age AS (
    SELECT
        stage_id AS stage,
        PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY EXTRACT(epoch FROM now() - stage_since)::float8 / 86400) AS median_age,
        MAX(EXTRACT(epoch FROM now() - stage_since)::float8 / 86400) AS oldest_age
    FROM chosen
    WHERE is_open
    GROUP BY stage_id
)
SELECT
    level.*,
    CASE WHEN level = 7 THEN (SELECT json_agg(path)::text FROM path) END AS paths,
    CASE WHEN level = 7 THEN (SELECT json_agg(stay)::text FROM stay) END AS stays,
    CASE WHEN level = 7 THEN (SELECT json_agg(age)::text FROM age) END AS ages
FROM level
