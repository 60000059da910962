-- Grain: one row per pair of tiers, now and under the draft. Reads: the rows given (account_id, tier), decisions of the night
-- that the reader may see; night_decision, filled by the judging steps under the draft.
WITH visible AS (/*rows*/)
SELECT visible.tier AS before, night_decision.tier AS after, count(*) AS accounts,
       coalesce(sum(profit), 0) AS profit, coalesce(sum(minutes), 0)::bigint AS minutes
FROM visible
JOIN night_decision USING (account_id)
GROUP BY visible.tier, night_decision.tier
ORDER BY accounts DESC, before, after
