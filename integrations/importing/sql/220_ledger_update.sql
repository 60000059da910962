-- Writes scoring_ledgerentry where an entry of that external id says something else, and journal_event: one row each with
-- what it was and is. An entry keeps the rate it was booked with until amount, currency or day change; a blank note
-- keeps the one there is, and so does a blank kind (where there is revenue it is a sale).
WITH row AS (
    SELECT external_id, account_id, day, currency, rate, (cells->>'revenue')::numeric AS revenue,
           (cells->>'cost')::numeric AS cost, cells->>'note' AS note,
           coalesce(cells->>'kind', CASE WHEN (cells->>'revenue')::numeric <> 0 THEN 'sale' END) AS kind
    FROM import_row
    WHERE NOT is_refused
),
old AS (
    SELECT entry.*
    FROM scoring_ledgerentry AS entry
    JOIN row ON row.external_id = entry.external_id
    WHERE (entry.account_id, entry.date, entry.kind, entry.revenue, entry.cost, entry.currency, entry.note)
          IS DISTINCT FROM (row.account_id, row.day, coalesce(row.kind, entry.kind), row.revenue, row.cost,
                            row.currency, coalesce(row.note, entry.note))
    FOR NO KEY UPDATE OF entry
),
changed AS (
    UPDATE scoring_ledgerentry AS entry
    SET account_id = row.account_id, date = row.day, revenue = row.revenue, cost = row.cost, currency = row.currency,
        rate = CASE
            WHEN (old.date, old.revenue, old.cost, old.currency) = (row.day, row.revenue, row.cost, row.currency)
            THEN old.rate ELSE row.rate
        END,
        note = coalesce(row.note, old.note), kind = coalesce(row.kind, old.kind)
    FROM old
    JOIN row ON row.external_id = old.external_id
    WHERE entry.id = old.id
    RETURNING entry.id, entry.account_id, to_jsonb(old) AS before, to_jsonb(entry) AS after
)
INSERT INTO journal_event (at, actor_id, verb, subject_type, subject_id, account_id, changes)
SELECT %(now)s, %(actor)s, 'ledger.changed', 'ledgerentry', id, account_id, (
    -- Amounts as text, as the journal keeps them: a JSON number would be read as a float.
    SELECT jsonb_object_agg(name, CASE name
        WHEN 'account_id' THEN jsonb_build_array(before->name, after->name)
        ELSE jsonb_build_array(before->>name, after->>name)
    END)
    FROM unnest(ARRAY['account_id', 'date', 'kind', 'revenue', 'cost', 'currency', 'rate', 'note']) AS name
    WHERE before->name <> after->name
)
FROM changed
