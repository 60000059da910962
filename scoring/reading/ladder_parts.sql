-- Grain: one row per account in the parts asked for. %(bounds)s cut the ranking at the ends of these parts alone;
-- %(parts)s are their numbers among them. Reads: night_standing.
SELECT width_bucket(least(greatest(floor(profit), -9e18), 9e18)::bigint, %(bounds)s::bigint[]) AS part, profit, account_id
FROM night_standing
WHERE entries > 0
  AND width_bucket(least(greatest(floor(profit), -9e18), 9e18)::bigint, %(bounds)s::bigint[]) = ANY (%(parts)s)
