-- Pairs of accounts that have a key in common, and by which kinds of keys (name, code, telephone, domain).
-- grain: one row a pair, the older account first; a pair that has nothing in common any more goes
-- reads: accounts_matchkey (index match_key, in its order), accounts_twoaccounts · writes: accounts_likepair
-- A key of more than `most` accounts says nothing: a switchboard, the domain of a group.
WITH shared AS MATERIALIZED (
    SELECT key
    FROM accounts_matchkey
    GROUP BY key
    HAVING COUNT(*) BETWEEN 2 AND %(most)s
),
found AS MATERIALIZED (
    SELECT
        one.account_id AS first_id,
        other.account_id AS second_id,
        ARRAY_AGG(left(one.key, 1) ORDER BY one.key) AS reasons,
        SUM(CASE left(one.key, 1) WHEN 'n' THEN 4 WHEN 'x' THEN 3 ELSE 2 END) AS weight
    FROM shared
    JOIN accounts_matchkey AS one ON one.key = shared.key
    JOIN accounts_matchkey AS other ON other.key = shared.key AND other.account_id > one.account_id
    JOIN accounts_account AS elder ON elder.id = one.account_id
    JOIN accounts_account AS younger ON younger.id = other.account_id
    WHERE NOT EXISTS (
        SELECT FROM accounts_twoaccounts AS two
        WHERE two.first_id = one.account_id AND two.second_id = other.account_id
    )
    GROUP BY one.account_id, other.account_id
),
gone AS (
    DELETE FROM accounts_likepair AS pair
    WHERE NOT EXISTS (
        SELECT FROM found WHERE found.first_id = pair.first_id AND found.second_id = pair.second_id
    )
)
INSERT INTO accounts_likepair AS pair (first_id, second_id, reasons, weight)
SELECT first_id, second_id, reasons, weight
FROM found
ON CONFLICT (first_id, second_id) DO UPDATE
SET reasons = EXCLUDED.reasons, weight = EXCLUDED.weight
WHERE pair.reasons <> EXCLUDED.reasons OR pair.weight <> EXCLUDED.weight
