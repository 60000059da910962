-- Grain: a person as the file names them, with the first line.
SELECT person_name AS name, min(line) AS line FROM import_row WHERE person_name <> '' GROUP BY 1 ORDER BY 2
