-- Grain: the contacts of the accounts given, some or all. Reads: accounts_visit, accounts_visit_contacts. Writes:
-- accounts_contact.last_met_on, the day each was last met.
UPDATE accounts_contact AS contact
SET last_met_on = (
        SELECT (MAX(visit.starts_at) AT TIME ZONE %(zone)s)::date
        FROM accounts_visit_contacts AS link
        JOIN accounts_visit AS visit ON visit.id = link.visit_id
        WHERE link.contact_id = contact.id AND visit.state = 'logged' AND visit.outcome <> 'not_met'
    )
WHERE contact.account_id = ANY (%(accounts)s)
  AND contact.id = ANY (%(contacts)s)  -- only some
