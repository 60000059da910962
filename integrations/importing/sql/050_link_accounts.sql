-- Reads import_link, writes import_row.account_id. A link of another fault than none refuses the row.
UPDATE import_row
SET account_id = link.account_id, is_refused = is_refused OR link.fault <> ''
FROM import_link AS link
WHERE link.external_id = import_row.account_external_id AND link.name = import_row.account_name
