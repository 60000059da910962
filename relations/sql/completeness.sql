-- How we stand with them. Grain: one row an account and point that is known.
SELECT wall.account_id, 'wall' AS key, (wall.updated_at AT TIME ZONE %(zone)s)::date AS seen_on
FROM relations_wall AS wall
WHERE TRUE
  AND wall.account_id = %(account)s -- only one
UNION ALL
SELECT DISTINCT contact.account_id, 'known', date 'infinity'
FROM relations_acquaintance AS known
JOIN accounts_contact AS contact ON contact.id = known.contact_id
WHERE contact.archived_at IS NULL
  AND contact.account_id = %(account)s -- only one
