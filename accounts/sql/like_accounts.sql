-- Accounts that have a key in common with one (`account`), or with what somebody types of a new one (0 and the rest).
-- grain: one row an account that is like it, the likest first; at most 500, of which the reader sees some
-- reads: accounts_matchkey (indexes match_key_once for its own keys, match_key for each of them, `most` + 1 rows at most)
-- A key of more than `most` accounts says nothing. Pairs known to be two accounts are left out.
WITH own AS (
    SELECT key FROM accounts_matchkey WHERE account_id = %(account)s
    UNION
    SELECT key FROM accounts_own_keys(%(name)s, %(external_id)s, %(phone)s, %(website)s) AS key
),
near AS (
    SELECT own.key, other.account_id, COUNT(*) OVER (PARTITION BY own.key) AS sharing
    FROM own
    CROSS JOIN LATERAL (
        SELECT account_id FROM accounts_matchkey WHERE key = own.key ORDER BY account_id LIMIT %(most)s + 1
    ) AS other
)
SELECT
    account_id,
    ARRAY_AGG(left(key, 1) ORDER BY key) AS reasons,
    SUM(CASE left(key, 1) WHEN 'n' THEN 4 WHEN 'x' THEN 3 ELSE 2 END)::integer AS weight
FROM near
WHERE sharing <= %(most)s
  AND account_id <> %(account)s
  AND NOT EXISTS (
    SELECT
    FROM accounts_twoaccounts
    WHERE first_id = LEAST(account_id, %(account)s) AND second_id = GREATEST(account_id, %(account)s)
  )
GROUP BY account_id
ORDER BY weight DESC, account_id
LIMIT 500
