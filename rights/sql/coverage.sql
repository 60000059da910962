-- Grain: one row a tier and owner of the accounts given (id, tier, owner_id), with their visits and, bit by bit, how many
-- lack a right (level "group"); then the accounts that lack most visits ("short"), that got most beyond ("beyond") and
-- of which most rights fail ("worst"), a row each.
-- Reads: rights_verdict; names of people. Writes: nothing.
WITH account AS MATERIALIZED (
    SELECT
        chosen.id, chosen.tier, chosen.owner_id, kept.asked, kept.made, kept.planned, kept.is_overdue, kept.bits,
        kept.failing, kept.place
    FROM (
        /*rows*/
    ) AS chosen
    JOIN rights_verdict AS kept ON kept.account_id = chosen.id
),
grouped AS (
    SELECT
        tier,
        owner_id,
        COUNT(*) AS accounts,
        SUM(asked) AS asked,
        SUM(made) AS made,
        SUM(LEAST(made, asked)) AS done,
        SUM(planned) AS planned,
        COUNT(*) FILTER (WHERE made < asked) AS short,
        COUNT(*) FILTER (WHERE made > asked) AS beyond,
        COUNT(*) FILTER (WHERE is_overdue) AS overdue,
        COUNT(*) FILTER (WHERE bits & 1 <> 0) AS customer,
        COUNT(*) FILTER (WHERE bits & 2 <> 0) AS plan,
        COUNT(*) FILTER (WHERE bits & 4 <> 0) AS frequency,
        COUNT(*) FILTER (WHERE bits & 8 <> 0) AS sharing,
        COUNT(*) FILTER (WHERE bits & 16 <> 0) AS manager,
        COUNT(*) FILTER (WHERE bits <> 0) AS failing
    FROM account
    GROUP BY tier, owner_id
),
line AS (
    SELECT 'short' AS level, * FROM (
        SELECT * FROM account WHERE made < asked ORDER BY asked - made DESC, id LIMIT %(shown)s
    ) AS furthest
    UNION ALL
    SELECT 'beyond', * FROM (
        SELECT * FROM account WHERE made > asked ORDER BY made - asked DESC, id LIMIT %(shown)s
    ) AS most
    UNION ALL
    SELECT 'worst', * FROM (
        SELECT * FROM account WHERE failing > 0
        ORDER BY place, id LIMIT %(shown)s
    ) AS worst
)
SELECT 'group' AS level, grouped.owner_id AS id, owner.name, grouped.*
FROM grouped
JOIN teams_user AS owner ON owner.id = grouped.owner_id
UNION ALL
SELECT
    level, id, '', tier, owner_id, 1, asked, made, LEAST(made, asked), planned, 0, 0, is_overdue::int, 0, 0, 0, 0, 0,
    failing
FROM line
