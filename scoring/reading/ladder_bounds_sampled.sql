-- In place of ladder_bounds where night_standing is night_bridged: pages of it are read instead of all of it, twice.
-- Grain: one row: whole numbers that cut the rated accounts into some %(parts)s parts by profit. Reads: night_bridged.
SELECT array(
    SELECT DISTINCT unnest(percentile_disc(array(
        SELECT part / %(parts)s::float8 FROM generate_series(1, %(parts)s - 1) AS part
    )) WITHIN GROUP (ORDER BY least(greatest(floor(profit), -9e18), 9e18)::bigint)) AS bound
    FROM night_bridged TABLESAMPLE SYSTEM (%(percent)s) REPEATABLE (0)
    WHERE entries > 0
    ORDER BY bound
) AS bounds
