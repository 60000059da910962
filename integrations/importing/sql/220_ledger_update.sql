-- Writes scoring_ledgerentry where an entry of that external id says something else. It keeps the rate it was booked
-- with until amount, currency or day change; a blank note keeps the one there is.
UPDATE scoring_ledgerentry AS entry
SET account_id = row.account_id, date = row.day, revenue = row.revenue, cost = row.cost, currency = row.currency,
    rate = CASE
        WHEN (entry.date, entry.revenue, entry.cost, entry.currency) = (row.day, row.revenue, row.cost, row.currency)
        THEN entry.rate ELSE row.rate
    END,
    note = coalesce(row.note, entry.note)
FROM (
    SELECT external_id, account_id, day, currency, rate, (cells->>'revenue')::numeric AS revenue,
           (cells->>'cost')::numeric AS cost, cells->>'note' AS note
    FROM import_row
    WHERE NOT is_refused
) AS row
WHERE entry.external_id = row.external_id
  AND (entry.account_id, entry.date, entry.revenue, entry.cost, entry.currency, entry.note)
      IS DISTINCT FROM (row.account_id, row.day, row.revenue, row.cost, row.currency, coalesce(row.note, entry.note))
