-- Grain: the accounts given. Reads: accounts_visit (visit_account_time, visit_open_step). Writes: accounts_account,
-- what it carries of its visits: the day somebody was last met, the open next step that is due first.
UPDATE accounts_account AS account
SET last_visit_on = (
        SELECT (visit.starts_at AT TIME ZONE %(zone)s)::date
        FROM accounts_visit AS visit
        WHERE visit.account_id = account.id AND visit.state = 'logged' AND visit.outcome <> 'not_met'
        ORDER BY visit.starts_at DESC
        LIMIT 1
    ),
    (next_step, next_step_on) = (
        SELECT COALESCE(MAX(step.next_step), ''), MAX(step.next_step_on)
        FROM (
            SELECT visit.next_step, visit.next_step_on
            FROM accounts_visit AS visit
            WHERE visit.account_id = account.id
              AND visit.state = 'logged'
              AND visit.next_step_on IS NOT NULL
              AND visit.next_step_done_at IS NULL
            ORDER BY visit.next_step_on, visit.starts_at DESC, visit.id DESC
            LIMIT 1
        ) AS step
    )
WHERE account.id = ANY (%(accounts)s)
