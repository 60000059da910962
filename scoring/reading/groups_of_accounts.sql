-- Grain: the rows given that are wanted, each with its key: the account at the top of its group. Reads: the rows given
-- (account_id, parent_id, is_wanted, …), all that the reader may see. Whose parent is not among them heads a group of
-- its own: a company out of sight connects nobody.
WITH RECURSIVE seen AS (/*rows*/),
children AS (
    SELECT DISTINCT account_id, parent_id
    FROM seen
    WHERE parent_id IN (SELECT account_id FROM seen)
),
below AS (
    SELECT account_id, parent_id AS head
    FROM children
    WHERE parent_id NOT IN (SELECT account_id FROM children)
    UNION
    SELECT children.account_id, below.head
    FROM children
    JOIN below ON children.parent_id = below.account_id
)
SELECT coalesce(head, account_id)::text AS key, is_now, is_then, revenue, cost, cost_to_serve, profit
FROM seen
LEFT JOIN below USING (account_id)
WHERE is_wanted
