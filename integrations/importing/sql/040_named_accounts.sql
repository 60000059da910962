-- Grain: an account as the file names it.
SELECT account_external_id AS external_id, account_name AS name
FROM import_row
WHERE account_external_id <> '' OR account_name <> ''
GROUP BY 1, 2
ORDER BY min(line)
