-- Grain: one row for everything (level 7), one per stage (3), per team (5), per owner (6); level = GROUPING bits. Of these
-- the levels that are asked for.
-- The row for everything also carries, as JSON, what is told of each stage: paths, stays, ages; and the day of the first
-- decision. Where it is not asked for they are not read.
-- Reads: parts of sums, paths, stays, ages and that day from one of the two files funnel_from_*.sql; names of teams and people.
-- Writes: nothing. Index used: theirs.
WITH {source},
level AS (
    SELECT
        GROUPING(stage_id, team_id, owner_id) AS level,
        stage_id,
        team_id,
        owner_id,
        COALESCE(SUM(part.n) FILTER (WHERE is_open), 0)::bigint AS open_count,
        SUM(part.amount) FILTER (WHERE is_open) AS open_amount,
        SUM(part.amount * stage.probability) FILTER (WHERE is_open) / 100 AS open_weighted,
        COALESCE(SUM(part.n) FILTER (WHERE closing_month), 0)::bigint AS closing_month_count,
        SUM(part.amount) FILTER (WHERE closing_month) AS closing_month_amount,
        SUM(part.amount * stage.probability) FILTER (WHERE closing_month) / 100 AS closing_month_weighted,
        COALESCE(SUM(part.n) FILTER (WHERE closing_quarter), 0)::bigint AS closing_quarter_count,
        SUM(part.amount) FILTER (WHERE closing_quarter) AS closing_quarter_amount,
        SUM(part.amount * stage.probability) FILTER (WHERE closing_quarter) / 100 AS closing_quarter_weighted,
        COALESCE(SUM(part.n) FILTER (WHERE overdue), 0)::bigint AS overdue_count,
        SUM(part.amount) FILTER (WHERE overdue) AS overdue_amount,
        SUM(part.amount * stage.probability) FILTER (WHERE overdue) / 100 AS overdue_weighted,
        COALESCE(SUM(part.n) FILTER (WHERE won_quarter), 0)::bigint AS won_quarter_count,
        SUM(part.amount) FILTER (WHERE won_quarter) AS won_quarter_amount,
        COALESCE(SUM(part.n) FILTER (WHERE lost_quarter), 0)::bigint AS lost_quarter_count,
        SUM(part.amount) FILTER (WHERE lost_quarter) AS lost_quarter_amount,
        COALESCE(SUM(part.n) FILTER (WHERE won_year), 0)::bigint AS won_year_count,
        SUM(part.amount) FILTER (WHERE won_year) AS won_year_amount,
        COALESCE(SUM(part.n) FILTER (WHERE lost_year), 0)::bigint AS lost_year_count,
        SUM(part.amount) FILTER (WHERE lost_year) AS lost_year_amount
    FROM part
    JOIN pipeline_stage AS stage ON stage.id = part.stage_id
    GROUP BY GROUPING SETS ((), (stage_id), (team_id), (owner_id))
)
SELECT
    level.*,
    COALESCE(team.name, owner.name) AS name,
    CASE WHEN level = 7 THEN (SELECT json_agg(path)::text FROM path) END AS paths,
    CASE WHEN level = 7 THEN (SELECT json_agg(stay)::text FROM stay) END AS stays,
    CASE WHEN level = 7 THEN (SELECT json_agg(age)::text FROM age) END AS ages,
    CASE WHEN level = 7 THEN (SELECT day FROM begun) END AS first_decided_on
FROM level
-- The names alone: a team has a column named path, as what is told above.
LEFT JOIN (SELECT id, name FROM teams_team) AS team ON team.id = level.team_id
LEFT JOIN (SELECT id, name FROM teams_user) AS owner ON owner.id = level.owner_id
WHERE level IN ({levels})
