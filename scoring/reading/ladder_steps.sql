-- Grain: one row per part of the ranking, from the highest profit down. Reads: night_standing.
SELECT width_bucket(least(greatest(floor(profit), -9e18), 9e18)::bigint, %(bounds)s::bigint[]) AS part,
       count(*) AS accounts, sum(profit) AS profit, min(profit) AS least, max(profit) AS most,
       coalesce(sum(profit) FILTER (WHERE profit > 0), 0) AS positive,
       count(*) FILTER (WHERE profit > 0) AS profitable
FROM night_standing
WHERE entries > 0
GROUP BY part
ORDER BY part DESC
