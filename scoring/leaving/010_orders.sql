-- Grain: one row per active account that has bought by the day of the fit. Reads: scoring_ledgerentry (index-only over
-- ledger_window), accounts_account. Writes: churn_order (temporary).
-- A purchase is a day with revenue above zero.
DROP TABLE IF EXISTS churn_order;
CREATE TEMP TABLE churn_order ON COMMIT DROP AS
WITH bought AS (
    SELECT account_id, count(DISTINCT date) AS orders, min(date) AS first_order, max(date) AS last_order,
           sum(revenue_base) AS revenue
    FROM scoring_ledgerentry
    WHERE date <= %(date)s AND revenue_base > 0
    GROUP BY account_id
)
SELECT bought.*
FROM bought
JOIN accounts_account AS account ON account.id = account_id
WHERE archived_at IS NULL OR (archived_at AT TIME ZONE %(zone)s)::date > %(date)s;
ANALYZE churn_order
