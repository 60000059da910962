-- Grain: one row for everything (level 7), one per stage (3), per team (5), per owner (6); level = GROUPING bits.
-- Reads: the open opportunities given, with `since_on`, `today` and `is_stuck`; names of teams and people.
-- Writes: nothing. Index used: those of the opportunities' own query, which runs once.
WITH chosen AS MATERIALIZED (
    {opportunities}
),
level AS (
    SELECT
        GROUPING(stage_id, team_id, owner_id) AS level,
        stage_id,
        team_id,
        owner_id,
        COUNT(*) AS count,
        SUM(amount_base) AS amount,
        COUNT(*) FILTER (WHERE is_stuck) AS stuck_count,
        SUM(amount_base) FILTER (WHERE is_stuck) AS stuck_amount,
        PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY today - since_on) AS median_age,
        MAX(today - since_on) AS oldest_age
    FROM chosen
    GROUP BY GROUPING SETS ((), (stage_id), (team_id), (owner_id))
)
SELECT
    level.*,
    COALESCE(team.name, owner.name) AS name
FROM level
LEFT JOIN teams_team AS team ON team.id = level.team_id
LEFT JOIN teams_user AS owner ON owner.id = level.owner_id
