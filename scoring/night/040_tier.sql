-- Grain: one row per active account. Reads: night_profit, night_rank. Writes: night_tier (temporary).
-- The policy's lines in their order; the first that holds decides. Shares are compared by multiplication, never by a
-- rounded division. level: 0 lead, 1 iron, 2 gold, 3 platinum; null is unrated.
DROP TABLE IF EXISTS night_tier;
CREATE TEMP TABLE night_tier ON COMMIT DROP AS
WITH judged AS (
    SELECT account_id, revenue, active_months, rank, night_profit.profit, above, positive, rated,
           CASE
               WHEN rank IS NULL THEN 'no_entry'
               WHEN night_profit.profit <= 0 THEN 'loss'
               WHEN night_profit.profit < %(slim_margin)s * revenue THEN 'slim_margin'
               WHEN above < %(platinum_share)s * positive
                    AND rank <= ceil(%(platinum_rank)s * rated) THEN 'top_profit'
               WHEN above < %(gold_share)s * positive
                    AND active_months >= %(loyal_months)s THEN 'loyal_profit'
               WHEN above < %(gold_share)s * positive THEN 'not_loyal'
               ELSE 'ordinary'
           END AS rule
    FROM night_profit
    LEFT JOIN night_rank USING (account_id)
)
SELECT judged.*,
       CASE rule
           WHEN 'top_profit' THEN 3
           WHEN 'loyal_profit' THEN 2
           WHEN 'not_loyal' THEN 1
           WHEN 'ordinary' THEN 1
           WHEN 'slim_margin' THEN 0
           WHEN 'loss' THEN 0
       END AS level
FROM judged;
ANALYZE night_tier
