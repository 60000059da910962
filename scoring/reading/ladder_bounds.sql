-- Grain: one row: how many accounts are rated, and whole numbers that cut them into some √n parts by profit, chosen by
-- every so-maniest account (by a digest of its id: the same accounts each time). Reads: night_standing.
WITH size AS (
    SELECT count(*) AS rated FROM night_standing WHERE entries > 0
)
SELECT rated, CASE WHEN rated > 0 THEN array(
    SELECT DISTINCT unnest(percentile_disc(array(
        SELECT part / ceil(sqrt(rated)) FROM generate_series(1, ceil(sqrt(rated))::integer - 1) AS part
    )) WITHIN GROUP (ORDER BY least(greatest(floor(profit), -9e18), 9e18)::bigint)) AS bound
    FROM night_standing
    WHERE entries > 0 AND abs(hashint8(account_id)::bigint) %% greatest(1, floor(sqrt(rated) / 40)::bigint) = 0
    ORDER BY bound
) END AS bounds
FROM size
