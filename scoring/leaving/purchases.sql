-- Grain: one row per account of the sample that has bought by %(until)s. Reads: accounts_account (primary key),
-- scoring_ledgerentry (index-only over ledger_window, account by account: a sample must not cost a scan of everything).
-- A purchase is a day with revenue above zero; days are ordinals (1 January of the year 1 is 1). The sample is drawn by
-- a hash of the id, so that it is the same each night, and a larger one holds the smaller.
SELECT account.id AS account_id, days, revenues
FROM accounts_account AS account
CROSS JOIN LATERAL (
    SELECT array_agg(day ORDER BY day) AS days, array_agg(revenue ORDER BY day) AS revenues
    FROM (
        SELECT date - '0001-01-01'::date + 1 AS day, sum(revenue_base)::float8 AS revenue
        FROM scoring_ledgerentry
        WHERE account_id = account.id AND date <= %(until)s AND revenue_base > 0
        GROUP BY date
    ) AS bought
) AS history
WHERE ((account.id * 2654435761) %% 4294967296) * 1000000 / 4294967296 < %(buckets)s AND days IS NOT NULL
ORDER BY account.id
