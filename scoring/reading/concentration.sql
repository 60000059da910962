-- Grain: one row over the rated decisions of one night that the reader may see. Reads: the rows given (account_id, profit).
-- Accounts in order of profit; `running` is what the first n bring together. Null where there is no account.
WITH visible AS (/*rows*/),
ordered AS (
    SELECT profit,
           row_number() OVER in_order AS n,
           sum(profit) OVER in_order AS running,
           count(*) OVER () AS accounts,
           sum(profit) OVER () AS total
    FROM visible
    WINDOW in_order AS (ORDER BY profit DESC, account_id ROWS UNBOUNDED PRECEDING)
)
SELECT count(*) AS accounts,
       coalesce(sum(profit), 0) AS profit,
       coalesce(max(ceil(%(top)s * accounts)), 0)::bigint AS top_accounts,
       coalesce(sum(profit) FILTER (WHERE n <= ceil(%(top)s * accounts)), 0) AS top_profit,
       count(*) FILTER (WHERE profit > 0) AS profitable,
       coalesce(sum(profit) FILTER (WHERE profit > 0), 0) AS peak_profit,
       count(*) FILTER (WHERE profit <= 0) AS unprofitable,
       coalesce(sum(profit) FILTER (WHERE profit <= 0), 0) AS losses,
       min(n) FILTER (WHERE total > 0 AND running >= %(goal)s * total) AS reach_goal,
       CASE WHEN sum(profit) > 0
            THEN round(2 * sum((accounts - n + 1) * profit) / (count(*) * sum(profit)) - (count(*) + 1.0) / count(*), 4)
       END AS gini
FROM ordered
