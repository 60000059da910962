-- Reads teams_exchangerate (index exchange_rate_day), writes import_row.rate: the latest on or before the row's day.
-- A row whose currency has none is refused.
UPDATE import_row SET rate = 1 WHERE currency = %(base)s OR currency IS NULL;
WITH days AS (
    SELECT DISTINCT currency, day FROM import_row WHERE rate IS NULL
),
dated AS (
    SELECT days.currency, days.day,
           (SELECT known.rate FROM teams_exchangerate AS known
            WHERE known.currency = days.currency AND known.date <= days.day
            ORDER BY known.date DESC LIMIT 1) AS rate
    FROM days
)
UPDATE import_row
SET rate = dated.rate, is_refused = is_refused OR dated.rate IS NULL
FROM dated
WHERE import_row.rate IS NULL AND dated.currency = import_row.currency AND dated.day IS NOT DISTINCT FROM import_row.day
