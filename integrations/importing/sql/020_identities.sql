-- Reads and writes import_row. With makes_ids, a row without an external id gets one made of what it says and of how
-- many rows before it say the same: the same file twice then names the same rows twice.
CREATE INDEX ON import_row (line);
WITH numbered AS (
    SELECT line, identity, row_number() OVER (PARTITION BY identity ORDER BY line) AS place
    FROM import_row
    WHERE external_id IS NULL AND %(makes_ids)s
)
UPDATE import_row
SET external_id = 'csv-' || numbered.identity || CASE WHEN place > 1 THEN '-' || place ELSE '' END
FROM numbered
WHERE import_row.line = numbered.line;
ANALYZE import_row
