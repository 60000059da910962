-- Grain: one row per industry that occurs, by name, at most 200. Reads: the rows given (industry).
WITH seen AS (/*rows*/)
SELECT DISTINCT industry
FROM seen
WHERE industry <> ''
ORDER BY industry
LIMIT 200
