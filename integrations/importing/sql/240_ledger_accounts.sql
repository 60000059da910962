-- Grain: an account whose ledger this import touched.
SELECT DISTINCT account_id FROM import_row WHERE NOT is_refused ORDER BY account_id
