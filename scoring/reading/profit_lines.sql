-- Grain: the total first (key null), then one row per key, sorted and numbered: those after %(skip)s, at most %(limit)s.
-- Reads: the rows given (key, is_now, is_then, sums): decisions that the reader may see, of rated accounts, as they stood
-- in the night (is_now), in the night it is compared with (is_then), or in both.
WITH visible AS (/*rows*/),
lines AS (
    SELECT key,
           count(*) FILTER (WHERE is_now) AS accounts,
           coalesce(sum(revenue) FILTER (WHERE is_now), 0) AS revenue,
           coalesce(sum(cost) FILTER (WHERE is_now), 0) AS cost,
           coalesce(sum(cost_to_serve) FILTER (WHERE is_now), 0) AS cost_to_serve,
           coalesce(sum(profit) FILTER (WHERE is_now), 0) AS profit,
           coalesce(sum(profit) FILTER (WHERE is_then), 0) AS profit_then
    FROM visible
    WHERE is_now OR is_then
    GROUP BY key
),
numbered AS (
    SELECT lines.*,
           row_number() OVER (
               ORDER BY %(sign)s * CASE %(order)s
                            WHEN 'accounts' THEN accounts
                            WHEN 'revenue' THEN revenue
                            WHEN 'cost' THEN cost
                            WHEN 'cost_to_serve' THEN cost_to_serve
                            WHEN 'margin' THEN profit / nullif(revenue, 0)
                            WHEN 'change' THEN profit - profit_then
                            ELSE profit
                        END NULLS LAST, profit DESC, key
           ) AS number
    FROM lines
)
SELECT 0 AS place, NULL AS key, coalesce(sum(accounts), 0)::bigint AS accounts, coalesce(sum(revenue), 0) AS revenue,
       coalesce(sum(cost), 0) AS cost, coalesce(sum(cost_to_serve), 0) AS cost_to_serve, coalesce(sum(profit), 0) AS profit,
       coalesce(sum(profit_then), 0) AS profit_then, count(*) AS lines
FROM lines
UNION ALL
SELECT number, key, accounts, revenue, cost, cost_to_serve, profit, profit_then, NULL
FROM numbered
WHERE number > %(skip)s AND number <= %(skip)s + %(limit)s
ORDER BY place
