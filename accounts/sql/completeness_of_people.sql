-- What is known of the people there. Grain: one row an account and point that is known.
SELECT people.account_id, point.key, date 'infinity' AS seen_on
FROM (
    SELECT
        contact.account_id,
        COUNT(DISTINCT role.role) = 4 AS has_all_roles,
        BOOL_OR(role.role = 'decision_maker') AS has_decision_maker,
        BOOL_OR(role.role = 'decision_maker' AND contact.email || contact.phone || contact.wechat <> '') AS is_reachable
    FROM accounts_contact AS contact
    LEFT JOIN accounts_contactrole AS role ON role.contact_id = contact.id AND role.account_id = contact.account_id
    WHERE contact.archived_at IS NULL
      AND contact.account_id = %(account)s -- only one
    GROUP BY contact.account_id
) AS people
CROSS JOIN LATERAL (
    VALUES
        ('person', TRUE),
        ('decision_maker', people.has_decision_maker),
        ('reachable', people.is_reachable),
        ('roles', people.has_all_roles)
) AS point (key, is_known)
WHERE point.is_known
