-- Grain: a line whose currency has no rate that day.
SELECT line, currency, day FROM import_row WHERE rate IS NULL ORDER BY line
