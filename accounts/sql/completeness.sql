-- How complete the records of accounts are, by the present rule. A point out of date keeps a share of its weight.
-- Grain: one row an account that is not archived; where nothing is asked of a tier, its records are complete
-- Reads: the points of every room (files of their own), accounts_completenesspoint. Writes: accounts_completeness, where
-- it differs. With `account`, of one alone.
WITH rule AS (
    SELECT id, stale_share FROM accounts_completenessrule ORDER BY version DESC LIMIT 1
),
seen (account_id, key, seen_on) AS
MATERIALIZED -- only one
(
-- here points
),
judged AS (
    SELECT
        account.id AS account_id,
        asked.key,
        asked.weight,
        seen.seen_on IS NULL AS is_missing,
        COALESCE(seen.seen_on + asked.days < %(today)s, FALSE) AS is_stale
    FROM accounts_account AS account
    JOIN rule ON TRUE
    LEFT JOIN accounts_completenesspoint AS asked
        ON asked.rule_id = rule.id
        AND asked.weight > 0
        AND (cardinality(asked.tiers) = 0 OR account.tier = ANY (asked.tiers))
    LEFT JOIN seen ON seen.account_id = account.id AND seen.key = asked.key
    WHERE account.archived_at IS NULL
      AND account.id = %(account)s -- only one
),
counted AS (
    SELECT
        account_id,
        COALESCE(FLOOR(
            SUM(CASE WHEN is_missing THEN 0 WHEN is_stale THEN weight * rule.stale_share ELSE weight * 100 END)::numeric
            / SUM(weight)
        ), 100)::smallint AS score,
        COALESCE(ARRAY_AGG(key ORDER BY weight DESC, key) FILTER (WHERE is_missing AND key IS NOT NULL), '{}') AS missing,
        COALESCE(ARRAY_AGG(key ORDER BY weight DESC, key) FILTER (WHERE is_stale), '{}') AS stale
    FROM judged
    CROSS JOIN rule
    GROUP BY account_id
)
UPDATE accounts_completeness AS kept
SET score = counted.score, missing = counted.missing, stale = counted.stale
FROM counted
WHERE kept.account_id = counted.account_id
  AND (kept.score, kept.missing, kept.stale) IS DISTINCT FROM (counted.score, counted.missing, counted.stale)
