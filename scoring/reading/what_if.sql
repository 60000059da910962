-- Grain: one row per pair of tiers, now and under the draft. Reads: the rows given (account_id), accounts that the reader
-- may see; night_judged under the draft. An account that the night did not know is left out.
WITH visible AS (/*rows*/)
SELECT tier_before AS before, new_tier AS after, count(*) AS accounts, coalesce(sum(profit), 0) AS profit,
       coalesce(sum(minutes), 0)::bigint AS minutes
FROM night_judged
WHERE since IS NOT NULL AND account_id IN (SELECT account_id FROM visible)
GROUP BY tier_before, new_tier
ORDER BY accounts DESC, before, after
