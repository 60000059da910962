-- Grain: one row over the rated decisions of one night that the reader may see: how many of the most profitable accounts
-- bring the goal of all profit, and the visit minutes that these, and that the top fifth, got.
-- Reads: the rows given (account_id, profit, minutes).
WITH visible AS (/*rows*/),
ordered AS (
    SELECT profit, minutes,
           row_number() OVER in_order AS n,
           sum(profit) OVER in_order AS running,
           count(*) OVER () AS accounts,
           sum(profit) OVER () AS total
    FROM visible
    WINDOW in_order AS (ORDER BY profit DESC, account_id ROWS UNBOUNDED PRECEDING)
),
reached AS (
    SELECT min(n) AS n
    FROM ordered
    WHERE total > 0 AND running >= %(goal)s * total
)
SELECT min(reached.n) AS goal_accounts,
       coalesce(sum(minutes) FILTER (WHERE ordered.n <= reached.n), 0)::bigint AS goal_minutes,
       coalesce(max(ceil(%(top)s * accounts)), 0)::bigint AS top_accounts,
       coalesce(sum(minutes) FILTER (WHERE ordered.n <= ceil(%(top)s * accounts)), 0)::bigint AS top_minutes
FROM reached
LEFT JOIN ordered ON TRUE
