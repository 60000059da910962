-- Grain: one row: how many rows are refused, how many lines in all.
SELECT count(*) FILTER (WHERE is_refused) AS refused, count(*) AS rows FROM import_row
