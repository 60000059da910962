-- What accounts and contacts carry of their visits, all at once (accounts.services.refresh_visit_facts says the same for
-- a few). Tables that were empty a moment ago have statistics that say so, hence ANALYZE first.
ANALYZE accounts_account, accounts_contact, accounts_visit, accounts_visit_contacts, pipeline_opportunity, pipeline_move;
UPDATE accounts_account AS account
SET last_visit_on = met.day, next_step = coalesce(step.next_step, ''), next_step_on = step.next_step_on
FROM (
    SELECT account_id, (max(starts_at) AT TIME ZONE %(zone)s)::date AS day
    FROM accounts_visit
    WHERE state = 'logged'
    GROUP BY account_id
) AS met
LEFT JOIN (
    SELECT DISTINCT ON (account_id) account_id, next_step, next_step_on
    FROM accounts_visit
    WHERE state = 'logged' AND next_step_on IS NOT NULL AND next_step_done_at IS NULL
    ORDER BY account_id, next_step_on, starts_at DESC, id DESC
) AS step USING (account_id)
WHERE account.id = met.account_id;
UPDATE accounts_contact AS contact
SET last_met_on = met.day
FROM (
    SELECT link.contact_id, (max(visit.starts_at) AT TIME ZONE %(zone)s)::date AS day
    FROM accounts_visit_contacts AS link
    JOIN accounts_visit AS visit ON visit.id = link.visit_id
    WHERE visit.state = 'logged'
    GROUP BY link.contact_id
) AS met
WHERE contact.id = met.contact_id
