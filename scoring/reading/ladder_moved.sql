-- Grain: one row per part of the ranking, from the highest profit down, as in ladder_steps.sql. Reads: scoring_moved;
-- night_standing, by its index over profit the ends of each part and the one in which profits turn into losses.
-- What each part had in the night of the basis, %(parts)s, %(accounts)s and %(profits)s, and what came and went since.
WITH changed AS (
    SELECT part, accounts, profit
    FROM unnest(%(parts)s::integer[], %(accounts)s::bigint[], %(profits)s::numeric[]) AS kept (part, accounts, profit)
    UNION ALL
    SELECT width_bucket(least(greatest(floor(profit), -9e18), 9e18)::bigint, %(bounds)s::bigint[]), accounts, accounts * profit
    FROM scoring_moved
    WHERE entries > 0
),
summed AS (
    SELECT part, sum(accounts)::bigint AS accounts, sum(profit) AS profit,
           coalesce(nullif((%(bounds)s::bigint[])[part], -9e18)::numeric, '-Infinity') AS lower,
           coalesce((%(bounds)s::bigint[])[part + 1]::numeric, 'Infinity') AS upper
    FROM changed
    GROUP BY part
)
SELECT part, summed.accounts, summed.profit, least, most,
       CASE WHEN least > 0 THEN summed.profit ELSE gains.profit END AS positive,
       CASE WHEN least > 0 THEN summed.accounts ELSE gains.accounts END AS profitable
FROM summed
CROSS JOIN LATERAL (
    SELECT profit AS least FROM night_standing
    WHERE entries > 0 AND profit >= lower AND profit < upper ORDER BY profit LIMIT 1
) AS bottom
CROSS JOIN LATERAL (
    SELECT profit AS most FROM night_standing
    WHERE entries > 0 AND profit >= lower AND profit < upper ORDER BY profit DESC LIMIT 1
) AS top
CROSS JOIN LATERAL (
    SELECT coalesce(sum(profit), 0) AS profit, count(*) AS accounts FROM night_standing
    WHERE least <= 0 AND entries > 0 AND profit > 0 AND profit <= most
) AS gains
ORDER BY part DESC
