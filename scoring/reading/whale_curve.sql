-- Grain: at most 200 points of the curve, from the highest profit down. Reads: the rows given (account_id, profit), decisions
-- of one night that the reader may see. The ends, the top share and the peak are always among the points.
WITH visible AS (/*rows*/),
ordered AS (
    SELECT row_number() OVER in_order AS accounts,
           sum(profit) OVER in_order AS profit,
           count(*) OVER () AS all_accounts,
           count(*) FILTER (WHERE profit > 0) OVER () AS profitable
    FROM visible
    WINDOW in_order AS (ORDER BY profit DESC, account_id ROWS UNBOUNDED PRECEDING)
)
SELECT accounts, profit
FROM ordered
WHERE accounts %% greatest(1, ceil(all_accounts / 196.0)::bigint) = 0
   OR accounts IN (1, ceil(%(top)s * all_accounts), profitable, all_accounts)
ORDER BY accounts
