-- Grain: one row for everything (level 7), one per stage (3), per team (5), per owner (6); level = GROUPING bits.
-- Reads: the opportunities given, with a boolean column per figure (pipeline.queries.periods). Writes: nothing.
-- Index used: those of the opportunities' own query; read once for all four levels.
SELECT
    GROUPING(stage_id, team_id, owner_id) AS level,
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
FROM ({opportunities}) AS opportunity
GROUP BY GROUPING SETS ((), (stage_id), (team_id), (owner_id))
