-- Grain: one row per cut of the accounts, most profitable first and unrated ones last: accounts, revenue and profit of the
-- first %(cuts)s[1] of all, of the next up to %(cuts)s[2], … and of the rest. Reads: the rows given (account_id,
-- order_profit, entries, revenue, profit): decisions of one night that the reader may see.
WITH visible AS (/*rows*/),
ordered AS (
    SELECT revenue, CASE WHEN entries > 0 THEN profit ELSE 0 END AS profit,
           row_number() OVER (ORDER BY order_profit DESC, account_id) AS n,
           count(*) OVER () AS accounts
    FROM visible
)
SELECT number, count(n) AS accounts, coalesce(sum(revenue), 0) AS revenue, coalesce(sum(profit), 0) AS profit
FROM generate_series(0, cardinality(%(cuts)s::numeric[])) AS number
LEFT JOIN ordered
    ON n > ceil(coalesce((%(cuts)s::numeric[])[number], 0) * accounts)
    AND n <= ceil(coalesce((%(cuts)s::numeric[])[number + 1], 1) * accounts)
GROUP BY number
ORDER BY number
