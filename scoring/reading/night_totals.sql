-- Grain: one row, the night that is being decided. Reads: night_decision.
SELECT count(*) AS accounts,
       count(rank) AS rated,
       coalesce(sum(profit) FILTER (WHERE rank IS NOT NULL), 0) AS profit,
       coalesce(sum(profit) FILTER (WHERE rank IS NOT NULL AND profit > 0), 0) AS positive_profit
FROM night_decision
