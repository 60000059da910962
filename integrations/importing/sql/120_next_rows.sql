-- Grain: the next rows to write, in the file's order (index on line).
SELECT line, external_id, account_id, person_id, rate, cells
FROM import_row
WHERE line > %(after)s AND NOT is_refused
ORDER BY line
LIMIT %(limit)s
