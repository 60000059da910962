-- Grain: accounts whose tier changed, and those never scored before. Reads: night_published (088_published), scoring_tierdecision,
-- night_news, or scoring_standing where the night before published nothing.
-- Writes: accounts_account.tier, tier_since, scored_at (primary key), nothing else: no version, no updated_at; and
-- accounts_publishedprofit.amount where it differs, %(unrated)s for who has no entry in the window.
-- Where a rerun takes a move back, the account has its tier since the night that first gave it, as history says.
-- scored_at is the night that last changed what is published; rewriting it every night would rewrite every account.
-- Rows are locked in the order of their ids first, as imports and edits of many do: none waits for another in a circle.
WITH locked AS MATERIALIZED (
    SELECT account.id
    FROM night_published AS decision
    JOIN accounts_account AS account ON account.id = decision.account_id
    ORDER BY account.id
    FOR NO KEY UPDATE OF account
)
UPDATE accounts_account AS account
SET tier = decision.tier,
    tier_since = CASE WHEN decision.tier = '' THEN NULL
                      WHEN account.tier = decision.tier THEN account.tier_since
                      WHEN decision.tier <> decision.tier_before THEN %(date)s
                      ELSE (
                          SELECT min(kept.valid_from)
                          FROM scoring_tierdecision AS kept
                          WHERE kept.account_id = account.id AND kept.valid_from > coalesce((
                              SELECT max(other.valid_from)
                              FROM scoring_tierdecision AS other
                              WHERE other.account_id = account.id AND other.tier <> decision.tier
                                AND other.valid_from <= %(date)s
                          ), '-infinity')
                      ) END,
    scored_at = %(date)s
FROM locked
JOIN night_published AS decision ON decision.account_id = locked.id
WHERE account.id = locked.id
  AND (account.tier <> decision.tier OR account.scored_at IS NULL);
UPDATE accounts_publishedprofit AS published
SET amount = found.amount
FROM (
    SELECT account_id, CASE WHEN entries = 0 THEN %(unrated)s ELSE profit END AS amount
    FROM night_news  -- only news
    FROM scoring_standing  -- only all
) AS found
WHERE published.account_id = found.account_id AND published.amount <> found.amount
