-- Grain: a line whose account cannot be decided.
SELECT line, link.external_id, link.name, link.fault
FROM import_row
JOIN import_link AS link ON link.external_id = account_external_id AND link.name = account_name
WHERE link.fault <> ''
ORDER BY line
