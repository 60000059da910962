-- Grain: a line whose external id belongs to an entry of an account outside the actor's reach (rows: those within);
-- marks it refused.
UPDATE import_row
SET is_refused = true
FROM scoring_ledgerentry AS entry
WHERE entry.external_id = import_row.external_id AND entry.account_id NOT IN (SELECT id FROM (/*rows*/) AS visible)
RETURNING import_row.line, import_row.external_id
