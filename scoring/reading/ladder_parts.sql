-- Grain: one row per account in the parts asked for; %(bounds)s cut the ranking. Reads: night_standing, by its index over
-- profit no more than these parts.
SELECT part, profit, account_id
FROM unnest(%(parts)s::integer[]) AS asked (part)
JOIN night_standing
    ON profit >= coalesce(nullif((%(bounds)s::bigint[])[part], -9e18)::numeric, '-Infinity')
    AND profit < coalesce((%(bounds)s::bigint[])[part + 1]::numeric, 'Infinity')
WHERE entries > 0
