-- What introducers brought us: the accounts they introduced, those that came through people of these, and what was
-- won there since each introduction. Reads the referrals that the reader sees (introducer, account, day, and the account
-- where the introducer works). Grain: introducer. Index: pipeline_opportunity by account.
WITH RECURSIVE seen AS (/*rows*/),
brought AS (
    SELECT introducer_id, account_id, "on", 1 AS level FROM seen
    UNION ALL
    SELECT brought.introducer_id, seen.account_id, seen."on", brought.level + 1
    FROM brought
    JOIN seen ON seen.works_at = brought.account_id
    WHERE brought.level < 30
),
worth AS (
    SELECT brought.introducer_id, brought.level, coalesce(sum(won.amount_base), 0) AS amount
    FROM brought
    LEFT JOIN pipeline_opportunity AS won
        ON won.account_id = brought.account_id AND won.status = 'won'
        AND won.archived_at IS NULL AND won.closed_on >= brought."on"
    GROUP BY brought.introducer_id, brought.account_id, brought.level
)
SELECT introducer_id,
    count(*) FILTER (WHERE level = 1) AS direct,
    count(*) FILTER (WHERE level > 1) AS further,
    sum(amount) FILTER (WHERE level = 1) AS direct_value,
    sum(amount) AS value,
    count(*) OVER () AS introducers
FROM worth
GROUP BY introducer_id
ORDER BY value DESC, direct DESC, introducer_id
LIMIT %(limit)s OFFSET %(skip)s
