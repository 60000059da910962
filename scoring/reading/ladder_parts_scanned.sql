-- In place of ladder_parts where night_standing has no index over profit: one scan, narrowed by all ranges at once.
-- Grain: one row per account in the parts asked for; %(bounds)s cut the ranking. Reads: night_standing.
WITH asked AS (
    SELECT part, coalesce(nullif((%(bounds)s::bigint[])[part], -9e18)::numeric, '-Infinity') AS least,
           coalesce((%(bounds)s::bigint[])[part + 1]::numeric, 'Infinity') AS most
    FROM unnest(%(parts)s::integer[]) AS parts (part)
)
SELECT part, profit, account_id
FROM asked
JOIN night_standing ON profit >= least AND profit < most
WHERE entries > 0 AND (SELECT range_agg(numrange(least, most)) FROM asked) @> profit
