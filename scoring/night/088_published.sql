-- Grain: accounts whose tier changed, and those never scored before: what 170_publish is to write. Reads: night_news, or
-- scoring_standing where the night before published nothing; accounts_account. Writes: night_published (temporary).
-- Published is last, for the rows stay locked until the night's end; until then alerts find the new tier here.
INSERT INTO night_published (account_id, tier, tier_before)
WITH decision AS (
    SELECT account_id, tier, tier_before FROM night_news  -- only news
    SELECT account_id, tier, CASE WHEN since = %(date)s THEN previous_tier ELSE tier END AS tier_before  -- only all
    FROM scoring_standing  -- only all
)
SELECT account_id, decision.tier, tier_before
FROM decision
JOIN accounts_account AS account ON account.id = account_id
WHERE account.tier <> decision.tier OR account.scored_at IS NULL
ORDER BY account_id;
ANALYZE night_published
