-- Grain: a line whose identity (external id, or what stands for it) stands more than once in the file; marks it refused.
WITH doubles AS (
    SELECT coalesce('=' || external_id, identity) AS value, array_agg(line ORDER BY line) AS lines
    FROM import_row
    GROUP BY 1
    HAVING count(*) > 1
),
refused AS (
    UPDATE import_row
    SET is_refused = true
    FROM doubles
    WHERE doubles.value = coalesce('=' || import_row.external_id, import_row.identity)
    RETURNING import_row.line, import_row.external_id, doubles.lines
)
SELECT line, external_id, lines[:5] AS lines, cardinality(lines) AS times FROM refused ORDER BY line
