-- Grain: the accounts given. Reads: accounts_visit (visit_account_time, visit_open_step). Writes: accounts_account,
-- what it carries of its visits, where that is something else now: the day somebody was last met, the open next step
-- that is due first.
WITH told AS (
    SELECT account.id, met.last_visit_on, COALESCE(step.next_step, '') AS next_step, step.next_step_on
    FROM accounts_account AS account
    LEFT JOIN LATERAL (
        SELECT (visit.starts_at AT TIME ZONE %(zone)s)::date AS last_visit_on
        FROM accounts_visit AS visit
        WHERE visit.account_id = account.id AND visit.state = 'logged' AND visit.outcome <> 'not_met'
        ORDER BY visit.starts_at DESC
        LIMIT 1
    ) AS met ON TRUE
    LEFT JOIN LATERAL (
        SELECT visit.next_step, visit.next_step_on
        FROM accounts_visit AS visit
        WHERE visit.account_id = account.id
          AND visit.state = 'logged'
          AND visit.next_step_on IS NOT NULL
          AND visit.next_step_done_at IS NULL
        ORDER BY visit.next_step_on, visit.starts_at DESC, visit.id DESC
        LIMIT 1
    ) AS step ON TRUE
    WHERE account.id = ANY (%(accounts)s)
)
UPDATE accounts_account AS account
SET last_visit_on = told.last_visit_on, next_step = told.next_step, next_step_on = told.next_step_on
FROM told
WHERE account.id = told.id
  AND (account.last_visit_on, account.next_step, account.next_step_on)
      IS DISTINCT FROM (told.last_visit_on, told.next_step, told.next_step_on)
