-- Grain: one row for everything (level 3), one per tier (1), per owner (2), as GROUPING bits; then the accounts that
-- lack most (level "short") and that got most beyond (level "beyond"), a row each.
-- Reads: the rows of coverage_accounts.sql; names of people. Writes: nothing.
WITH account AS MATERIALIZED (
    /*rows*/
),
level AS (
    SELECT
        GROUPING(tier, owner_id)::text AS level,
        tier,
        owner_id AS id,
        COUNT(*) AS accounts,
        SUM(asked) AS asked,
        SUM(made) AS made,
        SUM(LEAST(made, asked)) AS done,
        SUM(planned) AS planned,
        COUNT(*) FILTER (WHERE made < asked) AS short,
        COUNT(*) FILTER (WHERE made > asked) AS beyond,
        COUNT(*) FILTER (WHERE is_overdue) AS overdue
    FROM account
    GROUP BY GROUPING SETS ((), (tier), (owner_id))
),
line AS (
    SELECT 'short' AS level, * FROM (
        SELECT * FROM account WHERE made < asked ORDER BY asked - made DESC, id LIMIT %(shown)s
    ) AS worst
    UNION ALL
    SELECT 'beyond', * FROM (
        SELECT * FROM account WHERE made > asked ORDER BY made - asked DESC, id LIMIT %(shown)s
    ) AS most
)
SELECT level.*, owner.name FROM level LEFT JOIN teams_user AS owner ON level.level = '2' AND owner.id = level.id
UNION ALL
SELECT level, tier, id, 1, asked, made, LEAST(made, asked), planned, 0, 0, is_overdue::int, '' FROM line
