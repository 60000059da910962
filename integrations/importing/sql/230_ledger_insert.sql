-- Writes scoring_ledgerentry: the entries whose external id is new (unique index ledger_external_id).
-- Grain: an account that has new ones, and how many.
WITH added AS (
    INSERT INTO scoring_ledgerentry (account_id, date, kind, revenue, cost, currency, rate, external_id, note, created_at)
    SELECT account_id, day, coalesce(cells->>'kind', 'sale'), (cells->>'revenue')::numeric, (cells->>'cost')::numeric, currency, rate, external_id,
           coalesce(cells->>'note', ''), %(now)s
    FROM import_row
    WHERE NOT is_refused
    ORDER BY line
    ON CONFLICT DO NOTHING
    RETURNING account_id
)
SELECT account_id, count(*) AS entries FROM added GROUP BY account_id ORDER BY account_id
