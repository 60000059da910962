-- Grain: a line that names a person nobody knows.
SELECT line, person_name AS name FROM import_row WHERE person_name <> '' AND person_id IS NULL ORDER BY line
