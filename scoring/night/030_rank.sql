-- Grain: one row per rated account (at least one entry in the window).
-- Reads: night_profit. Writes: night_rank (temporary).
-- Rank 1 has the highest profit; of equal profits the older account (lower id) stands first. `above` is the profit of
-- all accounts ranked above, `positive` the sum of positive profits, `rated` how many accounts are ranked.
DROP TABLE IF EXISTS night_rank;
CREATE TEMP TABLE night_rank ON COMMIT DROP AS
SELECT account_id,
       profit,
       row_number() OVER in_order AS rank,
       sum(profit) OVER in_order - profit AS above,
       coalesce(sum(profit) FILTER (WHERE profit > 0) OVER everybody, 0) AS positive,
       count(*) OVER everybody AS rated
FROM night_profit
WHERE entries > 0
WINDOW in_order AS (ORDER BY profit DESC, account_id ROWS UNBOUNDED PRECEDING),
       everybody AS ();
CREATE UNIQUE INDEX ON night_rank (rank);
ANALYZE night_rank
