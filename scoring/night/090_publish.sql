-- Grain: accounts whose tier changed, and those never scored before. Reads: night_decision.
-- Writes: accounts_account.tier, tier_since, scored_at (primary key), nothing else: no version, no updated_at.
-- scored_at is the night that last changed what is published; rewriting it every night would rewrite every account.
UPDATE accounts_account AS account
SET tier = decision.tier,
    tier_since = CASE WHEN decision.tier = '' THEN NULL
                      WHEN account.tier = decision.tier THEN account.tier_since
                      ELSE %(date)s END,
    scored_at = %(date)s
FROM night_decision AS decision
WHERE account.id = decision.account_id
  AND (account.tier <> decision.tier OR account.scored_at IS NULL)
