-- Grain: a line whose amount in the base currency no sum could hold (constraint ledger_sums_hold); marks it refused. An
-- entry that is there already and keeps its rate is within.
UPDATE import_row
SET is_refused = true
WHERE NOT is_refused AND greatest(abs((cells->>'revenue')::numeric), abs((cells->>'cost')::numeric)) * rate >= %(limit)s
RETURNING line, cells->>'revenue' AS revenue, cells->>'cost' AS cost, rate,
          abs((cells->>'revenue')::numeric) * rate >= %(limit)s AS is_revenue
